#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domain/catalog/catalog.h"
#include "platform/sheets/workbook_stream.h"

namespace catalog {

enum class ExportFormat : std::uint8_t { csv, ndjson, xlsx };

/// Reads a page whenever the answer has room for it: the export takes as much memory as one page.
class ProductExport {
 public:
  ProductExport(CatalogService& catalog, ProductQuery query, ExportFormat format);

  /// The next piece; false at the end.
  base::Result<bool> next(std::string& out);

 private:
  base::Result<> add(const Product& product, std::string& out);

  CatalogService& catalog_;
  ProductQuery query_;
  ExportFormat format_;
  std::optional<platform::sheets::WorkbookStream> workbook_;  ///< of an XLSX export
  bool has_begun_ = false, is_done_ = false;
};

}  // namespace catalog
