#include "domain/catalog/catalog_store.h"

#include "base/gtin.h"
#include "base/text.h"
#include "domain/catalog/list_text.h"
#include "domain/catalog/product_rows_store.h"

namespace catalog::store {

using platform::db::Row;
using platform::db::Statement;

namespace {

// The filter's parameters: 1 after id, 2 and 3 supplier code, 4 to 7 search.
constexpr std::string_view product_filter =
    " WHERE p.merged_into IS NULL AND p.id > :p1 "
    "AND (:p2 = '' OR EXISTS (SELECT 1 FROM offers f JOIN suppliers u ON u.id = f.supplier_id "
    "WHERE f.product_id = p.id AND f.withdrawn_at IS NULL AND u.code = :p3)) "
    "AND (:p4 = '' OR lower(p.name) LIKE :p5 OR p.gtin = :p6 "
    "OR EXISTS (SELECT 1 FROM offers r WHERE r.product_id = p.id AND r.sku = :p7))";

/// A product with its offers' number, best price and stock.
const std::string& product_select() {
  static const std::string sql =
      "SELECT " + std::string(product_columns) +
      ", (SELECT count(*) FROM offers o WHERE o.product_id = p.id AND o.withdrawn_at IS NULL), "
      "(SELECT min(o.purchase_price) FROM offers o WHERE o.product_id = p.id AND o.withdrawn_at IS NULL), "
      "(SELECT sum(o.stock) FROM offers o WHERE o.product_id = p.id AND o.withdrawn_at IS NULL) FROM products p";
  return sql;
}

constexpr Statement by_gtin{"catalog.products.by_gtin", "SELECT id FROM products WHERE gtin = :p1"};
constexpr Statement by_reference{
    "catalog.products.by_reference",
    "SELECT o.product_id FROM offers o JOIN suppliers u ON u.id = o.supplier_id WHERE u.code = :p1 AND o.sku = :p2"};
constexpr Statement sources{"catalog.products.sources",
                            "SELECT source_offer_id, field_sources, overrides FROM products WHERE id = :p1"};
constexpr Statement setting{
    "catalog.change_items.last_setting",
    "SELECT u.code, o.sku, c.file_name, i.source_row, i.change_set_id, c.effective_at FROM change_items i "
    "JOIN change_sets c ON c.id = i.change_set_id JOIN offers o ON o.id = i.offer_id "
    "JOIN suppliers u ON u.id = o.supplier_id WHERE i.offer_id = :p1 AND i.after LIKE :p2 "
    "ORDER BY c.effective_at DESC LIMIT 1"};
constexpr Statement prices{
    "catalog.price_history.of_product",
    "SELECT u.code, o.sku, h.valid_from, h.valid_to, h.purchase_price, h.retail_price, NULL, h.currency "
    "FROM offers o JOIN price_history h ON h.offer_id = o.id JOIN suppliers u ON u.id = o.supplier_id "
    "WHERE o.product_id = :p1 ORDER BY h.valid_from, u.code, o.sku"};
constexpr Statement stocks{
    "catalog.stock_history.of_product",
    "SELECT u.code, o.sku, h.valid_from, h.valid_to, NULL, NULL, h.stock, NULL "
    "FROM offers o JOIN stock_history h ON h.offer_id = o.id JOIN suppliers u ON u.id = o.supplier_id "
    "WHERE o.product_id = :p1 ORDER BY h.valid_from, u.code, o.sku"};
constexpr Statement numbers{
    "catalog.suppliers.numbers",
    "SELECT (SELECT count(*) FROM offers WHERE supplier_id = :p1 AND withdrawn_at IS NULL), "
    "(SELECT count(*) FROM offers WHERE supplier_id = :p2 AND withdrawn_at IS NOT NULL), "
    "(SELECT count(DISTINCT product_id) FROM offers WHERE supplier_id = :p3 AND withdrawn_at IS NULL), "
    "(SELECT count(*) FROM change_sets WHERE supplier_id = :p4), "
    "(SELECT max(effective_at) FROM change_sets WHERE supplier_id = :p5)"};
// The summaries are narrow: one pass over them is the quickest way to count what lists show.
constexpr Statement count_all{
    "catalog.size",
    "SELECT count(*), coalesce(sum(active_offers), 0), (SELECT count(*) FROM suppliers) FROM product_summaries"};

Product listed_product(const Row& row) {
  Product product = product_of(row);
  product.offers = row.integer(product_column_count);
  product.best_purchase_price = row.optional_integer(product_column_count + 1);
  product.stock = row.optional_integer(product_column_count + 2);
  return product;
}

/// Search text as a LIKE pattern: its own wildcards mean themselves no more than in any search box.
std::string like_pattern(std::string_view search) {
  return "%" + base::to_lower(search) + "%";
}

base::Result<std::vector<HistoryEntry>> history(Connection& connection, const Statement& statement,
                                                base::Uuid product_id) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(statement, product_id));
  std::vector<HistoryEntry> entries;
  for (const Row& row : rows) {
    entries.push_back({row.text(0), row.text(1), row.timestamp(2), row.optional_timestamp(3), row.optional_integer(4),
                       row.optional_integer(5), row.optional_integer(6), row.text(7)});
  }
  return entries;
}

base::Result<std::optional<base::Uuid>> one_id(const base::Result<std::optional<Row>>& answer) {
  if (!answer) return base::failure(answer.error());
  return *answer ? std::optional((*answer)->uuid(0)) : std::nullopt;
}

}  // namespace

base::Result<std::vector<Product>> list_products(Connection& connection, const ProductFilter& filter,
                                                 const std::optional<base::Uuid>& after, std::uint64_t limit) {
  static const std::string sql = product_select() + std::string(product_filter) + " ORDER BY p.id LIMIT :p8";
  static const Statement list{"catalog.products.list", sql};
  ASSIGN_OR_RETURN(const auto rows,
                   connection.query(list, after.value_or(base::Uuid{}), filter.supplier_code, filter.supplier_code,
                                    filter.search, like_pattern(filter.search), filter.search, filter.search, limit));
  std::vector<Product> products;
  products.reserve(rows.size());
  for (const Row& row : rows) products.push_back(listed_product(row));
  return products;
}

base::Result<std::uint64_t> count_products(Connection& connection, const ProductFilter& filter) {
  static const std::string sql = "SELECT count(*) FROM products p" + std::string(product_filter);
  static const Statement count{"catalog.products.count", sql};
  ASSIGN_OR_RETURN(const auto row,
                   connection.query_one(count, base::Uuid{}, filter.supplier_code, filter.supplier_code, filter.search,
                                        like_pattern(filter.search), filter.search, filter.search));
  return static_cast<std::uint64_t>(row->integer(0));
}

base::Result<std::vector<Product>> products_of(Connection& connection, std::span<const base::Uuid> ids) {
  static const std::string sqlite = product_select() + " WHERE p.id IN (SELECT value FROM json_each(:p1))";
  static const std::string postgres = product_select() + " WHERE p.id = ANY(CAST(:p1 AS uuid[]))";
  static const Statement find{"catalog.products.of_ids", sqlite, postgres};
  ASSIGN_OR_RETURN(const auto rows, connection.query(find, list_text(connection.engine(), ids)));
  std::vector<Product> products;
  products.reserve(rows.size());
  for (const Row& row : rows) products.push_back(listed_product(row));
  return products;
}

base::Result<std::optional<base::Uuid>> resolve_key(Connection& connection, std::string_view key) {
  if (const auto id = base::Uuid::parse(key)) return id;
  if (const auto gtin = base::Gtin::parse(key)) return product_by_gtin(connection, gtin->digits());
  const std::size_t colon = key.find(':');
  if (colon == std::string_view::npos) return std::optional<base::Uuid>{};
  return product_by_reference(connection, key.substr(0, colon), key.substr(colon + 1));
}

base::Result<std::optional<base::Uuid>> product_by_gtin(Connection& connection, std::string_view gtin14) {
  return one_id(connection.query_one(by_gtin, gtin14));
}

base::Result<std::optional<base::Uuid>> product_by_reference(Connection& connection, std::string_view supplier_code,
                                                             std::string_view sku) {
  return one_id(connection.query_one(by_reference, supplier_code, sku));
}

base::Result<Sources> sources_of(Connection& connection, base::Uuid product_id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(sources, product_id));
  if (!row) return Sources{};
  return Sources{row->optional_uuid(0), row->text(1), row->text(2)};
}

base::Result<std::optional<Provenance>> last_setting(Connection& connection, base::Uuid offer_id,
                                                     std::string_view field) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(setting, offer_id, "%\"" + std::string(field) + "\":%"));
  if (!row) return std::optional<Provenance>{};
  return std::optional(Provenance{std::string(field),
                                  row->text(0),
                                  row->text(1),
                                  row->text(2),
                                  static_cast<std::uint64_t>(row->integer(3)),
                                  row->uuid(4),
                                  row->timestamp(5),
                                  {}});
}

base::Result<std::vector<HistoryEntry>> prices_of(Connection& connection, base::Uuid product_id) {
  return history(connection, prices, product_id);
}

base::Result<std::vector<HistoryEntry>> stocks_of(Connection& connection, base::Uuid product_id) {
  return history(connection, stocks, product_id);
}

base::Result<CatalogService::Size> size(Connection& connection) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(count_all));
  const auto count = [&](std::size_t i) { return static_cast<std::uint64_t>(row->integer(i)); };
  return CatalogService::Size{count(0), count(1), count(2)};
}

base::Result<CatalogService::SupplierNumbers> numbers_of(Connection& connection, base::Uuid supplier_id) {
  ASSIGN_OR_RETURN(const auto row,
                   connection.query_one(numbers, supplier_id, supplier_id, supplier_id, supplier_id, supplier_id));
  const auto count = [&](std::size_t i) { return static_cast<std::uint64_t>(row->integer(i)); };
  return CatalogService::SupplierNumbers{count(0), count(1), count(2), count(3), row->optional_timestamp(4)};
}

}  // namespace catalog::store
