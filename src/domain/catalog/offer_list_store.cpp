// Offers, brands and categories as they are listed.
#include "base/text.h"
#include "domain/catalog/catalog_store.h"
#include "domain/catalog/product_rows_store.h"
#include "domain/catalog/search_document.h"

namespace catalog::store {

using platform::db::Row;
using platform::db::Statement;

namespace {

// The number of products is that of the summaries: what lists show.
constexpr Statement brands_page{
    "catalog.brands.list",
    "SELECT b.id, b.name, (SELECT count(*) FROM product_summaries s WHERE s.brand_id = b.id), b.name_key FROM brands b "
    "WHERE b.name_key > :p1 AND (:p2 = '' OR b.name_key LIKE :p3) ORDER BY b.name_key LIMIT :p4"};
constexpr Statement category_levels{
    "catalog.categories.list",
    "SELECT c.id, c.parent_id, c.name, c.path, coalesce(n.products, 0) FROM categories c LEFT JOIN "
    "(SELECT category_id, count(*) AS products FROM product_summaries WHERE category_id IS NOT NULL "
    "GROUP BY category_id) n ON n.category_id = c.id ORDER BY c.path_key"};

const std::string& offer_select() {
  static const std::string sql =
      "SELECT " + offer_list_columns() + ", o.product_id FROM offers o JOIN suppliers u ON u.id = o.supplier_id";
  return sql;
}

}  // namespace

base::Result<std::vector<ListedOffer>> list_offers(Connection& connection, const OfferQuery& query) {
  std::string sql = offer_select() + " WHERE o.id > :p1";
  std::vector<platform::db::Value> arguments{platform::db::to_value(query.after.value_or(base::Uuid{}))};
  const auto add = [&](std::string_view condition, platform::db::Value value) {
    arguments.push_back(std::move(value));
    sql += std::string(condition) + ":p" + std::to_string(arguments.size());
  };
  if (query.product_id) add(" AND o.product_id = ", platform::db::to_value(*query.product_id));
  if (!query.supplier_code.empty()) add(" AND u.code = ", query.supplier_code);
  if (query.is_withdrawn)
    sql += *query.is_withdrawn ? " AND o.withdrawn_at IS NOT NULL" : " AND o.withdrawn_at IS NULL";
  add(" ORDER BY o.id LIMIT ", platform::db::to_value(query.size));
  ASSIGN_OR_RETURN(const auto rows, connection.query_values(Statement("catalog.offers.list", sql), arguments));
  std::vector<ListedOffer> offers;
  offers.reserve(rows.size());
  for (const Row& row : rows) offers.push_back({offer_of(row), row.uuid(offer_list_column_count)});
  return offers;
}

base::Result<std::vector<Brand>> list_brands(Connection& connection, std::string_view search, std::string_view after,
                                             std::uint64_t size) {
  const std::string wanted = base::fold(search);  // leaves no wildcard
  ASSIGN_OR_RETURN(const auto rows,
                   connection.query(brands_page, folded_name(after), wanted, "%" + wanted + "%", size));
  std::vector<Brand> brands;
  brands.reserve(rows.size());
  for (const Row& row : rows) {
    brands.push_back({row.uuid(0), row.text(1), static_cast<std::uint64_t>(row.integer(2))});
  }
  return brands;
}

base::Result<std::vector<Category>> list_categories(Connection& connection) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(category_levels));
  std::vector<Category> categories;
  categories.reserve(rows.size());
  for (const Row& row : rows) {
    categories.push_back(
        {row.uuid(0), row.optional_uuid(1), row.text(2), row.text(3), static_cast<std::uint64_t>(row.integer(4))});
  }
  return categories;
}

}  // namespace catalog::store
