#include "domain/imports/formats/spreadsheet_workbook.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "domain/imports/formats/file_place.h"
#include "domain/imports/formats/spreadsheet.h"
#include "domain/imports/formats/xls_reader.h"
#include "domain/imports/formats/xlsx_reader.h"

namespace imports {
namespace {

constexpr std::uint64_t rows_counted_for_estimate = 1'000;
// What a preview may hold, whatever the file claims.
constexpr std::size_t max_preview_cells = 500'000;
constexpr std::size_t max_preview_bytes = std::size_t{32} << 20U;

base::Result<bool> has_data(Workbook& workbook, std::size_t index) {
  ASSIGN_OR_RETURN(const auto rows, workbook.open_sheet(index));
  SheetRow row;
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, rows->next(row));
    if (!more) return false;
    if (!row.cells().empty()) return true;
  }
}

base::Result<std::size_t> first_sheet_with_data(Workbook& workbook) {
  const auto sheets = workbook.sheets();
  if (sheets.empty()) {
    return base::failure(sheet_missing, "The workbook has no sheet with cells.",
                         "Save the price list on a worksheet and import the file again.");
  }
  std::size_t fallback = sheets.size();
  for (const bool hidden : {false, true}) {
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      if (sheets[i].hidden != hidden) continue;
      if (fallback == sheets.size()) fallback = i;
      ASSIGN_OR_RETURN(const bool found, has_data(workbook, i));
      if (found) return i;
    }
  }
  return fallback;
}

// Counts the first rows and takes the rest of the sheet to be like them.
base::Result<std::uint64_t> estimate_rows(SheetRows& rows) {
  SheetRow row;
  std::uint64_t filled = 0;
  while (filled < rows_counted_for_estimate) {
    ASSIGN_OR_RETURN(const bool more, rows.next(row));
    if (!more) return filled;
    if (!row.cells().empty()) ++filled;
  }
  const double fraction = std::clamp(rows.fraction_read(), 1e-6, 1.0);
  const double estimate = static_cast<double>(filled) / fraction;
  return static_cast<std::uint64_t>(std::min(estimate, static_cast<double>(SheetLimits::max_rows)));
}

}  // namespace

base::Result<OpenWorkbook> open_workbook(const std::filesystem::path& path, const Dialect& dialect) {
  OpenWorkbook opened;
  auto readable = path;
  if (dialect.compression != Compression::none) {
    ASSIGN_OR_RETURN(opened.unpacked, unpack_to_temporary(path, dialect));
    readable = opened.unpacked->path();
  }
  const std::string name = shown_name(path, dialect);
  ASSIGN_OR_RETURN(opened.workbook, dialect.format == Format::xls ? open_xls_workbook(readable, name)
                                                                  : open_xlsx_workbook(readable, name));
  return opened;
}

base::Result<std::size_t> find_sheet(Workbook& workbook, std::string_view name) {
  if (name.empty()) return first_sheet_with_data(workbook);
  const auto sheets = workbook.sheets();
  const auto exact = std::find_if(sheets.begin(), sheets.end(), [&](const auto& sheet) { return sheet.name == name; });
  if (exact != sheets.end()) return static_cast<std::size_t>(exact - sheets.begin());
  const auto folded = base::to_lower(base::trim(name));
  const auto alike = std::find_if(sheets.begin(), sheets.end(),
                                  [&](const auto& sheet) { return base::to_lower(base::trim(sheet.name)) == folded; });
  if (alike != sheets.end()) return static_cast<std::size_t>(alike - sheets.begin());
  std::vector<std::string> names;
  for (const auto& sheet : sheets) names.push_back("“" + sheet.name + "”");
  return base::failure(sheet_missing, "The workbook has no sheet called “" + std::string(name) + "”.",
                       names.empty() ? "It has no sheets at all: save the price list again."
                                     : "Choose one of its sheets: " + base::join(names, ", ") + ".");
}

base::Result<std::vector<SheetInfo>> list_sheets(const std::filesystem::path& path, const Dialect& dialect) {
  ASSIGN_OR_RETURN(const auto opened, open_workbook(path, dialect));
  const auto sheets = opened.workbook->sheets();
  std::vector<SheetInfo> infos;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    ASSIGN_OR_RETURN(const auto rows, opened.workbook->open_sheet(i));
    ASSIGN_OR_RETURN(const auto estimate, estimate_rows(*rows));
    infos.push_back({sheets[i].name, sheets[i].hidden, estimate});
  }
  return infos;
}

base::Result<std::vector<std::vector<std::string>>> preview_rows(const std::filesystem::path& path,
                                                                 const Dialect& dialect, std::string_view sheet,
                                                                 std::size_t max_rows) {
  ASSIGN_OR_RETURN(const auto opened, open_workbook(path, dialect));
  ASSIGN_OR_RETURN(const auto index, find_sheet(*opened.workbook, sheet));
  ASSIGN_OR_RETURN(const auto rows, opened.workbook->open_sheet(index));
  std::vector<std::vector<std::string>> preview;
  std::size_t cells_kept = 0;
  std::size_t bytes_kept = 0;
  SheetRow row;
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, rows->next(row));
    if (!more || row.number() > max_rows) return preview;
    if (row.cells().empty()) continue;
    if (preview.size() < row.number()) preview.resize(row.number());
    auto& cells = preview[row.number() - 1];
    cells.resize(std::max(cells.size(), row.width()));
    cells_kept += cells.size();
    for (const auto& cell : row.cells()) {
      cells[cell.column] = row.text(cell);
      bytes_kept += cell.size;
    }
    if (cells_kept > max_preview_cells || bytes_kept > max_preview_bytes) return preview;
  }
}

}  // namespace imports
