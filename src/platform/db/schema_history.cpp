#include "platform/db/schema_history.h"

#include <optional>

#include "platform/db/sql_text.h"
#include "platform/db/transaction.h"

namespace platform::db {

namespace {

constexpr Statement has_history{
    "migrate.has_history", "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'",
    "SELECT count(*) FROM pg_catalog.pg_class WHERE oid = to_regclass('schema_migrations')"};
constexpr Statement create_history{
    "migrate.create_history",
    "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL,"
    " checksum TEXT NOT NULL, applied_at TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS schema_migrations (version bigint PRIMARY KEY, name text NOT NULL,"
    " checksum text NOT NULL, applied_at timestamptz NOT NULL)"};
constexpr Statement all_applied{"migrate.all_applied",
                                "SELECT version, name, checksum, applied_at FROM schema_migrations ORDER BY version"};
constexpr Statement insert_applied{
    "migrate.insert_applied",
    "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (:p1, :p2, :p3, :p4)"};
constexpr Statement delete_applied{"migrate.delete_applied", "DELETE FROM schema_migrations WHERE version = :p1"};

std::string label(const Migration& migration, std::string_view direction) {
  return "migration " + std::to_string(migration.version) + " " + migration.name + " " + std::string(direction);
}

tl::unexpected<base::Problem> refuse(std::string_view step, const base::Problem& cause, std::string_view what_is_left) {
  std::string message = "The step \"" + std::string(step) + "\" failed";
  if (cause.place.line) message += " at line " + std::to_string(*cause.place.line);
  return base::failure(migration_failed, message + ". " + cause.message, std::string(what_is_left), cause.place);
}

base::Result<> record_up(Connection& connection, const Migration& migration) {
  RETURN_IF_FAILED(connection.execute(insert_applied, migration.version, migration.name, migration.checksum,
                                      base::Timestamp::now()));
  return {};
}

base::Result<> record_down(Connection& connection, const Migration& migration) {
  RETURN_IF_FAILED(connection.execute(delete_applied, migration.version));
  return {};
}

using Record = base::Result<> (*)(Connection&, const Migration&);

base::Result<> run_in_transaction(Connection& connection, const std::string& step, const std::string& sql,
                                  const Migration& migration, Record record) {
  const auto run = [&]() -> base::Result<> {
    ASSIGN_OR_RETURN(auto transaction, Transaction::begin(connection));
    RETURN_IF_FAILED(connection.execute_script(step, sql));
    RETURN_IF_FAILED(record(connection, migration));
    return transaction.commit();
  };
  const auto result = run();
  if (result) return result;
  return refuse(step, result.error(), "Nothing of the step was kept: correct its cause and migrate again.");
}

// PostgreSQL runs a script of several statements as one transaction, so here they go one by one.
base::Result<> run_bare(Connection& connection, const std::string& step, const std::string& sql) {
  if (connection.engine() == Engine::sqlite) return connection.execute_script(step, sql);
  for (const auto statement : split_statements(sql)) {
    auto result = connection.execute_script(step, statement);
    if (result) continue;
    const auto offset = static_cast<std::size_t>(statement.data() - sql.data());
    result.error().place.line = line_at(sql, offset) + result.error().place.line.value_or(1) - 1;
    return result;
  }
  return {};
}

base::Result<> run_without_transaction(Connection& connection, const std::string& step, const std::string& sql,
                                       const Migration& migration, Record record) {
  auto result = run_bare(connection, step, sql);
  if (result) result = record(connection, migration);
  if (result) return result;
  return refuse(step, result.error(),
                "The step runs without a transaction, so a part of it may stand: look at the database, undo that part, "
                "and migrate again.");
}

base::Result<> run_step(Connection& connection, const std::string& step, const std::string& sql,
                        const Migration& migration, Record record) {
  const auto run = migration.transactional ? &run_in_transaction : &run_without_transaction;
  return run(connection, step, sql, migration, record);
}

}  // namespace

base::Result<> make_history(Connection& connection) {
  RETURN_IF_FAILED(connection.execute(create_history));
  return {};
}

base::Result<AppliedMigrations> read_history(Connection& connection) {
  AppliedMigrations applied;
  ASSIGN_OR_RETURN(const auto found, connection.query_one(has_history));
  if (!found || found->integer(0) == 0) return applied;
  ASSIGN_OR_RETURN(const auto rows, connection.query(all_applied));
  for (const auto& row : rows) {
    applied.emplace(static_cast<std::uint32_t>(row.integer(0)),
                    AppliedMigration{row.text(1), row.text(2), row.timestamp(3).to_string()});
  }
  return applied;
}

base::Result<> apply_step(Connection& connection, const Migration& migration) {
  return run_step(connection, label(migration, "up"), migration.up, migration, &record_up);
}

base::Result<> undo_step(Connection& connection, const Migration& migration) {
  return run_step(connection, label(migration, "down"), migration.down, migration, &record_down);
}

}  // namespace platform::db
