// Which products the search must read anew.
#include "domain/catalog/search_store.h"

#include <algorithm>

namespace catalog::store {

using platform::db::Row;
using platform::db::Statement;

namespace {

constexpr Statement next_set{"catalog.search.next_set",
                             "SELECT c.id, coalesce(d.source_row, 0), c.status FROM change_sets c "
                             "LEFT JOIN product_search_progress d ON d.change_set_id = c.id "
                             "WHERE (d.complete IS NULL OR d.complete = 0) AND c.id > :p1 ORDER BY c.id LIMIT 1"};
constexpr Statement next_rows{
    "catalog.search.next_rows",
    "SELECT i.source_row, o.product_id FROM change_items i JOIN offers o ON o.id = i.offer_id "
    "WHERE i.change_set_id = :p1 AND i.source_row > :p2 ORDER BY i.source_row LIMIT 4000"};
constexpr Statement no_rows{"catalog.search.no_rows",
                            "SELECT DISTINCT o.product_id FROM change_items i JOIN offers o ON o.id = i.offer_id "
                            "WHERE i.change_set_id = :p1 AND i.source_row = 0"};
constexpr Statement progress{
    "catalog.search.progress",
    "INSERT INTO product_search_progress (change_set_id, source_row, complete) VALUES (:p1, :p2, :p3) "
    "ON CONFLICT (change_set_id) DO UPDATE SET source_row = excluded.source_row, complete = excluded.complete"};
// SQLite's transactions exclude each other already.
constexpr Statement lock{"catalog.search.lock", "SELECT 1",
                         "SELECT pg_advisory_xact_lock(hashtextextended('catalog.search', 0))"};

}  // namespace

base::Result<std::optional<UnsearchedSet>> next_unsearched(Connection& connection, base::Uuid after) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(next_set, after));
  if (!row) return std::optional<UnsearchedSet>{};
  return std::optional(
      UnsearchedSet{row->uuid(0), static_cast<std::uint64_t>(row->integer(1)), row->text(2) == "complete"});
}

base::Result<std::vector<base::Uuid>> touched_by_rows(Connection& connection, base::Uuid change_set_id,
                                                      std::uint64_t& source_row) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(next_rows, change_set_id, source_row));
  std::vector<base::Uuid> products;
  products.reserve(rows.size());
  for (const Row& row : rows) products.push_back(row.uuid(1));
  if (!rows.empty()) source_row = static_cast<std::uint64_t>(rows.back().integer(0));
  std::sort(products.begin(), products.end());
  products.erase(std::unique(products.begin(), products.end()), products.end());
  return products;
}

base::Result<std::vector<base::Uuid>> touched_by_no_row(Connection& connection, base::Uuid change_set_id) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(no_rows, change_set_id));
  std::vector<base::Uuid> products;
  products.reserve(rows.size());
  for (const Row& row : rows) products.push_back(row.uuid(0));
  return products;
}

base::Result<> note_progress(Connection& connection, const UnsearchedSet& at) {
  RETURN_IF_FAILED(connection.execute(progress, at.change_set_id, at.source_row, at.complete));
  return {};
}

base::Result<> look_at_sizes(Connection& connection) {
  // The order of SQLite's joins is written in the statements.
  if (connection.engine() == platform::db::Engine::sqlite) return {};
  return connection.execute_script(
      "catalog.search.look_at_sizes",
      "ANALYZE (SKIP_LOCKED) products, offers, change_items, product_summaries, product_search");
}

base::Result<> lock_search(Connection& connection) {
  RETURN_IF_FAILED(connection.query(lock));
  return {};
}

}  // namespace catalog::store
