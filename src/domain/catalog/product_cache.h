#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "domain/catalog/catalog_routes.h"

namespace catalog {

/// A product as GET /products/{id} answers it.
struct RenderedProduct {
  std::string etag, body;
};

/// Makes the text of an answer.
using Render = std::function<base::Result<std::string>()>;

/// The answer known by `key`, from the cache when nothing was committed to the catalogue since it was made.
base::Result<std::string> rendered(const CatalogRouteParts& parts, const std::string& key, const Render& make);

/// The product by any of its keys, from the cache when nothing was committed to the catalogue since it was made.
base::Result<RenderedProduct> rendered_product(const CatalogRouteParts& parts, std::string_view key);

/// The catalogue was changed over this route table: the next read sees it.
void forget_rendered(const CatalogRouteParts& parts);

}  // namespace catalog
