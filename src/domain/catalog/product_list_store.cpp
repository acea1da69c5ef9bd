#include "domain/catalog/product_list_store.h"

#include "base/text.h"
#include "domain/catalog/product_list_store_sql.h"
#include "domain/catalog/search_document.h"

namespace catalog::store {

using platform::db::Row;
using platform::db::Statement;

namespace {

constexpr std::int64_t few_offers = 20'000;

constexpr Statement supplier_by_code{"catalog.list.supplier", "SELECT id FROM suppliers WHERE code = :p1"};
constexpr Statement offers_up_to{"catalog.list.supplier_size",
                                 "SELECT count(*) FROM (SELECT 1 FROM offers WHERE supplier_id = :p1 LIMIT 20001) o"};
constexpr Statement brand_by_id{"catalog.list.brand_by_id", "SELECT id FROM brands WHERE id = :p1"};
constexpr Statement brand_by_key{"catalog.list.brand_by_key", "SELECT id FROM brands WHERE name_key = :p1"};
constexpr Statement category_key{"catalog.list.category_key", "SELECT path_key FROM categories WHERE id = :p1"};
constexpr Statement category_subtree{
    "catalog.list.category_subtree",
    "SELECT id FROM categories WHERE path_key = :p1 OR substr(path_key, 1, length(CAST(:p2 AS TEXT))) = :p3"};
constexpr Statement similar{
    "catalog.search.similar_words",
    "SELECT padded FROM search_word_parts WHERE search_word_parts MATCH :p1 ORDER BY rank LIMIT 60",
    "SELECT word FROM search_words WHERE word % :p1 ORDER BY similarity(word, :p1) DESC, word LIMIT 60"};

// Two letters swapped in a short word leave it less alike than PostgreSQL's own limit of 0.3.
constexpr Statement widen_similarity{"catalog.search.similarity", "SELECT 1", "SELECT set_limit(0.2)"};

base::Result<std::optional<base::Uuid>> id_by(Connection& connection, const Statement& statement,
                                              const platform::db::Value& key) {
  ASSIGN_OR_RETURN(const auto rows, connection.query_values(statement, {key}));
  return rows.empty() ? std::optional<base::Uuid>{} : std::optional(rows.front().uuid(0));
}

base::Result<std::optional<base::Uuid>> find_brand_named(Connection& connection, std::string_view brand) {
  if (const auto id = base::Uuid::parse(brand)) return id_by(connection, brand_by_id, platform::db::to_value(*id));
  return id_by(connection, brand_by_key, folded_name(brand));
}

/// A category's key: its levels folded, between '>'.
std::string path_key(std::string_view path) {
  std::string key;
  for (const std::string_view level : base::split(path, '>')) {
    const std::string folded = folded_name(level);
    if (!folded.empty()) key += (key.empty() ? "" : ">") + folded;
  }
  return key;
}

base::Result<std::vector<base::Uuid>> subtree_of(Connection& connection, std::string_view category) {
  std::string key = path_key(category);
  if (const auto id = base::Uuid::parse(category)) {
    ASSIGN_OR_RETURN(const auto row, connection.query_one(category_key, *id));
    if (!row) return std::vector<base::Uuid>{};
    key = row->text(0);
  }
  const std::string below = key + ">";
  ASSIGN_OR_RETURN(const auto rows, connection.query(category_subtree, key, below, below));
  std::vector<base::Uuid> ids;
  ids.reserve(rows.size());
  for (const Row& row : rows) ids.push_back(row.uuid(0));
  return ids;
}

/// The expression a list is sorted by. Without a price or stock, a product stands last when the best come first.
std::string_view key_expression(const ProductQuery& query) {
  switch (query.order) {
    case ProductOrder::name:
      return "s.name_key";
    case ProductOrder::updated_at:
      return "s.updated_at";
    case ProductOrder::price:
      return query.descending ? "coalesce(s.purchase_price, -1)" : "coalesce(s.purchase_price, 4611686018427387904)";
    case ProductOrder::stock:
      return "coalesce(s.stock, -1)";
    case ProductOrder::relevance:
    case ProductOrder::id:
      break;
  }
  return {};
}

void add_sorted_arm(ListSql& sql, const ListFilter& filter, ListArm arm, const std::optional<PageCursor>& after,
                    std::uint64_t last) {
  const std::string_view key = key_expression(filter.query);
  const std::string_view direction = filter.query.descending ? " DESC" : "";
  const std::string_view beyond = filter.query.descending ? " < " : " > ";
  const std::string_view id = id_column(arm);
  sql.add("SELECT ").add(id).add(" AS product_id");
  if (!key.empty()) sql.add(", ").add(key).add(" AS sort_key");
  add_from_where(sql, filter, arm, !key.empty());
  if (after && key.empty()) sql.add(" AND ").add(id).add(beyond).bind(platform::db::to_value(after->id));
  if (after && !key.empty()) {
    sql.add(" AND (").add(key).add(", ").add(id).add(")").add(beyond).add("(").bind(after->key).add(", ");
    sql.bind(platform::db::to_value(after->id)).add(")");
  }
  sql.add(" ORDER BY ");
  if (!key.empty()) sql.add(key).add(direction).add(", ");
  sql.add(id).add(direction).add(" LIMIT ").bind(platform::db::to_value(last));
}

}  // namespace

base::Result<std::optional<ListFilter>> resolve(Connection& connection, const ProductQuery& query) {
  ListFilter filter{query, parse_search(query.text), {}, false, {}, {}};
  if (!query.supplier_code.empty()) {
    ASSIGN_OR_RETURN(filter.supplier_id, id_by(connection, supplier_by_code, query.supplier_code));
    if (!filter.supplier_id) return std::optional<ListFilter>{};
    ASSIGN_OR_RETURN(const auto size, connection.query_one(offers_up_to, *filter.supplier_id));
    filter.supplier_is_small = size->integer(0) <= few_offers;
  }
  if (!query.brand.empty()) {
    ASSIGN_OR_RETURN(filter.brand_id, find_brand_named(connection, query.brand));
    if (!filter.brand_id) return std::optional<ListFilter>{};
  }
  if (!query.category.empty()) {
    ASSIGN_OR_RETURN(filter.category_ids, subtree_of(connection, query.category));
    if (filter.category_ids->empty()) return std::optional<ListFilter>{};
  }
  return std::optional(std::move(filter));
}

base::Result<std::vector<ListedProduct>> list_ids(Connection& connection, const ListFilter& filter,
                                                  const std::optional<PageCursor>& after, std::uint64_t offset,
                                                  std::uint64_t limit) {
  ListSql sql(connection.engine());
  const bool has_key = !key_expression(filter.query).empty();
  const std::string_view direction = filter.query.descending ? " DESC" : "";
  sql.add("SELECT * FROM (");
  bool first = true;
  for (const ListArm arm : arms_of(filter.text)) {
    if (!first) sql.add(" UNION ");
    first = false;
    sql.add("SELECT * FROM (");
    add_sorted_arm(sql, filter, arm, after, offset + limit);
    sql.add(") arm");
  }
  sql.add(") arms ORDER BY ");
  if (has_key) sql.add("sort_key").add(direction).add(", ");
  sql.add("product_id").add(direction).add(" LIMIT ").bind(platform::db::to_value(limit));
  sql.add(" OFFSET ").bind(platform::db::to_value(offset));
  ASSIGN_OR_RETURN(const auto rows, sql.run(connection, "catalog.list.ids"));
  std::vector<ListedProduct> listed;
  listed.reserve(rows.size());
  for (const Row& row : rows) {
    ListedProduct& product = listed.emplace_back();
    product.id = row.uuid(0);
    if (filter.query.order == ProductOrder::updated_at) {
      product.key = platform::db::to_value(row.timestamp(1));
    } else if (filter.query.order == ProductOrder::name) {
      product.key = row.text(1);
    } else if (has_key) {
      product.key = row.integer(1);
    }
  }
  return listed;
}

base::Result<Matches> find_matches(Connection& connection, const ListFilter& filter, std::uint64_t most_each) {
  Matches matches;
  for (const ListArm arm : arms_of(filter.text)) {
    const bool by_code = arm == ListArm::by_code;
    // Found and counted in one go: meeting a common word is the dear part.
    ListSql sql(connection.engine());
    sql.add("WITH met AS MATERIALIZED (SELECT t.product_id, t.words, t.codes");
    add_from_where(sql, filter, arm, false);
    sql.add(" LIMIT ").bind(platform::db::to_value(most_counted + 1));
    sql.add(") SELECT product_id, words, codes, (SELECT count(*) FROM met) FROM met LIMIT ");
    sql.bind(platform::db::to_value(most_each));
    ASSIGN_OR_RETURN(const auto rows,
                     sql.run(connection, by_code ? "catalog.search.by_code" : "catalog.search.by_words"));
    for (const Row& row : rows) matches.found.push_back({row.uuid(0), row.text(1), row.text(2)});
    if (!rows.empty()) (by_code ? matches.by_code : matches.by_words) = static_cast<std::uint64_t>(rows[0].integer(3));
  }
  return matches;
}

base::Result<std::uint64_t> count_list(Connection& connection, const ListFilter& filter, std::uint64_t most) {
  ListSql sql(connection.engine());
  sql.add("SELECT count(*) FROM (");
  add_ids(sql, filter, most + 1);
  sql.add(") ids");
  ASSIGN_OR_RETURN(const auto rows, sql.run(connection, "catalog.list.count"));
  return static_cast<std::uint64_t>(rows.front().integer(0));
}

base::Result<std::vector<std::string>> similar_words(Connection& connection, std::string_view word) {
  const bool sqlite = connection.engine() == platform::db::Engine::sqlite;
  const std::string wanted = sqlite ? any_part_query(" " + std::string(word) + " ") : std::string(word);
  RETURN_IF_FAILED(connection.query(widen_similarity));
  ASSIGN_OR_RETURN(const auto rows, connection.query(similar, wanted));
  std::vector<std::string> words;
  words.reserve(rows.size());
  for (const Row& row : rows) words.emplace_back(base::trim(row.text(0)));
  return words;
}

}  // namespace catalog::store
