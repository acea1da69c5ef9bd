// How many products of a list have each supplier, brand and category.
#include "domain/catalog/product_list_store_sql.h"

namespace catalog::store {
namespace {

base::Result<std::vector<FacetCount>> count_by(Connection& connection, const ListFilter& filter, std::uint64_t most,
                                               std::string_view name, std::string_view columns,
                                               std::string_view joins) {
  ListSql sql(connection.engine());
  sql.add("SELECT ").add(columns).add(" FROM (");
  add_ids(sql, filter, most);
  sql.add(") ids ").add(joins).add(" GROUP BY 1, 2 ORDER BY 3 DESC, 2, 1 LIMIT 50");
  ASSIGN_OR_RETURN(const auto rows, sql.run(connection, name));
  std::vector<FacetCount> counts;
  counts.reserve(rows.size());
  for (const auto& row : rows) {
    counts.push_back({row.text(0), row.text(1), static_cast<std::uint64_t>(row.integer(2))});
  }
  return counts;
}

}  // namespace

base::Result<ProductFacets> count_facets(Connection& connection, const ListFilter& filter, std::uint64_t most) {
  ProductFacets facets;
  ASSIGN_OR_RETURN(
      facets.suppliers,
      count_by(connection, filter, most, "catalog.facets.suppliers", "u.code, u.name, count(DISTINCT ids.product_id)",
               "JOIN offers o ON o.product_id = ids.product_id AND o.withdrawn_at IS NULL "
               "JOIN suppliers u ON u.id = o.supplier_id"));
  ASSIGN_OR_RETURN(facets.brands, count_by(connection, filter, most, "catalog.facets.brands", "b.id, b.name, count(*)",
                                           "JOIN product_summaries f ON f.product_id = ids.product_id "
                                           "JOIN brands b ON b.id = f.brand_id"));
  ASSIGN_OR_RETURN(facets.categories,
                   count_by(connection, filter, most, "catalog.facets.categories", "c.id, c.path, count(*)",
                            "JOIN product_summaries f ON f.product_id = ids.product_id "
                            "JOIN categories c ON c.id = f.category_id"));
  return facets;
}

}  // namespace catalog::store
