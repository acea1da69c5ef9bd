#pragma once

#include <string>
#include <string_view>

#include "domain/catalog/catalog_routes.h"

namespace catalog {

/// A product as GET /products/{id} answers it.
struct RenderedProduct {
  std::string etag, body;
};

/// The product by any of its keys, from the cache when nothing was committed to the catalogue since it was made.
base::Result<RenderedProduct> rendered_product(const CatalogRouteParts& parts, std::string_view key);

/// The catalogue was changed over this route table: the next read sees it.
void forget_rendered(const CatalogRouteParts& parts);

}  // namespace catalog
