#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/record_reader.h"
#include "domain/imports/validate/row_mapper.h"

namespace imports {

/// A row as it is kept for a person: exactly what the file said, and everything found wrong with it.
struct KeptRow {
  std::uint64_t row_number = 0;
  std::uint64_t line = 0;
  std::uint64_t byte_offset = 0;
  bool rejected = true;  ///< in quarantine; otherwise it went on with warnings
  std::string code;      ///< of the first rejecting problem (or first warning)
  std::string field;
  std::string raw;
  std::string cells;     ///< JSON array of the record's fields
  std::string problems;  ///< JSON array of {severity, code, field, message, cure}
};

KeptRow keep_row(const Record& record, const MappedRow& row);

/// Where kept rows go; written before the batch they belong to is committed.
class KeptRowSink {
 public:
  virtual ~KeptRowSink() = default;
  virtual base::Result<> write(std::span<const KeptRow> rows) = 0;
};

/// The columns a quarantine export puts before the file's own.
inline constexpr std::string_view quarantine_row_column = "quarantine_row";
inline constexpr std::string_view quarantine_problem_column = "quarantine_problem";

inline constexpr base::ProblemKind duplicate_in_file{"import.duplicate_in_file", "Reference comes more than once", 422,
                                                     base::LogLevel::info};
inline constexpr base::ProblemKind duplicate_identical{"import.duplicate_identical", "Row is repeated word for word",
                                                       422, base::LogLevel::info};

}  // namespace imports
