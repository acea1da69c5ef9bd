#include "domain/analytics/report_export.h"

#include <fmt/format.h>

#include <map>

namespace analytics {
namespace {

using platform::sheets::Cell;
using platform::sheets::Column;
using platform::sheets::TableStream;

/// `first`, then a column for each figure.
std::vector<Column> with_figures(std::vector<Column> first) {
  const std::vector<Column> figures{{"runs"},
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
  first.insert(first.end(), figures.begin(), figures.end());
  return first;
}

Cell number(std::uint64_t value) {
  return {std::to_string(value), true};
}

std::vector<Cell> with_figures(std::vector<Cell> first, const ImportFiguresView& of) {
  const std::vector<Cell> figures{number(of.runs),
                                  number(of.finished),
                                  number(of.failed),
                                  number(of.cancelled),
                                  number(of.rows.read),
                                  number(of.rows.created),
                                  number(of.rows.updated),
                                  number(of.rows.unchanged),
                                  number(of.rows.quarantined),
                                  number(of.rows.skipped),
                                  number(of.products_created),
                                  number(of.offers_withdrawn),
                                  {fmt::format("{:.4f}", of.reject_share), true},
                                  number(of.duration_ms.p50),
                                  number(of.duration_ms.p95),
                                  number(of.rows_per_second.p50),
                                  number(of.rows_per_second.p95)};
  first.insert(first.end(), figures.begin(), figures.end());
  return first;
}

}  // namespace

base::Result<std::string> imports_table(const ImportsReportView& report, TableFormat format) {
  TableStream table(format, "Imports", with_figures({{report.group, 18}}));
  for (const ImportFiguresView& item : report.items) RETURN_IF_FAILED(table.row(with_figures({{item.key}}, item)));
  table.finish();
  return table.take();
}

base::Result<std::string> suppliers_table(const ImportsReportView& report, std::vector<SupplierFacts> suppliers,
                                          TableFormat format) {
  std::map<std::string, ImportFiguresView> figures;
  for (const ImportFiguresView& item : report.items) figures.emplace(item.key, item);
  for (const SupplierFacts& one : suppliers) figures.try_emplace(one.code);
  std::map<std::string, SupplierFacts> known;
  for (SupplierFacts& one : suppliers) known.emplace(one.code, std::move(one));
  TableStream table(format, "Suppliers", with_figures({{"supplier", 18}, {"name", 30}, {"products"}}));
  for (const auto& [code, of] : figures) {
    // Of a supplier that is gone the imports are still known.
    const SupplierFacts& one = known.try_emplace(code, SupplierFacts{code, code, 0}).first->second;
    RETURN_IF_FAILED(table.row(with_figures({{code}, {one.name}, number(one.products)}, of)));
  }
  table.finish();
  return table.take();
}

}  // namespace analytics
