// How many products of a list have each supplier, brand and category.
#include "domain/catalog/product_list_store_sql.h"

namespace catalog::store {
namespace {

/// One way of counting: what is counted by, as key and name, and the tables that hold it.
struct Counting {
  std::string_view statement, columns, joins;
};

constexpr Counting by_supplier{"catalog.facets.suppliers", "u.code, u.name, count(DISTINCT ids.product_id)",
                               "JOIN offers o ON o.product_id = ids.product_id AND o.withdrawn_at IS NULL "
                               "JOIN suppliers u ON u.id = o.supplier_id"};
constexpr Counting by_brand{"catalog.facets.brands", "b.id, b.name, count(*)",
                            "JOIN product_summaries f ON f.product_id = ids.product_id "
                            "JOIN brands b ON b.id = f.brand_id"};
constexpr Counting by_category{"catalog.facets.categories", "c.id, c.path, count(*)",
                               "JOIN product_summaries f ON f.product_id = ids.product_id "
                               "JOIN categories c ON c.id = f.category_id"};

const Counting& counting_of(ProductGroup by) {
  if (by == ProductGroup::supplier) return by_supplier;
  return by == ProductGroup::brand ? by_brand : by_category;
}

}  // namespace

base::Result<std::vector<FacetCount>> count_by(Connection& connection, const ListFilter& filter, ProductGroup by,
                                               std::uint64_t most_products, std::uint64_t most_groups) {
  const Counting& counting = counting_of(by);
  ListSql sql(connection.engine());
  sql.add("SELECT ").add(counting.columns).add(" FROM (");
  add_ids(sql, filter, most_products);
  sql.add(") ids ").add(counting.joins).add(" GROUP BY 1, 2 ORDER BY 3 DESC, 2, 1 LIMIT ");
  sql.bind(platform::db::to_value(most_groups));
  ASSIGN_OR_RETURN(const auto rows, sql.run(connection, counting.statement));
  std::vector<FacetCount> counts;
  counts.reserve(rows.size());
  for (const auto& row : rows) {
    counts.push_back({row.text(0), row.text(1), static_cast<std::uint64_t>(row.integer(2))});
  }
  return counts;
}

base::Result<ProductFacets> count_facets(Connection& connection, const ListFilter& filter, std::uint64_t most) {
  constexpr std::uint64_t most_groups = 50;
  const auto count = [&](ProductGroup by) { return count_by(connection, filter, by, most, most_groups); };
  ProductFacets facets;
  ASSIGN_OR_RETURN(facets.suppliers, count(ProductGroup::supplier));
  ASSIGN_OR_RETURN(facets.brands, count(ProductGroup::brand));
  ASSIGN_OR_RETURN(facets.categories, count(ProductGroup::category));
  return facets;
}

}  // namespace catalog::store
