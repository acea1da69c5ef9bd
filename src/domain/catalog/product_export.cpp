#include "domain/catalog/product_export.h"

#include "domain/catalog/product_csv.h"
#include "domain/catalog/product_table.h"
#include "domain/catalog/product_views.h"
#include "platform/http/codec.h"

namespace catalog {
namespace {

constexpr std::uint64_t products_per_piece = 500;

}  // namespace

ProductExport::ProductExport(CatalogService& catalog, ProductQuery query, ExportFormat format)
    : catalog_(catalog), query_(std::move(query)), format_(format) {
  query_.order = ProductOrder::id;
  query_.size = products_per_piece;
  query_.with_total = false;
  if (format == ExportFormat::xlsx) workbook_.emplace("Products", product_columns());
}

base::Result<> ProductExport::add(const Product& product, std::string& out) {
  if (workbook_) return workbook_->row(product_cells(product));
  out += format_ == ExportFormat::csv ? product_csv_line(product) : platform::http::to_json(view_of(product)) + "\n";
  return {};
}

base::Result<bool> ProductExport::next(std::string& out) {
  out.clear();
  if (format_ == ExportFormat::csv && !has_begun_) out = product_csv_heading();
  has_begun_ = true;
  // A page of a workbook may be so well packed that nothing is ready yet.
  while (!is_done_) {
    ASSIGN_OR_RETURN(const ProductPage page, catalog_.search(query_));
    for (const Product& product : page.products) RETURN_IF_FAILED(add(product, out));
    query_.cursor = page.next_cursor;
    is_done_ = query_.cursor.empty();
    if (workbook_ && is_done_) workbook_->finish();
    if (workbook_) out = workbook_->take();
    if (!out.empty()) return true;
  }
  return false;
}

}  // namespace catalog
