#include "domain/analytics/report_export.h"

#include <fmt/format.h>

#include <vector>

#include "base/csv_cell.h"
#include "platform/sheets/workbook_stream.h"

namespace analytics {
namespace {

using platform::sheets::Cell;
using platform::sheets::Column;

std::vector<Column> columns_of(const ImportsReportView& report) {
  return {{report.group, 18},
          {"runs"},
          {"finished"},
          {"failed"},
          {"cancelled"},
          {"rows_read"},
          {"created"},
          {"updated"},
          {"unchanged"},
          {"quarantined"},
          {"skipped"},
          {"products_created", 17},
          {"offers_withdrawn", 17},
          {"reject_share"},
          {"duration_ms_p50", 17},
          {"duration_ms_p95", 17},
          {"rows_per_second_p50", 20},
          {"rows_per_second_p95", 20}};
}

std::vector<Cell> cells_of(const ImportFiguresView& item) {
  const auto number = [](std::uint64_t value) { return Cell{std::to_string(value), true}; };
  return {{item.key},
          number(item.runs),
          number(item.finished),
          number(item.failed),
          number(item.cancelled),
          number(item.rows.read),
          number(item.rows.created),
          number(item.rows.updated),
          number(item.rows.unchanged),
          number(item.rows.quarantined),
          number(item.rows.skipped),
          number(item.products_created),
          number(item.offers_withdrawn),
          {fmt::format("{:.4f}", item.reject_share), true},
          number(item.duration_ms.p50),
          number(item.duration_ms.p95),
          number(item.rows_per_second.p50),
          number(item.rows_per_second.p95)};
}

void add_cell(std::string& csv, std::string_view text) {
  if (!csv.empty() && csv.back() != '\n') csv += ',';
  base::append_csv_cell(csv, base::without_formula(text));
}

}  // namespace

std::string report_csv(const ImportsReportView& report) {
  std::string csv;
  for (const Column& column : columns_of(report)) add_cell(csv, column.name);
  csv += "\r\n";
  for (const ImportFiguresView& item : report.items) {
    for (const Cell& cell : cells_of(item)) add_cell(csv, cell.text);
    csv += "\r\n";
  }
  return csv;
}

std::string report_workbook(const ImportsReportView& report) {
  platform::sheets::WorkbookStream workbook("Imports", columns_of(report));
  for (const ImportFiguresView& item : report.items) {
    // A year of days, or all suppliers: far below what one workbook holds.
    if (!workbook.row(cells_of(item))) break;
  }
  workbook.finish();
  return workbook.take();
}

}  // namespace analytics
