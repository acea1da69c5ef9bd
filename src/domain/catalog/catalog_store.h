#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "domain/catalog/catalog.h"
#include "platform/db/connection.h"

namespace catalog::store {

using platform::db::Connection;

base::Result<std::vector<Product>> list_products(Connection& connection, const ProductFilter& filter,
                                                 const std::optional<base::Uuid>& after, std::uint64_t limit);
base::Result<std::uint64_t> count_products(Connection& connection, const ProductFilter& filter);
/// A product and its offers, those of a supplier together; no histories, no provenance.
base::Result<std::optional<ProductDetail>> find_product(Connection& connection, base::Uuid id);
/// In no order; unknown ids are left out.
base::Result<std::vector<Product>> products_of(Connection& connection, std::span<const base::Uuid> ids);
/// A product's id by its id, by its GTIN in any length, or by "supplier:reference".
base::Result<std::optional<base::Uuid>> resolve_key(Connection& connection, std::string_view key);
base::Result<std::optional<base::Uuid>> product_by_gtin(Connection& connection, std::string_view gtin14);
base::Result<std::optional<base::Uuid>> product_by_reference(Connection& connection, std::string_view supplier_code,
                                                             std::string_view sku);
base::Result<std::vector<ListedOffer>> list_offers(Connection& connection, const OfferQuery& query);
base::Result<std::vector<Brand>> list_brands(Connection& connection, std::string_view search, std::string_view after,
                                             std::uint64_t size);
base::Result<std::vector<Category>> list_categories(Connection& connection);

/// What says where a product's fields come from: products.source_offer_id, field_sources and overrides.
struct Sources {
  std::optional<base::Uuid> source_offer;
  std::string field_sources, overrides;
};
base::Result<Sources> sources_of(Connection& connection, base::Uuid product_id);
/// The latest change that set `field` on an offer.
base::Result<std::optional<Provenance>> last_setting(Connection& connection, base::Uuid offer_id,
                                                     std::string_view field);
base::Result<std::vector<HistoryEntry>> prices_of(Connection& connection, base::Uuid product_id);
base::Result<std::vector<HistoryEntry>> stocks_of(Connection& connection, base::Uuid product_id);
base::Result<CatalogService::Size> size(Connection& connection);
base::Result<std::vector<CatalogService::LowStock>> fallen_stock(Connection& connection, base::Uuid change_set_id,
                                                                 std::int64_t threshold, std::uint64_t limit);
base::Result<CatalogService::ImagesPage> images_changed_by(Connection& connection, base::Uuid change_set_id,
                                                           const CatalogService::ItemPlace& after, std::uint64_t limit);
base::Result<std::optional<CatalogService::ProductImages>> images_of_product(Connection& connection, base::Uuid id);
/// Those of the ids that are products still, in no order.
base::Result<std::vector<base::Uuid>> shown_products_of(Connection& connection, std::span<const base::Uuid> ids);
base::Result<CatalogService::SupplierNumbers> numbers_of(Connection& connection, base::Uuid supplier_id);

}  // namespace catalog::store
