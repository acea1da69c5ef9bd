// What dry runs found. Their rejected rows are in import_errors, as those of imports.
#include "domain/imports/dry_run_store.h"

#include "platform/db/transaction.h"

namespace imports::store {

using platform::db::Row;
using platform::db::Statement;

namespace {

constexpr Statement insert_run{
    "imports.dry_runs.insert",
    "INSERT INTO dry_runs (id, supplier_code, file_digest, column_names, created_at) VALUES (:p1, :p2, :p3, :p4, :p5)"};
constexpr Statement finish_run{"imports.dry_runs.finish", "UPDATE dry_runs SET finished_at = :p1 WHERE id = :p2"};
// Ids are in order of time: whoever ends later does not take away what a newer run has found.
constexpr Statement list_earlier{"imports.dry_runs.earlier",
                                 "SELECT id FROM dry_runs WHERE supplier_code = :p1 AND file_digest = :p2 AND id < :p3 "
                                 "AND finished_at IS NOT NULL"};
constexpr Statement list_old{"imports.dry_runs.old",
                             "SELECT id FROM dry_runs WHERE created_at < :p1 ORDER BY created_at LIMIT 100"};
constexpr Statement find_run{"imports.dry_runs.find",
                             "SELECT supplier_code, file_digest, column_names FROM dry_runs WHERE id = :p1"};
constexpr Statement delete_run{"imports.dry_runs.delete", "DELETE FROM dry_runs WHERE id = :p1"};
constexpr Statement delete_changes{"imports.dry_runs.delete_changes",
                                   "DELETE FROM dry_run_changes WHERE dry_run_id = :p1"};
constexpr Statement delete_rows{"imports.dry_runs.delete_rows", "DELETE FROM import_errors WHERE import_job_id = :p1"};
constexpr Statement page_of_changes{
    "imports.dry_runs.changes",
    "SELECT offer_id, kind, sku, name, source_row, flags, before, after FROM dry_run_changes WHERE dry_run_id = :p1 "
    "AND (kind = 'withdrawn') = (:p2 = 1) AND (source_row > :p3 OR (source_row = :p4 AND sku > :p5)) "
    "AND (:p6 = '' OR kind = :p7) AND (:p8 = 0 OR (flags & :p9) <> 0) AND (flags & :p10) = 0 "
    "ORDER BY source_row, sku LIMIT :p11"};

void put_text(platform::db::BulkLoad& load, const std::string& text) {
  text.empty() ? load.null() : load.text(text);
}

base::Result<> remove(Connection& connection, base::Uuid id) {
  for (const Statement* statement : {&delete_rows, &delete_changes, &delete_run}) {
    RETURN_IF_FAILED(connection.execute(*statement, id));
  }
  return {};
}

}  // namespace

base::Result<> begin_dry_run(Connection& connection, const DryRun& dry_run) {
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(connection));
  RETURN_IF_FAILED(remove(connection, dry_run.id));
  RETURN_IF_FAILED(connection.execute(insert_run, dry_run.id, dry_run.supplier, dry_run.file_digest, dry_run.columns,
                                      base::Timestamp::now()));
  return transaction.commit();
}

base::Result<> finish_dry_run(Connection& connection, const DryRun& dry_run) {
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(connection));
  RETURN_IF_FAILED(connection.execute(finish_run, base::Timestamp::now(), dry_run.id));
  ASSIGN_OR_RETURN(const auto earlier,
                   connection.query(list_earlier, dry_run.supplier, dry_run.file_digest, dry_run.id));
  for (const Row& row : earlier) RETURN_IF_FAILED(remove(connection, row.uuid(0)));
  return transaction.commit();
}

base::Result<std::optional<DryRun>> find_dry_run(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_run, id));
  if (!row) return std::optional<DryRun>{};
  return std::optional(DryRun{id, row->text(0), row->text(1), row->text(2)});
}

base::Result<> remove_dry_run(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(connection));
  RETURN_IF_FAILED(remove(connection, id));
  return transaction.commit();
}

base::Result<std::vector<base::Uuid>> old_dry_runs(Connection& connection, base::Timestamp cutoff) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_old, cutoff));
  std::vector<base::Uuid> ids;
  for (const Row& row : rows) ids.push_back(row.uuid(0));
  return ids;
}

base::Result<> insert_dry_run_changes(Connection& connection, base::Uuid dry_run,
                                      std::span<const catalog::Change> changes) {
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(connection));
  ASSIGN_OR_RETURN(auto load,
                   connection.bulk_load("dry_run_changes", {"dry_run_id", "offer_id", "kind", "flags", "source_row",
                                                            "sku", "name", "before", "after"}));
  for (const catalog::Change& change : changes) {
    load.uuid(dry_run);
    load.uuid(change.offer_id);
    load.text(change.kind);
    load.integer(change.flags);
    load.integer(static_cast<std::int64_t>(change.row));
    load.text(change.sku);
    load.text(change.name);
    put_text(load, change.before);
    put_text(load, change.after);
    load.end_row();
  }
  RETURN_IF_FAILED(load.finish());
  return transaction.commit();
}

base::Result<std::vector<catalog::Change>> dry_run_changes(Connection& connection, base::Uuid dry_run,
                                                           catalog::ChangeFilter filter,
                                                           const catalog::ChangeCursor& after, std::uint64_t limit) {
  const catalog::ChangeCondition wanted = catalog::condition_of(filter);
  ASSIGN_OR_RETURN(const auto rows,
                   connection.query(page_of_changes, dry_run, after.is_withdrawn, after.row, after.row, after.sku,
                                    wanted.kind, wanted.kind, wanted.any_of, wanted.any_of, wanted.none_of, limit));
  std::vector<catalog::Change> changes;
  changes.reserve(rows.size());
  for (const Row& row : rows) {
    changes.push_back({row.uuid(0), row.text(1), row.text(2), row.text(3), static_cast<std::uint64_t>(row.integer(4)),
                       static_cast<std::uint32_t>(row.integer(5)), row.text(6), row.text(7)});
  }
  return changes;
}

}  // namespace imports::store
