#include "base/gtin.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/catalog_store.h"
#include "domain/catalog/change_set_store.h"
#include "domain/catalog/product_choice.h"

namespace catalog {
namespace {

constexpr std::uint64_t products_per_page = 2'000;

/// A GTIN given in any length becomes the stored one; other searches stay.
ProductFilter normalised(ProductFilter filter) {
  if (const auto gtin = base::Gtin::parse(filter.search)) filter.search = gtin->digits();
  return filter;
}

base::Result<std::optional<base::Uuid>> resolve(platform::db::Connection& connection, std::string_view key) {
  if (const auto id = base::Uuid::parse(key)) return id;
  if (const auto gtin = base::Gtin::parse(key)) return store::product_by_gtin(connection, gtin->digits());
  const std::size_t colon = key.find(':');
  if (colon == std::string_view::npos) return std::optional<base::Uuid>{};
  return store::product_by_reference(connection, key.substr(0, colon), key.substr(colon + 1));
}

/// The offer named for `field` in {"field":"offer id"}, or nothing.
std::optional<base::Uuid> listed_source(std::string_view field_sources, std::string_view field) {
  const std::string name = "\"" + std::string(field) + "\":\"";
  const std::size_t at = field_sources.find(name);
  if (at == std::string_view::npos) return std::nullopt;
  return base::Uuid::parse(field_sources.substr(at + name.size(), 36));
}

base::Result<std::vector<Provenance>> provenance_of(platform::db::Connection& connection, base::Uuid product_id,
                                                    std::size_t offers) {
  std::vector<Provenance> all;
  ASSIGN_OR_RETURN(const auto sources, store::sources_of(connection, product_id));
  for (std::size_t i = 0; i < shown_field_count; ++i) {
    const std::string_view field = name_of(static_cast<ShownField>(i));
    if (sources.overrides.find("\"" + std::string(field) + "\"") != std::string::npos) {
      Provenance by_hand;
      by_hand.field = field;
      by_hand.rule = "set by hand";
      all.push_back(std::move(by_hand));
      continue;
    }
    const auto offer = listed_source(sources.field_sources, field);
    if (!offer && !sources.source_offer) continue;
    ASSIGN_OR_RETURN(auto found, store::last_setting(connection, offer ? *offer : *sources.source_offer, field));
    if (!found) continue;
    found->rule = offers > 1 ? "first by priority and freshness" : "only offer";
    all.push_back(*std::move(found));
  }
  return all;
}

}  // namespace

base::Result<std::vector<Product>> CatalogService::list(const ProductFilter& filter,
                                                        const std::optional<base::Uuid>& after, std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  return store::list_products(*connection, normalised(filter), after, limit);
}

base::Result<std::uint64_t> CatalogService::count(const ProductFilter& filter) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  return store::count_products(*connection, normalised(filter));
}

base::Result<std::uint64_t> CatalogService::each_product(const ProductFilter& filter,
                                                         const std::function<void(const Product&)>& each) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  const ProductFilter wanted = normalised(filter);
  std::uint64_t count = 0;
  std::optional<base::Uuid> after;
  for (;;) {
    ASSIGN_OR_RETURN(const auto page, store::list_products(*connection, wanted, after, products_per_page));
    if (page.empty()) return count;
    for (const Product& product : page) each(product);
    count += page.size();
    after = page.back().id;
  }
}

base::Result<ProductDetail> CatalogService::show(std::string_view key) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  ASSIGN_OR_RETURN(const auto id, resolve(*connection, key));
  std::optional<Product> product;
  if (id) {
    ASSIGN_OR_RETURN(product, store::find_product(*connection, *id));
  }
  if (!product) {
    return base::failure(
        product_unknown, "There is no product \"" + std::string(key) + "\".",
        "Give a GTIN, a product id, or supplier:reference; `suppliers-import products list --search TEXT` finds "
        "products by name.");
  }
  ProductDetail detail;
  detail.product = *std::move(product);
  ASSIGN_OR_RETURN(detail.offers, store::offers_of(*connection, *id));
  ASSIGN_OR_RETURN(detail.provenance, provenance_of(*connection, *id, detail.offers.size()));
  ASSIGN_OR_RETURN(detail.prices, store::prices_of(*connection, *id));
  ASSIGN_OR_RETURN(detail.stocks, store::stocks_of(*connection, *id));
  return detail;
}

base::Result<CatalogService::SupplierNumbers> CatalogService::numbers_of(base::Uuid supplier_id) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  return store::numbers_of(*connection, supplier_id);
}

base::Result<> CatalogService::each_change(base::Uuid change_set_id, const std::function<void(const Change&)>& each) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  return store::each_change(*connection, change_set_id, each);
}

}  // namespace catalog
