#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "domain/catalog/catalog.h"
#include "platform/db/value.h"

namespace catalog::store {

/// What is read of a product `p` itself, for a SELECT's list; read by product_of().
inline constexpr std::string_view product_columns =
    "p.id, p.gtin, p.name, p.description, (SELECT b.name FROM brands b WHERE b.id = p.brand_id), "
    "(SELECT c.path FROM categories c WHERE c.id = p.category_id), p.manufacturer_reference, p.image_urls, "
    "p.attributes, p.retail_price, p.currency, p.vat_rate, p.weight, p.updated_at, p.overrides";
inline constexpr std::size_t product_column_count = 15;
/// Without its offers' number, best price and stock.
Product product_of(const platform::db::Row& row);

/// What is read of an offer `o`, for a SELECT's list; read by offer_of() from column `first` on.
const std::string& offer_list_columns();
inline constexpr std::size_t offer_list_column_count = 6 + offer_field_count;
Offer offer_of(const platform::db::Row& row, std::size_t first = 0);

}  // namespace catalog::store
