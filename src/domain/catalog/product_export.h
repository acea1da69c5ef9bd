#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/catalog.h"
#include "platform/sheets/table_stream.h"

namespace catalog {

using platform::sheets::TableFormat;

/// Reads a page whenever the answer has room for it: the export takes as much memory as one page.
class ProductExport {
 public:
  /// Without a table: a line of JSON for each product.
  ProductExport(CatalogService& catalog, ProductQuery query, std::optional<TableFormat> table);

  /// The next piece; false at the end.
  base::Result<bool> next(std::string& out);

 private:
  base::Result<> add(const Product& product, std::string& out);

  CatalogService& catalog_;
  ProductQuery query_;
  std::optional<platform::sheets::TableStream> table_;
  bool is_done_ = false;
};

/// Counts as a table: key, name and number of products.
class CountsExport {
 public:
  CountsExport(std::vector<FacetCount> counts, TableFormat format)
      : counts_(std::move(counts)), table_(format, "Products", {{"key", 38}, {"name", 50}, {"products"}}) {}

  /// The next piece; false at the end.
  base::Result<bool> next(std::string& out);

 private:
  std::vector<FacetCount> counts_;
  platform::sheets::TableStream table_;
  std::size_t next_ = 0;
  bool is_done_ = false;
};

}  // namespace catalog
