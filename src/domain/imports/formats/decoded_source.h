#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/imports/formats/byte_source.h"
#include "domain/imports/formats/dialect.h"
#include "domain/imports/formats/repair_log.h"

namespace imports {

/// The file's bytes after gunzip or unzip (Dialect::compression, zip_entry), in whatever encoding they are.
base::Result<std::unique_ptr<ByteSource>> open_uncompressed(const std::filesystem::path& path, const Dialect& dialect);

/// The file as UTF-8 text without byte order mark: uncompressed, then read in Dialect::encoding. The text is always
/// valid UTF-8: bytes that do not fit are repaired and, where `repairs` is given, noted there. Fails with
/// encoding_unknown too.
base::Result<std::unique_ptr<ByteSource>> open_decoded(const std::filesystem::path& path, const Dialect& dialect,
                                                       std::shared_ptr<RepairLog> repairs = nullptr);

/// `bytes` as UTF-8 text, as open_decoded gives it. A byte order mark outweighs `encoding`.
base::Result<std::unique_ptr<ByteSource>> decode_text(std::unique_ptr<ByteSource> bytes, std::string_view encoding,
                                                      std::shared_ptr<RepairLog> repairs = nullptr);

/// The first bytes of a file as UTF-8 text; a character cut off at the end is left out.
base::Result<std::string> decode_sample(std::string_view head, std::string_view encoding);

/// Everything a source gives, at most `limit` bytes.
base::Result<std::string> read_head(ByteSource& source, std::size_t limit);

}  // namespace imports
