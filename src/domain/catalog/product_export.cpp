#include "domain/catalog/product_export.h"

#include <algorithm>

#include "domain/catalog/product_table.h"
#include "domain/catalog/product_views.h"
#include "platform/http/codec.h"

namespace catalog {
namespace {

constexpr std::uint64_t products_per_piece = 500;

}  // namespace

ProductExport::ProductExport(CatalogService& catalog, ProductQuery query, std::optional<TableFormat> table)
    : catalog_(catalog), query_(std::move(query)) {
  query_.order = ProductOrder::id;
  query_.size = products_per_piece;
  query_.with_total = false;
  if (table) table_.emplace(*table, "Products", product_columns());
}

base::Result<> ProductExport::add(const Product& product, std::string& out) {
  if (table_) return table_->row(product_cells(product));
  out += platform::http::to_json(view_of(product)) + "\n";
  return {};
}

base::Result<bool> ProductExport::next(std::string& out) {
  out.clear();
  // A page of a workbook may be so well packed that nothing is ready yet.
  while (!is_done_) {
    ASSIGN_OR_RETURN(const ProductPage page, catalog_.search(query_));
    for (const Product& product : page.products) RETURN_IF_FAILED(add(product, out));
    query_.cursor = page.next_cursor;
    is_done_ = query_.cursor.empty();
    if (table_ && is_done_) table_->finish();
    if (table_) out = table_->take();
    if (!out.empty()) return true;
  }
  return false;
}

base::Result<bool> CountsExport::next(std::string& out) {
  constexpr std::size_t counts_per_piece = 1'000;
  out.clear();
  while (!is_done_ && out.empty()) {
    const std::size_t end = std::min(next_ + counts_per_piece, counts_.size());
    for (; next_ < end; ++next_) {
      const FacetCount& one = counts_[next_];
      const std::vector<platform::sheets::Cell> cells{{one.key}, {one.name}, {std::to_string(one.products), true}};
      RETURN_IF_FAILED(table_.row(cells));
    }
    is_done_ = next_ == counts_.size();
    if (is_done_) table_.finish();
    out = table_.take();
  }
  return !out.empty();
}

}  // namespace catalog
