#include "domain/catalog/product_rows_store.h"

#include "domain/catalog/merge_sql.h"
#include "domain/catalog/product_edit.h"

namespace catalog::store {

using platform::db::Row;

Product product_of(const Row& row) {
  Product product;
  product.id = row.uuid(0);
  product.gtin = row.text(1);
  product.name = row.text(2);
  product.description = row.text(3);
  product.brand = row.text(4);
  product.category = row.text(5);
  product.manufacturer_reference = row.text(6);
  product.image_urls = row.text(7);
  product.attributes = row.text(8);
  product.retail_price = row.optional_integer(9);
  product.currency = row.text(10);
  product.vat_rate = row.optional_integer(11);
  product.weight = row.optional_integer(12);
  product.updated_at = row.timestamp(13);
  for (const std::string& field : fields_held(row.text(14))) product.set_by_hand.push_back(field);
  return product;
}

const std::string& offer_list_columns() {
  static const std::string columns =
      "o.id, (SELECT u.code FROM suppliers u WHERE u.id = o.supplier_id), o.sku, o.first_seen_at, o.changed_at, "
      "o.withdrawn_at, " +
      offer_columns("o.");
  return columns;
}

Offer offer_of(const Row& row, std::size_t first) {
  Offer offer;
  offer.id = row.uuid(first);
  offer.supplier = row.text(first + 1);
  offer.sku = row.text(first + 2);
  offer.first_seen_at = row.timestamp(first + 3);
  offer.changed_at = row.timestamp(first + 4);
  offer.withdrawn_at = row.optional_timestamp(first + 5);
  for (const OfferFieldInfo& field : offer_fields()) {
    const auto value = row.optional_text(first + 6 + static_cast<std::size_t>(field.field));
    if (value) offer.values.set(field.field, *value);
  }
  return offer;
}

}  // namespace catalog::store
