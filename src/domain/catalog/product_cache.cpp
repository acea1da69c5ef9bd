#include "domain/catalog/product_cache.h"

#include "domain/catalog/product_views.h"
#include "domain/catalog/route_groups.h"

namespace catalog {
namespace {

base::Result<RenderedProduct> render(CatalogService& catalog, std::string_view key) {
  ASSIGN_OR_RETURN(const ProductDetail detail, catalog.find(key));
  return RenderedProduct{etag_of(detail), platform::http::to_json(view_of(detail))};
}

}  // namespace

base::Result<std::string> rendered(const CatalogRouteParts& parts, const std::string& key, const Render& make) {
  if (parts.cache == nullptr || parts.version == nullptr) return make();
  const auto version = parts.version->current();
  if (!version) return make();  // it says itself what is wrong with the database
  ASSIGN_OR_RETURN(const auto kept, parts.cache->get_or_make(
                                        platform::cache::Space::catalog, key,
                                        [&]() -> base::Result<platform::cache::Made> {
                                          ASSIGN_OR_RETURN(std::string made, make());
                                          return platform::cache::Made{std::move(made)};
                                        },
                                        *version));
  return *kept;
}

base::Result<RenderedProduct> rendered_product(const CatalogRouteParts& parts, std::string_view key) {
  ASSIGN_OR_RETURN(const std::string kept,
                   rendered(parts, "product:" + std::string(key), [&]() -> base::Result<std::string> {
                     ASSIGN_OR_RETURN(const RenderedProduct made, render(parts.catalog, key));
                     return made.etag + '\n' + made.body;
                   }));
  const std::size_t end = kept.find('\n');
  return RenderedProduct{kept.substr(0, end), kept.substr(end + 1)};
}

void forget_rendered(const CatalogRouteParts& parts) {
  if (parts.version != nullptr) parts.version->expire();
}

}  // namespace catalog
