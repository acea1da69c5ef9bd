#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/byte_source.h"
#include "domain/imports/formats/record_path.h"
#include "domain/imports/formats/record_reader.h"
#include "domain/imports/formats/repair_log.h"
#include "domain/imports/formats/xml_parser.h"

namespace imports {

/// Reads the elements at Dialect::record_path ("catalogue/produit", "rss/channel/item": from the document's own element
/// down, prefixes as written) of an XML document of any size. Fails with the problems of open_decoded; next() with
/// xml_invalid, xml_too_deep, xml_entities_refused, record_path_not_found.
base::Result<std::unique_ptr<RecordReader>> open_xml(const std::filesystem::path& path, const Dialect& dialect);

/// The same over a stream of UTF-8 text (an encoding the document declares is not looked at). `file` names it in
/// problems.
std::unique_ptr<RecordReader> read_xml(std::unique_ptr<ByteSource> text, const Dialect& dialect, std::string file,
                                       std::shared_ptr<RepairLog> repairs = nullptr);

/// Where the first `limit` bytes of an XML document may have its records, best first. Fails with xml_invalid when the
/// document is broken before anything was found.
base::Result<std::vector<RecordPath>> find_xml_record_paths(std::unique_ptr<ByteSource> text, std::string file,
                                                            std::uint64_t limit = record_path_sample);

inline constexpr base::ProblemKind xml_ampersand_mended{"import.xml_ampersand_mended", "Bare ampersand mended", 422,
                                                        base::LogLevel::info};

}  // namespace imports
