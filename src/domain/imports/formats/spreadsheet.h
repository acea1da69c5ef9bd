#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/dialect.h"

namespace imports {

/// A sheet of a workbook as a person choosing one wants to see it.
struct SheetInfo {
  std::string name;
  bool hidden = false;
  std::uint64_t estimated_rows = 0;  ///< rows with values; exact for small sheets
};

/// The sheets of an XLSX or XLS file in their order (charts left out). Fails as open_xlsx and open_xls do.
base::Result<std::vector<SheetInfo>> list_sheets(const std::filesystem::path& path, const Dialect& dialect);

/// The cells of the first `max_rows` rows of a sheet ("" as in Dialect::sheet), each in its place: element 0 is row 1,
/// a blank row is an empty vector, blanks at a row's end are left out.
base::Result<std::vector<std::vector<std::string>>> preview_rows(const std::filesystem::path& path,
                                                                 const Dialect& dialect, std::string_view sheet,
                                                                 std::size_t max_rows);

/// Excel's own bounds of a sheet.
struct SheetLimits {
  static constexpr std::uint32_t max_rows = 1'048'576;
  static constexpr std::uint32_t max_columns = 16'384;
};

inline constexpr base::ProblemKind not_a_workbook{"import.not_a_workbook", "Not an Excel workbook", 422,
                                                  base::LogLevel::info};
inline constexpr base::ProblemKind workbook_damaged{"import.workbook_damaged", "Workbook is damaged", 422,
                                                    base::LogLevel::warning};
inline constexpr base::ProblemKind sheet_missing{"import.sheet_missing", "No such sheet", 422, base::LogLevel::info};
inline constexpr base::ProblemKind sheet_too_large{"import.sheet_too_large", "Sheet is too large", 422,
                                                   base::LogLevel::warning};
inline constexpr base::ProblemKind cell_error{"import.cell_error", "Cell holds an error", 422, base::LogLevel::info};
inline constexpr base::ProblemKind formula_without_value{
    "import.formula_without_value", "Formula has never been calculated", 422, base::LogLevel::info};

}  // namespace imports
