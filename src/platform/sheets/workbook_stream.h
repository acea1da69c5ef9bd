#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/sheets/zip_stream.h"

namespace platform::sheets {

struct Column {
  std::string name;
  double width = 14;  ///< in characters
};

/// What a cell shows. A text is never taken for a formula, whatever it begins with.
struct Cell {
  std::string text;
  bool is_number = false;  ///< `text` is a decimal such as "-12.50"; "" leaves the cell empty
};

/// Writes rows as an XLSX workbook while they come, in constant memory: take() gives what is ready to be sent. The
/// first row of each sheet names the columns and stays in sight. Rows beyond what one sheet holds go on another.
class WorkbookStream {
 public:
  /// What spreadsheet programs read of one sheet, the row of names included.
  static constexpr std::uint64_t most_rows = 1'048'576;

  /// `sheet_name`: of the first sheet; the others are called "<name> 2" and so on.
  WorkbookStream(std::string sheet_name, std::vector<Column> columns, std::uint64_t rows_per_sheet = most_rows);

  /// Cells in column order. Fails with workbook_full.
  base::Result<> row(std::span<const Cell> cells);
  /// Ends the workbook; no row may follow.
  void finish();
  std::string take() { return zip_.take(); }

 private:
  void begin_sheet();
  void end_sheet();
  void write_row(std::span<const Cell> cells, bool is_heading);

  ZipStream zip_;
  std::string sheet_name_;
  std::vector<Column> columns_;
  std::uint64_t rows_per_sheet_;
  std::uint32_t sheets_ = 0;
  std::uint64_t rows_ = 0;  ///< of the sheet at hand
};

/// The content type of a workbook.
inline constexpr std::string_view workbook_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

inline constexpr base::ProblemKind workbook_full{"export.workbook_full", "Too much for one workbook", 422,
                                                 base::LogLevel::info};

}  // namespace platform::sheets
