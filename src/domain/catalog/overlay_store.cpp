// A dry run's private copies: temporary tables hide the catalogue's own of the same name, so the very same statements
// run and nothing they write can be seen or kept.
#include <algorithm>
#include <array>

#include "domain/catalog/change_set_store.h"
#include "domain/catalog/merge_sql.h"

namespace catalog::store {

using platform::db::Engine;
using platform::db::Statement;

namespace {

constexpr std::array<std::string_view, 10> copied_tables{
    "suppliers",     "brands",        "categories",  "products",           "offers",
    "price_history", "stock_history", "change_sets", "change_set_batches", "change_items"};

constexpr Statement definitions{
    "catalog.overlay.definitions",
    "SELECT type, name, tbl_name, sql FROM main.sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name"};

std::string real(Engine engine, std::string_view table) {
  return (engine == Engine::sqlite ? "main." : "public.") + std::string(table);
}

base::Result<std::string> overlay_script(Connection& connection) {
  std::string script;
  if (connection.engine() == Engine::postgres) {
    for (const std::string_view table : copied_tables) {
      script += "CREATE TEMPORARY TABLE " + std::string(table) + " (LIKE " + real(Engine::postgres, table) +
                " INCLUDING DEFAULTS INCLUDING INDEXES);";
    }
    return script;
  }
  ASSIGN_OR_RETURN(const auto rows, connection.query(definitions));
  for (const auto& row : rows) {
    const std::string table = row.text(2);
    if (std::find(copied_tables.begin(), copied_tables.end(), table) == copied_tables.end()) continue;
    const std::string head = row.text(0) == "table" ? "CREATE TABLE " : "CREATE INDEX ";
    std::string sql = row.text(3);
    if (sql.compare(0, head.size(), head) != 0) continue;
    sql.replace(0, head.size(), row.text(0) == "table" ? "CREATE TEMPORARY TABLE " : "CREATE INDEX temp.");
    script += sql + ";";
  }
  return script;
}

std::string copy(Engine engine, std::string_view table, std::string_view condition) {
  return "INSERT INTO " + std::string(table) + " SELECT t.* FROM " + real(engine, table) + " t WHERE " +
         std::string(condition) + " ON CONFLICT DO NOTHING;";
}

std::string copy_products_of_offers(Engine engine) {
  return copy(engine, "products", "t.id IN (SELECT o.product_id FROM offers o)");
}

}  // namespace

base::Result<> make_overlay(Connection& connection, const MergeRequest& request) {
  static constexpr Statement add_supplier{
      "catalog.overlay.supplier",
      "INSERT INTO suppliers (id, code, name, priority, currency, created_at, updated_at) "
      "VALUES (:p1, :p2, :p3, 100, 'EUR', :p4, :p5) ON CONFLICT DO NOTHING"};
  const Engine engine = connection.engine();
  ASSIGN_OR_RETURN(std::string script, overlay_script(connection));
  for (const std::string_view table : {"suppliers", "brands", "categories"}) script += copy(engine, table, "1 = 1");
  RETURN_IF_FAILED(connection.execute_script("catalog.overlay.make", script));
  const base::Timestamp now = base::Timestamp::now();
  RETURN_IF_FAILED(
      connection.execute(add_supplier, request.supplier_id, request.supplier_code, request.supplier_code, now, now));
  return {};
}

base::Result<> fill_overlay(Connection& connection, const std::vector<std::string>& gtins) {
  const Engine engine = connection.engine();
  RETURN_IF_FAILED(load_gtins(connection, gtins));
  // The batch's offers, the products they and the batch's GTINs name, and every other offer of those products.
  const std::string matched =
      "SELECT m.offer_id FROM merge_session s CROSS JOIN feed_matches m WHERE m.row_number BETWEEN s.first_row AND "
      "s.last_row";
  const auto named = [&](std::string_view column) { return among(engine, column, "SELECT gtin FROM stage_gtins"); };
  const auto staged = [&](std::string_view column) { return among(engine, column, "SELECT id FROM stage_ids"); };
  return connection.execute_script(
      "catalog.overlay.fill",
      copy(engine, "offers", among(engine, "t.id", matched)) + copy(engine, "products", named("t.gtin")) +
          "DELETE FROM stage_ids; INSERT INTO stage_ids (id) SELECT o.product_id FROM offers o WHERE " +
          among(engine, "o.id", matched) + " UNION SELECT p.id FROM products p WHERE " + named("p.gtin") + ";" +
          copy(engine, "products", staged("t.id")) + copy(engine, "offers", staged("t.product_id")));
}

base::Result<> fill_overlay_for_withdrawal(Connection& connection) {
  const Engine engine = connection.engine();
  RETURN_IF_FAILED(set_planner(connection, Planner::by_hash));
  const std::string missing = "t.supplier_id = (SELECT supplier_id FROM merge_session) AND t.withdrawn_at IS NULL";
  RETURN_IF_FAILED(connection.execute_script(
      "catalog.overlay.fill_all", copy(engine, "offers", missing) + copy_products_of_offers(engine) +
                                      copy(engine, "offers", "t.product_id IN (SELECT p.id FROM products p)")));
  return set_planner(connection, Planner::by_index);
}

}  // namespace catalog::store
