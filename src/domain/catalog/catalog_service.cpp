#include "base/gtin.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/catalog_store.h"
#include "domain/catalog/change_set_store.h"
#include "domain/catalog/product_choice.h"

#include <algorithm>
#include <iterator>

namespace catalog {
namespace {

constexpr std::uint64_t products_per_page = 2'000;

/// A GTIN given in any length becomes the stored one; other searches stay.
ProductFilter normalised(ProductFilter filter) {
  if (const auto gtin = base::Gtin::parse(filter.search)) filter.search = gtin->digits();
  return filter;
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

base::Result<ProductDetail> read_product(platform::db::Connection& connection, std::string_view key) {
  ASSIGN_OR_RETURN(const auto id, store::resolve_key(connection, key));
  std::optional<ProductDetail> detail;
  if (id) {
    ASSIGN_OR_RETURN(detail, store::find_product(connection, *id));
  }
  if (!detail) {
    return base::failure(
        product_unknown, "There is no product \"" + std::string(key) + "\".",
        "Give a GTIN, a product id, or supplier:reference; `suppliers-import products list --search TEXT` finds "
        "products by name.");
  }
  return *std::move(detail);
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
  ASSIGN_OR_RETURN(ProductDetail detail, read_product(*connection, key));
  const base::Uuid id = detail.product.id;
  ASSIGN_OR_RETURN(detail.provenance, provenance_of(*connection, id, detail.offers.size()));
  ASSIGN_OR_RETURN(detail.prices, store::prices_of(*connection, id));
  ASSIGN_OR_RETURN(detail.stocks, store::stocks_of(*connection, id));
  return detail;
}

base::Result<ProductDetail> CatalogService::find(std::string_view key) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  return read_product(*connection, key);
}

base::Result<std::vector<Provenance>> CatalogService::provenance(std::string_view key) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  ASSIGN_OR_RETURN(const ProductDetail detail, read_product(*connection, key));
  return provenance_of(*connection, detail.product.id, detail.offers.size());
}

base::Result<std::vector<HistoryEntry>> CatalogService::prices(std::string_view key) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  ASSIGN_OR_RETURN(const ProductDetail detail, read_product(*connection, key));
  return store::prices_of(*connection, detail.product.id);
}

base::Result<std::vector<HistoryEntry>> CatalogService::stocks(std::string_view key) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  ASSIGN_OR_RETURN(const ProductDetail detail, read_product(*connection, key));
  return store::stocks_of(*connection, detail.product.id);
}

base::Result<CatalogService::Size> CatalogService::size() {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  return store::size(*connection);
}

base::Result<std::vector<CatalogService::LowStock>> CatalogService::fallen_stock(base::Uuid change_set_id,
                                                                                 std::int64_t threshold,
                                                                                 std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  return store::fallen_stock(*connection, change_set_id, threshold, limit);
}

base::Result<CatalogService::ImagesPage> CatalogService::images_changed_by(base::Uuid change_set_id,
                                                                           const ItemPlace& after,
                                                                           std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  return store::images_changed_by(*connection, change_set_id, after, limit);
}

base::Result<std::optional<CatalogService::ProductImages>> CatalogService::images_of(base::Uuid product_id) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  return store::images_of_product(*connection, product_id);
}

base::Result<std::vector<base::Uuid>> CatalogService::missing_of(const std::vector<base::Uuid>& ids) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  ASSIGN_OR_RETURN(auto shown, store::shown_products_of(*connection, ids));
  std::ranges::sort(shown);
  std::vector<base::Uuid> missing;
  std::ranges::copy_if(ids, std::back_inserter(missing),
                       [&](base::Uuid id) { return !std::ranges::binary_search(shown, id); });
  return missing;
}

base::Result<CatalogService::SupplierNumbers> CatalogService::numbers_of(base::Uuid supplier_id) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  return store::numbers_of(*connection, supplier_id);
}

base::Result<std::vector<ListedOffer>> CatalogService::offers(const OfferQuery& query) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  return store::list_offers(*connection, query);
}

base::Result<std::vector<Brand>> CatalogService::brands(std::string_view search, std::string_view after,
                                                        std::uint64_t size) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  return store::list_brands(*connection, search, after, size);
}

base::Result<std::vector<Category>> CatalogService::categories() {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  return store::list_categories(*connection);
}

base::Result<std::vector<Change>> CatalogService::changes(base::Uuid change_set_id, ChangeFilter filter,
                                                          const ChangeCursor& after, std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  return store::changes_after(*connection, change_set_id, filter, after, limit);
}

base::Result<> CatalogService::each_change(base::Uuid change_set_id, const std::function<void(const Change&)>& each) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  return store::each_change(*connection, change_set_id, each);
}

}  // namespace catalog
