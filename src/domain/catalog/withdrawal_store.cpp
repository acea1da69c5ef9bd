// Withdrawing the offers a full feed no longer lists.
#include "domain/catalog/change_set_store.h"
#include "domain/catalog/merge_sql.h"

namespace catalog::store {

using platform::db::Engine;
using platform::db::Statement;

namespace {

constexpr Statement index_matches{"catalog.withdraw.index_matches",
                                  "CREATE INDEX IF NOT EXISTS temp.feed_matches_by_offer ON feed_matches (offer_id)",
                                  "ANALYZE feed_matches"};
// What this change set created or updated is in the file by definition.
constexpr Statement list_missing{
    "catalog.withdraw.list",
    "INSERT INTO stage_withdrawn (id) SELECT o.id FROM merge_session s JOIN offers o ON o.supplier_id = s.supplier_id "
    "WHERE o.withdrawn_at IS NULL AND o.change_set_id <> s.change_set_id "
    "AND NOT EXISTS (SELECT 1 FROM feed_matches p WHERE p.offer_id = o.id)"};
constexpr Statement take_next{"catalog.withdraw.next",
                              "INSERT INTO stage_ids (id) SELECT id FROM stage_withdrawn ORDER BY id LIMIT :p1"};
constexpr Statement items{
    "catalog.withdraw.items",
    "INSERT INTO change_items (change_set_id, offer_id, kind, flags, source_row, byte_offset, before, after) "
    "SELECT m.change_set_id, s.id, 'withdrawn', 0, 0, 0, '{\"withdrawn\":false}', '{\"withdrawn\":true}' "
    "FROM merge_session m CROSS JOIN stage_ids s"};

/// A statement on the offers that are being withdrawn.
EngineTexts on_taken(const std::string& statement, const std::string& column, const std::string& and_condition = {}) {
  return EngineTexts([&](Engine engine) {
    return statement + " WHERE " + among(engine, column, "SELECT id FROM stage_ids") + and_condition;
  });
}
const std::string set_valid_to = " SET valid_to = (SELECT effective_at FROM merge_session)";

}  // namespace

base::Result<std::uint64_t> list_missing_offers(Connection& connection) {
  RETURN_IF_FAILED(clear_table(connection, "stage_withdrawn"));
  RETURN_IF_FAILED(connection.execute(index_matches));
  RETURN_IF_FAILED(set_planner(connection, Planner::by_hash));
  ASSIGN_OR_RETURN(const std::int64_t missing, connection.execute(list_missing));
  RETURN_IF_FAILED(set_planner(connection, Planner::by_index));
  return static_cast<std::uint64_t>(missing);
}

base::Result<std::uint64_t> withdraw_next(Connection& connection, std::uint64_t limit,
                                          std::vector<base::Uuid>& products) {
  products.clear();
  RETURN_IF_FAILED(clear_table(connection, "stage_ids"));
  ASSIGN_OR_RETURN(const std::int64_t taken, connection.execute(take_next, limit));
  if (taken == 0) return 0U;
  static const EngineTexts withdraw_sql = on_taken(
      "UPDATE offers SET withdrawn_at = (SELECT effective_at FROM merge_session), "
      "changed_at = (SELECT effective_at FROM merge_session), "
      "change_set_id = (SELECT change_set_id FROM merge_session)",
      "id");
  static const EngineTexts prices_sql =
      on_taken("UPDATE price_history" + set_valid_to, "offer_id", " AND valid_to IS NULL");
  static const EngineTexts stocks_sql =
      on_taken("UPDATE stock_history" + set_valid_to, "offer_id", " AND valid_to IS NULL");
  static const EngineTexts taken_sql = on_taken("DELETE FROM stage_withdrawn", "id");
  static const EngineTexts products_sql = on_taken("SELECT DISTINCT product_id FROM offers", "id");
  static const Statement withdraw = withdraw_sql.named("catalog.withdraw.offers");
  static const Statement close_prices = prices_sql.named("catalog.withdraw.prices");
  static const Statement close_stocks = stocks_sql.named("catalog.withdraw.stocks");
  static const Statement drop_taken = taken_sql.named("catalog.withdraw.taken");
  static const Statement products_of_taken = products_sql.named("catalog.withdraw.products");
  RETURN_IF_FAILED(connection.execute(items));
  for (const Statement* step : {&withdraw, &close_prices, &close_stocks, &drop_taken}) {
    RETURN_IF_FAILED(connection.execute(*step));
  }
  RETURN_IF_FAILED(connection.scan(
      products_of_taken, [&](const std::vector<std::string_view>& cells) { products.push_back(to_uuid(cells[0])); }));
  return static_cast<std::uint64_t>(taken);
}

}  // namespace catalog::store
