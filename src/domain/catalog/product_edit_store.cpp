#include "domain/catalog/product_edit_store.h"

namespace catalog::store {

using platform::db::Row;
using platform::db::Statement;
using platform::db::Value;

namespace {

constexpr Statement lock{
    "catalog.edit.lock_product",
    "SELECT p.name, p.description, b.name, c.path, p.manufacturer_reference, p.image_urls, p.attributes, "
    "p.retail_price, p.currency, p.vat_rate, p.weight, p.source_offer_id, p.field_sources, p.brand_id, p.category_id, "
    "p.overrides, p.updated_at FROM products p LEFT JOIN brands b ON b.id = p.brand_id "
    "LEFT JOIN categories c ON c.id = p.category_id WHERE p.id = :p1 AND p.merged_into IS NULL",
    "SELECT p.name, p.description, b.name, c.path, p.manufacturer_reference, p.image_urls, p.attributes, "
    "p.retail_price, p.currency, p.vat_rate, p.weight, p.source_offer_id, p.field_sources, p.brand_id, p.category_id, "
    "p.overrides, p.updated_at FROM products p LEFT JOIN brands b ON b.id = p.brand_id "
    "LEFT JOIN categories c ON c.id = p.category_id WHERE p.id = :p1 AND p.merged_into IS NULL FOR UPDATE OF p"};
constexpr Statement candidates{
    "catalog.edit.candidates",
    "SELECT o.id, u.priority, u.code, o.sku, o.described_at, o.name, o.description, o.brand, o.category, "
    "o.manufacturer_reference, o.image_urls, o.attributes, o.retail_price, o.currency, o.vat_rate, o.weight "
    "FROM offers o JOIN suppliers u ON u.id = o.supplier_id WHERE o.product_id = :p1 AND o.withdrawn_at IS NULL"};
constexpr Statement contested{
    "catalog.edit.contested_offers",
    "SELECT o.sku, o.product_id, CASE WHEN EXISTS (SELECT 1 FROM offers x WHERE x.product_id = o.product_id "
    "AND x.id <> o.id AND x.withdrawn_at IS NULL) THEN 1 ELSE 0 END FROM offers o "
    "WHERE o.supplier_id = :p1 AND o.sku > :p2 AND o.withdrawn_at IS NULL ORDER BY o.sku LIMIT :p3"};
constexpr Statement write{
    "catalog.edit.write_product",
    "UPDATE products SET name = :p1, description = :p2, brand_id = :p3, category_id = :p4, "
    "manufacturer_reference = :p5, image_urls = :p6, attributes = :p7, retail_price = :p8, currency = :p9, "
    "vat_rate = :p10, weight = :p11, source_offer_id = :p12, field_sources = :p13, overrides = :p14, "
    "updated_at = :p15 WHERE id = :p16"};
constexpr Statement insert{"catalog.edit.insert",
                           "INSERT INTO product_edits (id, product_id, editor_id, editor, edited_at, before, after) "
                           "VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7)"};
constexpr Statement any_offer{"catalog.edit.any_offer", "SELECT 1 FROM offers WHERE product_id = :p1 LIMIT 1"};
constexpr Statement drop{"catalog.edit.delete_product", "DELETE FROM products WHERE id = :p1"};

constexpr auto brand = static_cast<std::size_t>(ShownField::brand);
constexpr auto category = static_cast<std::size_t>(ShownField::category);

bool is_number(std::size_t field) {
  return info(offer_field(static_cast<ShownField>(field))).type == OfferFieldType::integer;
}

std::optional<std::string> text_or_nothing(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

base::Result<std::optional<EditableProduct>> lock_product(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(lock, id));
  if (!row) return std::optional<EditableProduct>{};
  EditableProduct product;
  for (std::size_t i = 0; i < shown_field_count; ++i) product.shown.values[i] = row->optional_text(i);
  product.shown.source_offer_id = row->optional_uuid(shown_field_count).value_or(base::Uuid{});
  product.shown.field_sources = row->text(shown_field_count + 1);
  product.brand_id = row->optional_uuid(shown_field_count + 2);
  product.category_id = row->optional_uuid(shown_field_count + 3);
  product.overrides = row->text(shown_field_count + 4);
  product.updated_at = row->timestamp(shown_field_count + 5);
  return std::optional(std::move(product));
}

base::Result<std::vector<Candidate>> candidates_of(Connection& connection, base::Uuid product_id) {
  constexpr std::size_t first_value = 5;
  ASSIGN_OR_RETURN(const auto rows, connection.query(candidates, product_id));
  std::vector<Candidate> all;
  for (const Row& row : rows) {
    Candidate& candidate = all.emplace_back();
    candidate.offer_id = row.uuid(0);
    candidate.supplier_priority = static_cast<int>(row.integer(1));
    candidate.supplier_code = row.text(2);
    candidate.sku = row.text(3);
    candidate.described_at = row.timestamp(4).to_string();
    for (std::size_t i = 0; i < shown_field_count; ++i) candidate.values[i] = row.optional_text(first_value + i);
  }
  return all;
}

base::Result<std::vector<ContestedOffer>> contested_offers(Connection& connection, base::Uuid supplier_id,
                                                           std::string_view after_sku, std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(contested, supplier_id, after_sku, limit));
  std::vector<ContestedOffer> offers;
  for (const Row& row : rows) offers.push_back({row.text(0), row.uuid(1), row.integer(2) != 0});
  return offers;
}

base::Result<> write_product(Connection& connection, base::Uuid id, const EditableProduct& product) {
  std::vector<Value> values;
  for (std::size_t i = 0; i < shown_field_count; ++i) {
    const auto& value = product.shown.values[i];
    if (i == brand) {
      values.push_back(platform::db::to_value(product.brand_id));
    } else if (i == category) {
      values.push_back(platform::db::to_value(product.category_id));
    } else if (value && is_number(i)) {
      values.push_back(std::int64_t{std::stoll(*value)});
    } else {
      values.push_back(platform::db::to_value(value));
    }
  }
  const base::Uuid source = product.shown.source_offer_id;
  values.push_back(source.is_nil() ? Value{} : platform::db::to_value(source));
  values.push_back(platform::db::to_value(text_or_nothing(product.shown.field_sources)));
  values.push_back(platform::db::to_value(text_or_nothing(product.overrides)));
  values.push_back(platform::db::to_value(product.updated_at));
  values.push_back(platform::db::to_value(id));
  RETURN_IF_FAILED(connection.execute_values(write, values));
  return {};
}

base::Result<> insert_edit(Connection& connection, const EditedProduct& edit, const Editor& editor,
                           base::Timestamp edited_at) {
  const auto editor_id = editor.id.is_nil() ? std::nullopt : std::optional(editor.id);
  RETURN_IF_FAILED(connection.execute(insert, base::Uuid::generate(), edit.id, editor_id, editor.name, edited_at,
                                      edit.before, edit.after));
  return {};
}

base::Result<bool> has_offers(Connection& connection, base::Uuid product_id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(any_offer, product_id));
  return row.has_value();
}

base::Result<> delete_product(Connection& connection, base::Uuid product_id) {
  RETURN_IF_FAILED(connection.execute(drop, product_id));
  return {};
}

}  // namespace catalog::store
