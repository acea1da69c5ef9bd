#include "ops/release/release_store.h"

namespace ops::release::store {
namespace {

using platform::db::Row;
using platform::db::Statement;

constexpr Statement insert_one{
    "releases.insert",
    "INSERT INTO releases (id, kind, project, version, previous, state, started_by, started_at, ended_at, reason, "
    "without_backup, contract_after, plan) VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10, :p11, :p12, "
    ":p13)"};
constexpr Statement update_one{
    "releases.update",
    "UPDATE releases SET state = :p1, ended_at = :p2, reason = :p3, contract_after = :p4, plan = :p5 WHERE id = :p6"};
constexpr Statement list_some{
    "releases.list",
    "SELECT id, kind, project, version, previous, state, started_by, started_at, ended_at, reason, without_backup, "
    "contract_after, plan FROM releases WHERE (:p1 = '' OR project = :p2) ORDER BY id DESC LIMIT :p3"};
constexpr Statement list_steps{"releases.steps",
                               "SELECT number, name, state, detail, started_at, ended_at FROM release_steps "
                               "WHERE release_id = :p1 ORDER BY number"};
constexpr Statement put_one_step{
    "releases.put_step",
    "INSERT INTO release_steps (release_id, number, name, state, detail, started_at, ended_at) "
    "VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7) ON CONFLICT (release_id, number) DO UPDATE SET "
    "name = excluded.name, state = excluded.state, detail = excluded.detail, ended_at = excluded.ended_at"};
constexpr Statement find_table{
    "releases.find_table", "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'release_steps'",
    "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = 'release_steps'"};

}  // namespace

base::Result<> insert(Connection& connection, const Release& release) {
  RETURN_IF_FAILED(connection.execute(insert_one, release.id, to_string(release.kind), release.project, release.version,
                                      release.previous, to_string(release.state), release.started_by,
                                      release.started_at, release.ended_at, release.reason, release.without_backup,
                                      release.contract_after, release.plan));
  return {};
}

base::Result<> update(Connection& connection, const Release& release) {
  RETURN_IF_FAILED(connection.execute(update_one, to_string(release.state), release.ended_at, release.reason,
                                      release.contract_after, release.plan, release.id));
  return {};
}

base::Result<std::vector<Release>> list(Connection& connection, std::string_view project, std::int64_t limit) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_some, project, project, limit));
  std::vector<Release> all;
  for (const Row& row : rows) {
    all.push_back({row.uuid(0), kind_named(row.text(1)), row.text(2), row.text(3), row.text(4),
                   state_named(row.text(5)), row.text(6), row.timestamp(7), row.optional_timestamp(8), row.text(9),
                   row.text(10), row.text(11), row.text(12)});
  }
  return all;
}

base::Result<std::vector<Step>> steps(Connection& connection, base::Uuid release) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_steps, release));
  std::vector<Step> all;
  for (const Row& row : rows) {
    all.push_back({static_cast<int>(row.integer(0)), row.text(1), row.text(2), row.text(3), row.timestamp(4),
                   row.optional_timestamp(5)});
  }
  return all;
}

base::Result<> put_step(Connection& connection, base::Uuid release, const Step& step) {
  RETURN_IF_FAILED(connection.execute(put_one_step, release, step.number, step.name, step.state, step.detail,
                                      step.started_at, step.ended_at));
  return {};
}

base::Result<bool> is_prepared(Connection& connection) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_table));
  return row && row->integer(0) == 1;
}

}  // namespace ops::release::store
