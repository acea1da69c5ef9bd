#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/imports/formats/dialect.h"
#include "domain/imports/sniff/magic.h"
#include "domain/imports/sniff/unread.h"

namespace imports::sniffing {

/// How much of a file's beginning is looked at for format, encoding and delimiter.
inline constexpr std::size_t head_bytes = std::size_t{1} << 20U;

/// What is inside a file once its compression is known.
struct Container {
  Dialect dialect;           ///< compression, zip entry, and the format where the bytes alone tell it
  bool is_workbook = false;  ///< the format is known: XLSX or XLS
  std::string head;          ///< the first uncompressed bytes of a text
  bool head_is_all = false;
  std::uint64_t total_bytes = 0;  ///< uncompressed, as far as the file tells
  std::string inner_name;         ///< the name whose ending may break ties
  Unread other_entries;           ///< of a zip archive, not read
};

/// Looks through compression for the data; `wanted_entry` is the file of a zip archive to read, `name` what problems
/// call the file ("": as its path does). Fails with file_unreadable, file_empty, format_unknown and the problems of
/// archives; never expands more than the head.
base::Result<Container> look_inside(const std::filesystem::path& path,
                                    const std::optional<std::string>& wanted_entry = {}, std::string_view name = {});

}  // namespace imports::sniffing
