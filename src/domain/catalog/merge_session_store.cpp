// The temporary tables of a merge, and its session settings.
#include "domain/catalog/merge_sql.h"
#include "domain/catalog/merge_store.h"

namespace catalog::store {

using platform::db::Engine;
using platform::db::Statement;

namespace {

constexpr Statement insert_facts{"catalog.merge.set_facts",
                                 "INSERT INTO merge_session (change_set_id, supplier_id, effective_at, first_row, "
                                 "last_row) VALUES (:p1, :p2, :p3, 0, 0)"};
constexpr Statement update_range{"catalog.merge.set_range", "UPDATE merge_session SET first_row = :p1, last_row = :p2"};

// merge_session: one row, the facts every statement needs and the rows of the batch at hand. feed_keys: the file's
// references. feed_matches: the offers they are of. stage_ids, stage_gtins: arguments of set-wise look-ups.
// stage_offers, stage_products: new states of stored rows, found by id.
std::string temporary_tables() {
  return "CREATE TEMPORARY TABLE merge_session (change_set_id UUID, supplier_id UUID, effective_at TIMESTAMPTZ, "
         "first_row BIGINT, last_row BIGINT);"
         "CREATE TEMPORARY TABLE feed_keys (row_number BIGINT, sku TEXT, fingerprint BIGINT);"
         "CREATE TEMPORARY TABLE feed_matches (row_number BIGINT, offer_id UUID, product_id UUID, same INTEGER);"
         "CREATE TEMPORARY TABLE stage_ids (id UUID);"
         "CREATE TEMPORARY TABLE stage_withdrawn (id UUID PRIMARY KEY);"
         "CREATE TEMPORARY TABLE stage_gtins (gtin TEXT);"
         "CREATE TEMPORARY TABLE stage_offers (id UUID PRIMARY KEY, product_id UUID, gtin TEXT, name TEXT, description "
         "TEXT, brand "
         "TEXT, "
         "category TEXT, manufacturer_reference TEXT, image_urls TEXT, attributes TEXT, purchase_price BIGINT, "
         "retail_price BIGINT, currency TEXT, vat_rate BIGINT, stock BIGINT, weight BIGINT, minimum_order_quantity "
         "BIGINT, "
         "fingerprint BIGINT, source_row BIGINT, described INTEGER, priced INTEGER, stocked INTEGER);"
         "CREATE TEMPORARY TABLE stage_products (id UUID PRIMARY KEY, name TEXT, description TEXT, brand_id UUID, "
         "category_id "
         "UUID, "
         "manufacturer_reference TEXT, image_urls TEXT, attributes TEXT, retail_price BIGINT, currency TEXT, "
         "vat_rate BIGINT, weight BIGINT, source_offer_id UUID, field_sources TEXT);";
}

}  // namespace

base::Result<> clear_table(platform::db::Connection& connection, std::string_view table) {
  // On PostgreSQL deleted rows would stay in a temporary table to its end: nothing vacuums it.
  const bool sqlite = connection.engine() == Engine::sqlite;
  return connection.execute_script("catalog.merge.clear", (sqlite ? "DELETE FROM " : "TRUNCATE ") + std::string(table));
}

base::Result<> load_ids(platform::db::Connection& connection, std::span<const base::Uuid> ids) {
  RETURN_IF_FAILED(clear_table(connection, "stage_ids"));
  ASSIGN_OR_RETURN(auto load, connection.bulk_load("stage_ids", {"id"}));
  for (const base::Uuid& id : ids) {
    put(load, id);
    load.end_row();
  }
  RETURN_IF_FAILED(load.finish());
  return {};
}

base::Result<> load_gtins(platform::db::Connection& connection, std::span<const std::string> gtins) {
  RETURN_IF_FAILED(clear_table(connection, "stage_gtins"));
  ASSIGN_OR_RETURN(auto load, connection.bulk_load("stage_gtins", {"gtin"}));
  for (const std::string& gtin : gtins) {
    load.text(gtin);
    load.end_row();
  }
  RETURN_IF_FAILED(load.finish());
  return {};
}

base::Result<> make_tables(Connection& connection) {
  if (connection.engine() == Engine::sqlite) {
    // One merge writes to every index of the catalogue: 48 MB of its pages stay in memory.
    RETURN_IF_FAILED(connection.execute_script("catalog.merge.memory", "PRAGMA cache_size = -49152"));
  }
  return connection.execute_script("catalog.merge.temporary_tables", temporary_tables());
}

base::Result<> set_facts(Connection& connection, const SessionFacts& facts) {
  RETURN_IF_FAILED(connection.execute(insert_facts, facts.change_set_id, facts.supplier_id, facts.effective_at));
  return {};
}

base::Result<> set_range(Connection& connection, std::uint64_t first_row, std::uint64_t last_row) {
  RETURN_IF_FAILED(connection.execute(update_range, first_row, last_row));
  return {};
}

base::Result<> set_planner(Connection& connection, Planner planner) {
  if (connection.engine() == Engine::sqlite) return {};
  // Temporary tables have no statistics, those of a table being filled are wrong, and a batch always touches a sliver
  // of the big tables: left to itself the planner may read a table of millions for each batch, or for each row.
  constexpr std::string_view by_index =
      "SET enable_nestloop = on; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; "
      "SET enable_material = off";
  constexpr std::string_view by_hash =
      "SET enable_nestloop = off; SET enable_seqscan = on; SET enable_hashjoin = on; SET enable_mergejoin = on; "
      "SET enable_material = on";
  return connection.execute_script("catalog.merge.planner", planner == Planner::by_index ? by_index : by_hash);
}

base::Result<> set_durability(Connection& connection, Durability durability) {
  const bool full = durability == Durability::full;
  if (connection.engine() == Engine::sqlite) {
    return connection.execute_script("catalog.merge.durability",
                                     full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  }
  return connection.execute_script("catalog.merge.durability",
                                   full ? "SET synchronous_commit = on" : "SET synchronous_commit = off");
}

}  // namespace catalog::store
