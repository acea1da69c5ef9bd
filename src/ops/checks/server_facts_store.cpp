#include "ops/checks/server_facts_store.h"

namespace ops {
namespace {

using platform::db::Engine;
using platform::db::Statement;

constexpr Statement read_facts{
    "ops.server.facts",
    "SELECT sqlite_version(), 0, e.encoding, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 0, 0 FROM pragma_encoding e",
    "SELECT current_setting('server_version'), current_setting('server_version_num')::bigint,"
    " current_setting('server_encoding'), clock_timestamp(),"
    " current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint,"
    " (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')"};

// SQLite has neither; a query that gives no row keeps the callers free of engines.
constexpr Statement read_long{"ops.server.long_transactions", "SELECT 0, '', '', 0 WHERE :p1 < 0",
                              "SELECT pid::bigint, coalesce(application_name, ''), coalesce(state, ''),"
                              " extract(epoch FROM clock_timestamp() - xact_start)::bigint"
                              " FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                              " AND xact_start < clock_timestamp() - make_interval(secs => CAST(:p1 AS double "
                              "precision)) ORDER BY xact_start LIMIT 20"};

constexpr Statement read_invalid{
    "ops.server.invalid_indexes", "SELECT '' WHERE 0",
    "SELECT n.nspname || '.' || c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT i.indisvalid AND c.relkind = 'i'"
    " AND NOT EXISTS (SELECT 1 FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid) ORDER BY 1"};

constexpr Statement has_costs{"ops.server.has_statement_costs", "SELECT 0",
                              "SELECT count(*) FROM pg_extension WHERE extname = 'pg_stat_statements'"};
constexpr Statement read_costs{
    "ops.server.statement_costs", "SELECT '', 0, 0.0, 0.0 WHERE 0",
    "SELECT left(query, 2000), calls, total_exec_time, mean_exec_time FROM pg_stat_statements"
    " WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " ORDER BY total_exec_time DESC LIMIT 50"};

}  // namespace

base::Result<ServerFacts> read_server_facts(platform::db::Connection& connection) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(read_facts));
  if (!row) return ServerFacts{};
  return ServerFacts{row->text(0), row->integer(1), row->text(2), row->timestamp(3), row->integer(4), row->integer(5)};
}

base::Result<std::vector<LongTransaction>> read_long_transactions(platform::db::Connection& connection,
                                                                  std::int64_t seconds) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(read_long, seconds));
  std::vector<LongTransaction> all;
  all.reserve(rows.size());
  for (const auto& row : rows) all.push_back({row.integer(0), row.text(1), row.text(2), row.integer(3)});
  return all;
}

base::Result<std::vector<std::string>> read_invalid_indexes(platform::db::Connection& connection) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(read_invalid));
  std::vector<std::string> names;
  names.reserve(rows.size());
  for (const auto& row : rows) names.push_back(row.text(0));
  return names;
}

base::Result<std::vector<StatementCost>> read_statement_costs(platform::db::Connection& connection) {
  std::vector<StatementCost> all;
  ASSIGN_OR_RETURN(const auto known, connection.query_one(has_costs));
  if (!known || known->integer(0) == 0) return all;
  ASSIGN_OR_RETURN(const auto rows, connection.query(read_costs));
  all.reserve(rows.size());
  for (const auto& row : rows) all.push_back({row.text(0), row.integer(1), row.real(2), row.real(3)});
  return all;
}

}  // namespace ops
