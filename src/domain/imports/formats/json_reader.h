#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "domain/imports/formats/byte_source.h"
#include "domain/imports/formats/json_scanner.h"
#include "domain/imports/formats/record_path.h"
#include "domain/imports/formats/record_reader.h"
#include "domain/imports/formats/repair_log.h"

namespace imports {

/// Reads the records of one JSON document of any size: the elements of the array at Dialect::record_path ("" the root;
/// "products", "data.items"; arrays on the way are walked through), the members of an object when the path ends in "*"
/// (their names are the column "@key"), or one record when an object stands there. A record that is no object has the
/// column "value". Fails with the problems of open_decoded; next() with json_invalid, record_path_not_found.
base::Result<std::unique_ptr<RecordReader>> open_json(const std::filesystem::path& path, const Dialect& dialect);

/// Reads one JSON value a line; blank lines are passed over. A line that is not valid JSON gives a record without
/// values and with the problem json_invalid.
base::Result<std::unique_ptr<RecordReader>> open_ndjson(const std::filesystem::path& path, const Dialect& dialect);

/// The same over streams of UTF-8 text. `file` names it in problems.
std::unique_ptr<RecordReader> read_json(std::unique_ptr<ByteSource> text, const Dialect& dialect, std::string file,
                                        std::shared_ptr<RepairLog> repairs = nullptr);
std::unique_ptr<RecordReader> read_ndjson(std::unique_ptr<ByteSource> text, std::string file,
                                          std::shared_ptr<RepairLog> repairs = nullptr);

/// Where the first `limit` bytes of a JSON document may have its records, best first; never empty for an array or an
/// object. Fails with json_invalid when the document is broken before anything was found.
base::Result<std::vector<RecordPath>> find_json_record_paths(std::unique_ptr<ByteSource> text, std::string file,
                                                             std::uint64_t limit = record_path_sample);

}  // namespace imports
