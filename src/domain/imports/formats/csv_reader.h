#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "domain/imports/formats/byte_source.h"
#include "domain/imports/formats/record_reader.h"
#include "domain/imports/formats/repair_log.h"

namespace imports {

/// Reads delimited text. Fails with the problems of open_decoded and with csv_header_missing.
base::Result<std::unique_ptr<RecordReader>> open_csv(const std::filesystem::path& path, const Dialect& dialect);

/// The same over a stream of UTF-8 text. `file` names it in problems.
base::Result<std::unique_ptr<RecordReader>> read_csv(std::unique_ptr<ByteSource> text, const Dialect& dialect,
                                                     std::string file, std::shared_ptr<RepairLog> repairs = nullptr);

inline constexpr base::ProblemKind csv_header_missing{"import.header_missing", "No header row", 422,
                                                      base::LogLevel::warning};
inline constexpr base::ProblemKind csv_record_too_long{"import.record_too_long", "Record is too long", 422,
                                                       base::LogLevel::info};
inline constexpr base::ProblemKind csv_row_ragged{"import.row_ragged", "Row has another number of fields", 422,
                                                  base::LogLevel::info};
inline constexpr base::ProblemKind csv_stray_quote{"import.stray_quote", "Quote inside a field", 422,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind csv_unclosed_quote{"import.unclosed_quote", "Quote is never closed", 422,
                                                      base::LogLevel::info};
inline constexpr base::ProblemKind encoding_repaired{"import.encoding_repaired", "Characters of another encoding", 422,
                                                     base::LogLevel::info};

}  // namespace imports
