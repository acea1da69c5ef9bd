#include "ops/backup/snapshot_store.h"

#include <chrono>
#include <thread>

namespace backup::store {
namespace {

using db::Engine;
using db::Row;
using db::Statement;

constexpr std::string_view begin_postgres = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr std::string_view begin_sqlite = "BEGIN";
constexpr Statement export_snapshot{"backup.export_snapshot", "SELECT ''", "SELECT pg_export_snapshot()"};

// Divided tables have no rows of their own; what an extension brings comes back with it.
constexpr Statement list_tables{
    "backup.list_tables",
    "SELECT '', name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^' "
    "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
    "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname NOT LIKE 'pg^_%' ESCAPE '^' "
    "AND n.nspname <> 'information_schema' AND NOT EXISTS "
    "(SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1, 2"};
constexpr std::string_view count_sqlite = "SELECT count(*), '' FROM ";
constexpr std::string_view count_postgres =
    "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM ";
constexpr std::string_view any_row = "SELECT 1 FROM ";

constexpr Statement has_history{"backup.has_history",
                                "SELECT count(*) FROM sqlite_master WHERE name = 'schema_migrations'",
                                "SELECT count(*) FROM pg_class WHERE oid = to_regclass('schema_migrations')"};
constexpr Statement list_history{"backup.list_history", "SELECT version FROM schema_migrations ORDER BY version"};
constexpr Statement read_version{"backup.server_version", "SELECT sqlite_version()",
                                 "SELECT current_setting('server_version')"};
// One that needs no superuser to be made; "plpgsql" is always among them.
constexpr Statement list_extensions{
    "backup.list_extensions", "SELECT '' WHERE false",
    "SELECT e.extname FROM pg_extension e JOIN pg_available_extension_versions v "
    "ON v.name = e.extname AND v.version = e.extversion WHERE v.trusted ORDER BY e.extname"};
constexpr Statement read_size{"backup.database_size",
                              "SELECT c.page_count * s.page_size FROM pragma_page_count c, pragma_page_size s",
                              "SELECT pg_database_size(current_database())"};
constexpr Statement check_integrity{"backup.integrity", "SELECT integrity_check FROM pragma_integrity_check(1)",
                                    "SELECT 'ok'"};

constexpr Statement read_database{"backup.current_database", "SELECT 'main'", "SELECT current_database()"};
constexpr Statement read_model{"backup.model_database", "SELECT '', '', '', ''",
                               "SELECT pg_encoding_to_char(encoding), datcollate, datctype, "
                               "CASE WHEN pg_has_role(datdba, 'MEMBER') THEN pg_get_userbyid(datdba) ELSE '' END "
                               "FROM pg_database WHERE datname = :p1"};
constexpr Statement end_sessions{
    "backup.end_sessions", "SELECT 0",
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :p1 AND pid <> pg_backend_pid()"};
constexpr Statement list_databases{"backup.list_databases", "SELECT ''",
                                   "SELECT datname FROM pg_database WHERE starts_with(datname, :p1) ORDER BY 1"};

constexpr Statement find_table{
    "backup.find_table", "SELECT name FROM sqlite_master WHERE type = 'table' AND name = :p1",
    "WITH RECURSIVE part AS (SELECT to_regclass('public.' || quote_ident(:p1)) AS id UNION ALL "
    "SELECT i.inhrelid FROM pg_inherits i JOIN part ON i.inhparent = part.id) "
    "SELECT c.relname FROM part JOIN pg_class c ON c.oid = part.id WHERE c.relkind IN ('r', 'p') ORDER BY 1"};
constexpr Statement find_schema{"backup.find_schema", "SELECT count(*) FROM sqlite_master WHERE name = :p1",
                                "SELECT count(*) FROM pg_namespace WHERE nspname = :p1"};

std::string in_quotes(std::string_view name, char quote = '"') {
  std::string out(1, quote);
  for (const char c : name) out.append(c == quote ? 2 : 1, c);
  return out + quote;
}

std::string full_name(const std::string& schema, const std::string& table) {
  return schema.empty() ? in_quotes(table) : in_quotes(schema) + "." + in_quotes(table);
}

/// Runs a statement whose text holds the name of a table, which no parameter can stand for.
base::Result<std::vector<std::string>> first_row(db::Connection& connection, std::string_view name,
                                                 const std::string& text) {
  std::vector<std::string> cells;
  RETURN_IF_FAILED(connection.scan({name, text}, [&cells](const std::vector<std::string_view>& row) {
    if (cells.empty()) cells.assign(row.begin(), row.end());
  }));
  return cells;
}

base::Result<std::string> text_of(db::Connection& connection, const Statement& statement) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(statement));
  return row ? row->text(0) : std::string{};
}

}  // namespace

base::Result<std::string> begin_snapshot(db::Connection& connection) {
  const bool is_sqlite = connection.engine() == Engine::sqlite;
  RETURN_IF_FAILED(connection.execute_script("backup.begin", is_sqlite ? begin_sqlite : begin_postgres));
  return text_of(connection, export_snapshot);
}

base::Result<std::vector<TableEntry>> tables_of(db::Connection& connection,
                                                const std::function<base::Result<>()>& may_go_on) {
  const bool is_sqlite = connection.engine() == Engine::sqlite;
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_tables));
  std::vector<TableEntry> tables;
  for (const Row& row : rows) {
    RETURN_IF_FAILED(may_go_on());
    const std::string schema = row.text(0), table = row.text(1);
    std::string text(is_sqlite ? count_sqlite : count_postgres);
    text += full_name(schema, table) + " t";
    ASSIGN_OR_RETURN(const auto cells, first_row(connection, "backup.count", text));
    tables.push_back({schema.empty() || schema == "public" ? table : schema + "." + table,
                      cells.empty() ? 0 : std::stoull(cells[0]), cells.size() < 2 ? "" : cells[1]});
  }
  return tables;
}

base::Result<std::vector<std::uint64_t>> migrations_of(db::Connection& connection) {
  std::vector<std::uint64_t> versions;
  ASSIGN_OR_RETURN(const auto has, connection.query_one(has_history));
  if (!has || has->integer(0) == 0) return versions;
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_history));
  for (const Row& row : rows) versions.push_back(static_cast<std::uint64_t>(row.integer(0)));
  return versions;
}

base::Result<std::vector<std::string>> own_extensions(db::Connection& connection) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_extensions));
  std::vector<std::string> names;
  for (const Row& row : rows) names.push_back(row.text(0));
  return names;
}

base::Result<std::string> server_version(db::Connection& connection) {
  return text_of(connection, read_version);
}

base::Result<std::uint64_t> size_of(db::Connection& connection) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(read_size));
  return row ? static_cast<std::uint64_t>(row->integer(0)) : 0;
}

base::Result<bool> holds_data(db::Connection& connection) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_tables));
  for (const Row& row : rows) {
    // A process that merely runs says so there; nobody would miss it.
    if (row.text(1) == "schema_migrations" || row.text(1) == "processes") continue;
    const std::string text = std::string(any_row) + full_name(row.text(0), row.text(1)) + " LIMIT 1";
    ASSIGN_OR_RETURN(const auto cells, first_row(connection, "backup.any_row", text));
    if (!cells.empty()) return true;
  }
  return false;
}

base::Result<std::string> integrity_of(db::Connection& connection) {
  ASSIGN_OR_RETURN(const std::string found, text_of(connection, check_integrity));
  return found == "ok" ? std::string{} : found;
}

base::Result<std::string> current_database(db::Connection& connection) {
  return text_of(connection, read_database);
}

base::Result<> create_like(db::Connection& connection, const std::string& name, const std::string& model) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(read_model, model));
  std::string sql = "CREATE DATABASE " + in_quotes(name) + " TEMPLATE template0";
  if (row) {
    sql += " ENCODING " + in_quotes(row->text(0), '\'') + " LC_COLLATE " + in_quotes(row->text(1), '\'') +
           " LC_CTYPE " + in_quotes(row->text(2), '\'');
    if (!row->text(3).empty()) sql += " OWNER " + in_quotes(row->text(3));
  }
  return connection.execute_script("backup.create_database", sql);
}

base::Result<> drop(db::Connection& connection, const std::string& name) {
  return connection.execute_script("backup.drop_database",
                                   "DROP DATABASE IF EXISTS " + in_quotes(name) + " WITH (FORCE)");
}

base::Result<> exchange(db::Connection& connection, const std::string& live, const std::string& fresh,
                        const std::string& before) {
  constexpr int most_attempts = 20;  // a pool somewhere may come back between the two statements
  const std::string sql = "ALTER DATABASE " + in_quotes(live) + " RENAME TO " + in_quotes(before) +
                          "; ALTER DATABASE " + in_quotes(fresh) + " RENAME TO " + in_quotes(live);
  base::Result<> done;
  for (int attempt = 0; attempt < most_attempts; ++attempt) {
    for (const std::string& name : {live, fresh}) RETURN_IF_FAILED(connection.query(end_sessions, name));
    done = connection.execute_script("backup.exchange", sql);
    if (done) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return done;
}

base::Result<std::vector<std::string>> named_like(db::Connection& connection, const std::string& prefix) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_databases, prefix));
  std::vector<std::string> names;
  for (const Row& row : rows) names.push_back(row.text(0));
  return names;
}

base::Result<std::vector<std::string>> parts_of_table(db::Connection& connection, const std::string& table) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(find_table, table));
  std::vector<std::string> names;
  for (const Row& row : rows) names.push_back(row.text(0));
  return names;
}

base::Result<bool> has_schema(db::Connection& connection, const std::string& schema) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_schema, schema));
  return row && row->integer(0) > 0;
}

base::Result<> copy_to_schema(db::Connection& connection, const std::string& table, const std::string& schema) {
  return connection.execute_script("backup.copy_to_schema", "CREATE SCHEMA " + in_quotes(schema) + "; CREATE TABLE " +
                                                                full_name(schema, table) + " AS TABLE " +
                                                                full_name("public", table));
}

base::Result<> copy_to_file(db::Connection& connection, const std::string& table, const std::string& file) {
  return connection.execute_script("backup.copy_to_file", "ATTACH DATABASE " + in_quotes(file, '\'') +
                                                              " AS looked_at; CREATE TABLE looked_at." +
                                                              in_quotes(table) + " AS SELECT * FROM main." +
                                                              in_quotes(table) + "; DETACH DATABASE looked_at");
}

}  // namespace backup::store
