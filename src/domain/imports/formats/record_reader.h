#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/dialect.h"

namespace imports {

/// Something odd about one record that did not stop it from being read. `reject`: its fields cannot be trusted.
struct RecordProblem {
  enum class Severity : std::uint8_t { warn, reject };
  Severity severity = Severity::warn;
  base::Problem problem;
};

/// One data record. Views stay valid until the next call of next().
struct Record {
  std::uint64_t number = 0;  ///< 1-based among the data records
  std::uint64_t line = 0;    ///< 1-based line (CSV, NDJSON, XML, JSON) or sheet row where the record starts
  std::uint64_t byte_offset =
      0;  ///< where it starts in the decompressed file, in bytes of UTF-8 text; 0 for spreadsheets
  /// One per column, UTF-8, not trimmed; "" where the record has nothing. May be longer than columns() had been before.
  std::vector<std::string_view> fields;
  /// The record as the file has it (UTF-8), without its line end; for spreadsheets the cells as one CSV line.
  std::string_view raw;
  std::vector<RecordProblem> problems;
};

/// Reads a file's records one by one in bounded memory. It never guesses meaning.
///
/// Columns: CSV and spreadsheets have them from the start; a data row wider than the header gets "column_N" names.
/// JSON: objects inside a record become dotted paths ("price.amount"), arrays of plain values are joined with " | ",
/// arrays of objects give the path of each member, their values joined the same way. XML: the path below the record
/// element joined with '.', attributes as "path@name" ("@id" on the record itself), repeats joined with " | ",
/// <param name="Colour">red</param> and its like as "param[Colour]". Their columns appear as records bring them.
class RecordReader {
 public:
  virtual ~RecordReader() = default;
  /// The columns met so far; grows only at the end. Names are unique: a repeated one gets " (2)", an empty one
  /// "column_N".
  virtual const std::vector<std::string>& columns() const = 0;
  /// Reads the next record into `record` (its buffers are reused); false at the end of the file. A failure is final:
  /// the file itself is broken there (truncated, not well-formed, a bomb), and the Place says where.
  virtual base::Result<bool> next(Record& record) = 0;
};

/// Opens `path` for reading its records as `dialect` says. Fails with file_unreadable, and with the problems of the
/// format.
base::Result<std::unique_ptr<RecordReader>> open_records(const std::filesystem::path& path, const Dialect& dialect);

/// Upper bounds that stop hostile files; generous for honest ones.
struct ReadLimits {
  static constexpr std::uint64_t max_record_bytes = 16U << 20U;  ///< one record's raw text
  static constexpr std::uint32_t max_columns = 100'000;
  static constexpr std::uint64_t max_expansion_ratio =
      1'100;  ///< decompressed : compressed (deflate's own limit is 1032)
};

}  // namespace imports
