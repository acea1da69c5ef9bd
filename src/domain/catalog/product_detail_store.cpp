// One product with its offers, in one statement: what is asked for most often goes to the database once.
#include <algorithm>
#include <tuple>

#include "domain/catalog/catalog_store.h"
#include "domain/catalog/product_rows_store.h"

namespace catalog::store {

using platform::db::Row;
using platform::db::Statement;

namespace {

/// Counts what is on sale: lists say the same of a product.
void add_up(ProductDetail& detail) {
  Product& product = detail.product;
  for (const Offer& offer : detail.offers) {
    if (offer.withdrawn_at) continue;
    ++product.offers;
    if (const auto price = offer.values.integer(OfferField::purchase_price)) {
      product.best_purchase_price = std::min(*price, product.best_purchase_price.value_or(*price));
    }
    if (const auto stock = offer.values.integer(OfferField::stock)) {
      product.stock = product.stock.value_or(0) + *stock;
    }
  }
}

}  // namespace

base::Result<std::optional<ProductDetail>> find_product(Connection& connection, base::Uuid id) {
  static const std::string sql = "SELECT " + std::string(product_columns) + ", " + offer_list_columns() +
                                 " FROM products p LEFT JOIN offers o ON o.product_id = p.id WHERE p.id = :p1";
  static const Statement find{"catalog.products.find", sql};
  ASSIGN_OR_RETURN(const auto rows, connection.query(find, id));
  if (rows.empty()) return std::optional<ProductDetail>{};
  ProductDetail detail;
  detail.product = product_of(rows.front());
  for (const Row& row : rows) {
    if (row.optional_uuid(product_column_count)) detail.offers.push_back(offer_of(row, product_column_count));
  }
  std::ranges::sort(detail.offers, {}, [](const Offer& offer) { return std::tie(offer.supplier, offer.sku); });
  add_up(detail);
  return std::optional(std::move(detail));
}

}  // namespace catalog::store
