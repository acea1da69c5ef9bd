#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/sheets/workbook_stream.h"

namespace platform::sheets {

/// What a table can be taken out as.
enum class TableFormat : std::uint8_t { csv, xlsx };

std::string_view content_type(TableFormat format);

/// Lines of CSV (RFC 4180) in which a spreadsheet finds no formula.
std::string csv_heading(std::span<const Column> columns);
std::string csv_line(std::span<const Cell> cells);

/// Writes rows as CSV or as a workbook while they come, in constant memory: take() gives what is ready to be sent.
class TableStream {
 public:
  /// `name`: of the workbook's first sheet.
  TableStream(TableFormat format, std::string name, std::vector<Column> columns);

  /// Cells in column order. Fails with workbook_full.
  base::Result<> row(std::span<const Cell> cells);
  /// Ends the table; no row may follow.
  void finish();
  std::string take();

 private:
  std::optional<WorkbookStream> workbook_;
  std::string csv_;
};

}  // namespace platform::sheets
