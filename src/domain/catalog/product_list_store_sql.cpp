#include "domain/catalog/product_list_store_sql.h"

#include "domain/catalog/list_text.h"

namespace catalog::store {

using platform::db::Statement;

namespace {

bool filters_by_summary(const ListFilter& filter) {
  const ProductQuery& query = filter.query;
  return filter.brand_id || filter.category_ids || query.has_gtin || query.in_stock || query.is_withdrawn ||
         query.lowest || query.highest || query.updated_since;
}

/// The table a text is met in, with the condition. SQLite's joins are fixed: the text index drives, keys answer.
void add_arm(ListSql& sql, const ListFilter& filter, ListArm arm, bool needs_summary) {
  if (arm == ListArm::everything) {
    sql.add(" FROM product_summaries s WHERE 1 = 1");
    return;
  }
  const std::string_view join = sql.is_sqlite() ? " CROSS JOIN " : " JOIN ";
  const std::string_view index = arm == ListArm::by_words ? "product_words" : "product_code_parts";
  if (sql.is_sqlite()) {
    sql.add(" FROM ").add(index).add(" CROSS JOIN product_search t ON t.number = ").add(index).add(".rowid");
  } else {
    sql.add(" FROM product_search t");
  }
  if (needs_summary) sql.add(join).add("product_summaries s ON s.product_id = t.product_id");
  const SearchText& text = filter.text;
  if (arm == ListArm::by_words) {
    if (sql.is_sqlite()) {
      sql.add(" WHERE product_words MATCH ").bind(words_query(text, sql.engine()));
    } else {
      sql.add(" WHERE array_to_tsvector(string_to_array(trim(t.words || ' ' || t.codes), ' ')) @@ CAST(");
      sql.bind(words_query(text, sql.engine())).add(" AS tsquery)");
    }
  } else if (sql.is_sqlite()) {
    sql.add(" WHERE product_code_parts MATCH ").bind(all_parts_query(text.code));
    sql.add(" AND instr(t.codes, ").bind(text.code).add(") > 0");
  } else {
    sql.add(" WHERE t.codes LIKE ").bind("%" + text.code + "%");
  }
}

void add_supplier(ListSql& sql, const ListFilter& filter, std::string_view id) {
  if (!filter.supplier_id) return;
  if (filter.supplier_is_small) {
    // PostgreSQL is told to find the offers first: while a large import fills the tables its figures are old, and it
    // would compare each product with each offer.
    sql.add(" AND ").add(id).add(sql.is_sqlite() ? " IN (" : " = ANY(ARRAY(");
    sql.add("SELECT f.product_id FROM offers f WHERE f.withdrawn_at IS NULL AND f.supplier_id = ");
    sql.bind(platform::db::to_value(*filter.supplier_id)).add(sql.is_sqlite() ? ")" : "))");
  } else {
    sql.add(" AND EXISTS (SELECT 1 FROM offers f WHERE f.product_id = ").add(id);
    sql.add(" AND f.withdrawn_at IS NULL AND f.supplier_id = ");
    sql.bind(platform::db::to_value(*filter.supplier_id)).add(")");
  }
}

}  // namespace

ListSql& ListSql::bind(platform::db::Value value) {
  arguments_.push_back(std::move(value));
  text_ += ":p" + std::to_string(arguments_.size());
  return *this;
}

base::Result<std::vector<platform::db::Row>> ListSql::run(Connection& connection, std::string_view name) const {
  return connection.query_values(Statement(name, text_), arguments_);
}

std::vector<ListArm> arms_of(const SearchText& text) {
  if (text.is_empty()) return {ListArm::everything};
  if (text.code.empty()) return {ListArm::by_words};
  return {ListArm::by_words, ListArm::by_code};
}

std::string_view id_column(ListArm arm) {
  return arm == ListArm::everything ? "s.product_id" : "t.product_id";
}

void add_from_where(ListSql& sql, const ListFilter& filter, ListArm arm, bool needs_summary) {
  const ProductQuery& query = filter.query;
  add_arm(sql, filter, arm, needs_summary || filters_by_summary(filter));
  add_supplier(sql, filter, id_column(arm));
  if (filter.brand_id) sql.add(" AND s.brand_id = ").bind(platform::db::to_value(*filter.brand_id));
  if (filter.category_ids) {
    sql.add(sql.is_sqlite() ? " AND s.category_id IN (SELECT value FROM json_each(" : " AND s.category_id = ANY(CAST(");
    sql.bind(list_text(sql.engine(), *filter.category_ids)).add(sql.is_sqlite() ? "))" : " AS uuid[]))");
  }
  if (query.has_gtin) sql.add(*query.has_gtin ? " AND s.has_gtin = 1" : " AND s.has_gtin = 0");
  if (query.in_stock) sql.add(*query.in_stock ? " AND s.stock > 0" : " AND coalesce(s.stock, 0) <= 0");
  if (query.is_withdrawn) sql.add(*query.is_withdrawn ? " AND s.active_offers = 0" : " AND s.active_offers > 0");
  if (query.lowest) sql.add(" AND s.purchase_price >= ").bind(*query.lowest);
  if (query.highest) sql.add(" AND s.purchase_price <= ").bind(*query.highest);
  if (query.updated_since) sql.add(" AND s.updated_at >= ").bind(platform::db::to_value(*query.updated_since));
}

void add_ids(ListSql& sql, const ListFilter& filter, std::uint64_t most) {
  sql.add("SELECT product_id FROM (");
  bool first = true;
  for (const ListArm arm : arms_of(filter.text)) {
    if (!first) sql.add(" UNION ");
    first = false;
    sql.add("SELECT product_id FROM (SELECT ").add(id_column(arm)).add(" AS product_id");
    add_from_where(sql, filter, arm, false);
    sql.add(" LIMIT ").bind(platform::db::to_value(most)).add(") arm");
  }
  sql.add(") arms LIMIT ").bind(platform::db::to_value(most));
}

}  // namespace catalog::store
