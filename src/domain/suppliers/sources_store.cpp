#include "domain/suppliers/sources_store.h"

#include <boost/json.hpp>

#include "platform/http/codec.h"

namespace suppliers::store {
namespace {

using platform::db::Connection;
using platform::db::Row;
using platform::db::Statement;

constexpr Statement insert_one{
    "suppliers.sources.insert",
    "INSERT INTO sources (id, supplier_id, supplier_code, name, kind, config, secrets, mode, is_enabled, version, "
    "created_at, updated_at) VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10, :p11, :p12) "
    "ON CONFLICT (supplier_id, name) DO NOTHING"};
constexpr Statement find_one{
    "suppliers.sources.find",
    "SELECT id, supplier_id, supplier_code, name, kind, config, secrets, mode, is_enabled, version, created_at, "
    "updated_at, last_etag, last_modified, last_digest, last_size, last_checked_at, last_fetched_at, last_import_id, "
    "last_problem_code, last_problem_message, last_problem_cure FROM sources WHERE id = :p1"};
// SQLite needs no lock of a row: a transaction that will write holds the database.
constexpr Statement hold_one{"suppliers.sources.hold", "SELECT id FROM sources WHERE id = :p1",
                             "SELECT id FROM sources WHERE id = :p1 FOR NO KEY UPDATE"};
constexpr Statement page_some{
    "suppliers.sources.page",
    "SELECT id, supplier_id, supplier_code, name, kind, config, secrets, mode, is_enabled, version, created_at, "
    "updated_at, last_etag, last_modified, last_digest, last_size, last_checked_at, last_fetched_at, last_import_id, "
    "last_problem_code, last_problem_message, last_problem_cure FROM sources "
    "WHERE (:p1 = '' OR supplier_code = :p2) AND (:p3 = '' OR kind = :p4) AND id > :p5 ORDER BY id LIMIT :p6"};
constexpr Statement update_one{
    "suppliers.sources.update",
    "UPDATE sources SET name = :p1, config = :p2, secrets = :p3, mode = :p4, is_enabled = :p5, version = :p6, "
    "updated_at = :p7, last_etag = :p8, last_modified = :p9, last_digest = :p10 WHERE id = :p11"};
constexpr Statement delete_one{"suppliers.sources.delete", "DELETE FROM sources WHERE id = :p1"};
constexpr Statement delete_of_supplier{"suppliers.sources.delete_of_supplier",
                                       "DELETE FROM sources WHERE supplier_id = :p1 RETURNING id"};
constexpr Statement record_one{
    "suppliers.sources.record",
    "UPDATE sources SET last_etag = :p1, last_modified = :p2, last_digest = :p3, last_size = :p4, "
    "last_checked_at = :p5, last_fetched_at = :p6, last_import_id = :p7, last_problem_code = :p8, "
    "last_problem_message = :p9, last_problem_cure = :p10 WHERE id = :p11 AND version = :p12"};

SourceState state_of(const Row& row, std::size_t at) {
  SourceState state;
  state.etag = row.text(at);
  state.last_modified = row.text(at + 1);
  state.digest = row.text(at + 2);
  if (const auto size = row.optional_integer(at + 3)) state.size = static_cast<std::uint64_t>(*size);
  state.checked_at = row.optional_timestamp(at + 4);
  state.fetched_at = row.optional_timestamp(at + 5);
  state.import_id = row.optional_uuid(at + 6);
  state.problem_code = row.text(at + 7);
  state.problem_message = row.text(at + 8);
  state.problem_cure = row.text(at + 9);
  return state;
}

base::Result<Source> source_of(const Row& row) {
  Source source;
  source.id = row.uuid(0);
  source.supplier_id = row.uuid(1);
  source.supplier = row.text(2);
  source.name = row.text(3);
  source.kind = parse_source_kind(row.text(4)).value();
  source.config = row.text(5);
  ASSIGN_OR_RETURN(source.sealed, platform::http::from_json<Secrets>(row.text(6)));
  source.mode = row.text(7) == "full" ? SourceMode::full : SourceMode::partial;
  source.is_enabled = row.integer(8) != 0;
  source.version = row.integer(9);
  source.created_at = row.timestamp(10);
  source.updated_at = row.timestamp(11);
  source.state = state_of(row, 12);
  return source;
}

}  // namespace

base::Result<bool> insert_source(Connection& connection, const Source& source) {
  ASSIGN_OR_RETURN(const std::int64_t inserted,
                   connection.execute(insert_one, source.id, source.supplier_id, source.supplier, source.name,
                                      to_string(source.kind), source.config, platform::http::to_json(source.sealed),
                                      to_string(source.mode), source.is_enabled, source.version, source.created_at,
                                      source.updated_at));
  return inserted > 0;
}

base::Result<std::optional<Source>> find_source(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_one, id));
  if (!row) return std::optional<Source>{};
  ASSIGN_OR_RETURN(Source source, source_of(*row));
  return std::optional(std::move(source));
}

base::Result<std::optional<Source>> hold_source(Connection& connection, base::Uuid id) {
  RETURN_IF_FAILED(connection.query_one(hold_one, id));
  return find_source(connection, id);
}

base::Result<std::vector<Source>> page_of_sources(Connection& connection, const SourceQuery& query) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(page_some, query.supplier, query.supplier, query.kind, query.kind,
                                                     query.after.value_or(base::Uuid{}), query.limit + 1));
  std::vector<Source> sources;
  for (const Row& row : rows) {
    ASSIGN_OR_RETURN(Source source, source_of(row));
    sources.push_back(std::move(source));
  }
  return sources;
}

base::Result<> update_source(Connection& connection, const Source& source) {
  RETURN_IF_FAILED(connection.execute(update_one, source.name, source.config, platform::http::to_json(source.sealed),
                                      to_string(source.mode), source.is_enabled, source.version, source.updated_at,
                                      source.state.etag, source.state.last_modified, source.state.digest, source.id));
  return {};
}

base::Result<> remove_source(Connection& connection, base::Uuid id) {
  RETURN_IF_FAILED(connection.execute(delete_one, id));
  return {};
}

base::Result<std::vector<base::Uuid>> remove_sources_of(Connection& connection, base::Uuid supplier_id) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(delete_of_supplier, supplier_id));
  std::vector<base::Uuid> removed;
  for (const Row& row : rows) removed.push_back(row.uuid(0));
  return removed;
}

base::Result<> record_state(Connection& connection, const Source& source, const SourceState& state) {
  RETURN_IF_FAILED(connection.execute(record_one, state.etag, state.last_modified, state.digest, state.size,
                                      state.checked_at, state.fetched_at, state.import_id, state.problem_code,
                                      state.problem_message, state.problem_cure, source.id, source.version));
  return {};
}

}  // namespace suppliers::store
