// Jobs, files, mappings and logs. The rows an import kept are in kept_rows_store.cpp.
#include "domain/imports/imports_store.h"

#include <fmt/format.h>

namespace imports::store {

using platform::db::Row;
using platform::db::Statement;

namespace {

constexpr Statement insert_file{
    "imports.files.insert",
    "INSERT INTO import_files (digest, object_key, size, created_at) VALUES (:p1, :p2, :p3, :p4) "
    "ON CONFLICT (digest) DO UPDATE SET object_key = excluded.object_key"};
constexpr Statement find_file{"imports.files.find", "SELECT object_key FROM import_files WHERE digest = :p1"};
constexpr Statement list_unused_files{
    "imports.files.unused",
    "SELECT digest, object_key FROM import_files WHERE created_at < :p1 AND digest > :p2 AND digest NOT IN "
    "(SELECT file_digest FROM import_jobs WHERE updated_at >= :p3 OR status = 'running') ORDER BY digest LIMIT 500"};
constexpr Statement any_reference{"imports.files.any_reference",
                                  "SELECT 1 FROM import_files WHERE digest = :p1 UNION ALL "
                                  "SELECT 1 FROM import_jobs WHERE file_digest = :p2 AND status = 'running' UNION ALL "
                                  "SELECT 1 FROM dry_runs WHERE file_digest = :p3 LIMIT 1"};
constexpr Statement delete_file{"imports.files.delete", "DELETE FROM import_files WHERE digest = :p1"};

constexpr Statement insert_one{
    "imports.jobs.insert",
    "INSERT INTO import_jobs (id, supplier_id, supplier_code, file_name, file_digest, mode, mapping_id, column_names, "
    "status, "
    "rows_total, created_at, updated_at) VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, 'running', :p9, :p10, :p11)"};
// A later import of the supplier has merged since: going on would bring back old values.
constexpr Statement unfinished{
    "imports.jobs.unfinished",
    "SELECT id FROM import_jobs WHERE supplier_id = :p1 AND file_digest = :p2 AND mode = :p3 AND mapping_id = :p4 "
    "AND status <> 'finished' AND NOT EXISTS (SELECT 1 FROM import_jobs l WHERE l.supplier_id = "
    "import_jobs.supplier_id "
    "AND l.created_at > import_jobs.created_at) ORDER BY created_at DESC LIMIT 1"};
constexpr Statement later_jobs{"imports.jobs.later",
                               "SELECT count(*) FROM import_jobs l JOIN import_jobs j ON l.supplier_id = j.supplier_id "
                               "AND l.created_at > j.created_at WHERE j.id = :p1"};
constexpr Statement resumed{
    "imports.jobs.resumed",
    "UPDATE import_jobs SET status = 'running', resumed = resumed + 1, problem_code = NULL, problem_message = NULL, "
    "problem_cure = NULL, updated_at = :p1 WHERE id = :p2"};
constexpr Statement finished{
    "imports.jobs.finished",
    "UPDATE import_jobs SET status = 'finished', report = :p1, finished_at = :p2, updated_at = :p3 WHERE id = :p4"};
constexpr Statement failed{
    "imports.jobs.failed",
    "UPDATE import_jobs SET status = 'failed', problem_code = :p1, problem_message = :p2, problem_cure = :p3, "
    "updated_at = :p4 WHERE id = :p5"};
constexpr Statement cancelled{"imports.jobs.cancelled",
                              "UPDATE import_jobs SET status = 'cancelled', updated_at = :p1 WHERE id = :p2"};
constexpr Statement page_some{
    "imports.jobs.page",
    "SELECT id, supplier_id, supplier_code, file_name, file_digest, mode, status, rows_total, resumed, created_at, "
    "finished_at, report, problem_code, problem_message, problem_cure FROM import_jobs "
    "WHERE (:p1 = '' OR supplier_code = :p2) AND id < :p3 ORDER BY id DESC LIMIT :p4"};
constexpr Statement find_one{
    "imports.jobs.find",
    "SELECT id, supplier_id, supplier_code, file_name, file_digest, mode, status, rows_total, resumed, created_at, "
    "finished_at, report, problem_code, problem_message, problem_cure FROM import_jobs WHERE id = :p1"};
constexpr Statement list_some{
    "imports.jobs.list",
    "SELECT id, supplier_id, supplier_code, file_name, file_digest, mode, status, rows_total, resumed, created_at, "
    "finished_at, report, problem_code, problem_message, problem_cure FROM import_jobs "
    "WHERE :p1 = '' OR supplier_code = :p2 ORDER BY created_at DESC LIMIT :p3"};
constexpr Statement list_ended{
    "imports.jobs.ended",
    "SELECT id, supplier_id, supplier_code, file_name, file_digest, mode, status, rows_total, resumed, created_at, "
    "finished_at, report, problem_code, problem_message, problem_cure, updated_at FROM import_jobs "
    "WHERE (updated_at, id) > (:p1, :p2) AND status <> 'running' ORDER BY updated_at, id LIMIT :p3"};
constexpr Statement running_jobs{"imports.jobs.count_running",
                                 "SELECT count(*) FROM import_jobs WHERE status = 'running'"};
constexpr Statement job_mapping{"imports.jobs.mapping", "SELECT mapping_id FROM import_jobs WHERE id = :p1"};

constexpr Statement job_columns{"imports.jobs.columns", "SELECT column_names FROM import_jobs WHERE id = :p1"};

constexpr Statement versions{
    "imports.mappings.versions",
    "SELECT id, version, origin, document, created_at FROM mappings WHERE supplier_id = :p1 ORDER BY version DESC"};
constexpr Statement find_version{"imports.mappings.find",
                                 "SELECT id, version, origin, document, created_at FROM mappings WHERE id = :p1"};
constexpr Statement insert_version{"imports.mappings.insert",
                                   "INSERT INTO mappings (id, supplier_id, version, origin, document, created_at) "
                                   "VALUES (:p1, :p2, :p3, :p4, :p5, :p6)"};

constexpr Statement mapping_owners{"imports.mappings.suppliers", "SELECT DISTINCT supplier_id FROM mappings"};
constexpr Statement delete_mappings{"imports.mappings.delete_of_supplier",
                                    "DELETE FROM mappings WHERE supplier_id = :p1"};

constexpr Statement insert_log{
    "imports.logs.insert",
    "INSERT INTO import_logs (id, import_job_id, logged_at, level, message) VALUES (:p1, :p2, :p3, :p4, :p5)"};
constexpr Statement find_log{
    "imports.logs.find",
    "SELECT logged_at, level, message FROM import_logs WHERE import_job_id = :p1 ORDER BY logged_at, id"};
// Ids are in order of time; a few at once, so that whoever writes does not wait.
constexpr Statement delete_log{
    "imports.logs.delete_oldest",
    "DELETE FROM import_logs WHERE logged_at < :p1 AND id IN (SELECT id FROM import_logs ORDER BY id LIMIT 5000)"};

ImportJob job_of(const Row& row) {
  ImportJob job;
  job.id = row.uuid(0);
  job.supplier_id = row.uuid(1);
  job.supplier = row.text(2);
  job.file_name = row.text(3);
  job.file_digest = row.text(4);
  job.mode = row.text(5);
  job.status = row.text(6);
  job.rows_total = static_cast<std::uint64_t>(row.integer(7));
  job.resumed = static_cast<int>(row.integer(8));
  job.created_at = row.timestamp(9);
  job.finished_at = row.optional_timestamp(10);
  if (const auto stored = row.optional_text(11)) {
    if (auto report = parse_report(*stored)) job.report = *std::move(report);
  }
  job.problem_code = row.text(12);
  job.problem_message = row.text(13);
  job.problem_cure = row.text(14);
  return job;
}

MappingVersion version_of(const Row& row) {
  return {row.uuid(0), static_cast<int>(row.integer(1)), row.text(2), row.text(3), row.timestamp(4)};
}

/// For statements whose count of changed rows says nothing.
template <class... Args>
base::Result<> run(Connection& connection, const Statement& statement, const Args&... args) {
  RETURN_IF_FAILED(connection.execute(statement, args...));
  return {};
}

}  // namespace

base::Result<> remember_file(Connection& connection, const platform::storage::StoredObject& object) {
  return run(connection, insert_file, object.digest, object.key, object.size, base::Timestamp::now());
}

base::Result<std::optional<std::string>> object_key(Connection& connection, std::string_view digest) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_file, digest));
  return row ? std::optional(row->text(0)) : std::nullopt;
}

base::Result<std::vector<ArchivedFile>> unused_files(Connection& connection, base::Timestamp cutoff,
                                                     std::string_view after) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_unused_files, cutoff, after, cutoff));
  std::vector<ArchivedFile> files;
  for (const Row& row : rows) files.push_back({row.text(0), row.text(1)});
  return files;
}

base::Result<bool> is_file_referred_to(Connection& connection, std::string_view digest) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(any_reference, digest, digest, digest));
  return row.has_value();
}

base::Result<> forget_file(Connection& connection, std::string_view digest) {
  return run(connection, delete_file, digest);
}

base::Result<> insert_job(Connection& connection, const NewJob& job) {
  const base::Timestamp now = base::Timestamp::now();
  return run(connection, insert_one, job.id, job.supplier_id, job.supplier, job.file_name, job.file_digest, job.mode,
             job.mapping_id, job.columns, job.rows_total, now, now);
}

base::Result<std::optional<base::Uuid>> find_unfinished(Connection& connection, const NewJob& like) {
  ASSIGN_OR_RETURN(const auto row,
                   connection.query_one(unfinished, like.supplier_id, like.file_digest, like.mode, like.mapping_id));
  return row ? std::optional(row->uuid(0)) : std::nullopt;
}

base::Result<bool> is_superseded(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(later_jobs, id));
  return row->integer(0) > 0;
}

base::Result<> mark_resumed(Connection& connection, base::Uuid id) {
  return run(connection, resumed, base::Timestamp::now(), id);
}

base::Result<> mark_finished(Connection& connection, base::Uuid id, std::string_view report) {
  const base::Timestamp now = base::Timestamp::now();
  return run(connection, finished, report, now, now, id);
}

base::Result<> mark_failed(Connection& connection, base::Uuid id, const base::Problem& problem) {
  return run(connection, failed, problem.code(), problem.message, problem.cure, base::Timestamp::now(), id);
}

base::Result<> mark_cancelled(Connection& connection, base::Uuid id) {
  return run(connection, cancelled, base::Timestamp::now(), id);
}

base::Result<std::optional<ImportJob>> find_job(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_one, id));
  return row ? std::optional(job_of(*row)) : std::nullopt;
}

base::Result<base::Uuid> mapping_of_job(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(job_mapping, id));
  return row ? row->uuid(0) : base::Uuid{};
}

base::Result<std::string> columns_of_job(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(job_columns, id));
  return row ? row->text(0) : std::string("[]");
}

base::Result<std::vector<ImportJob>> list_jobs(Connection& connection, std::string_view supplier, std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_some, supplier, supplier, limit));
  std::vector<ImportJob> jobs;
  for (const Row& row : rows) jobs.push_back(job_of(row));
  return jobs;
}

base::Result<std::vector<EndedImport>> ended_after(Connection& connection, base::Timestamp moment, base::Uuid id,
                                                   std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_ended, moment, id, limit));
  std::vector<EndedImport> ended;
  for (const Row& row : rows) ended.push_back({job_of(row), row.timestamp(15)});
  return ended;
}

base::Result<std::uint64_t> count_running(Connection& connection) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(running_jobs));
  return static_cast<std::uint64_t>(row->integer(0));
}

base::Result<std::vector<ImportJob>> page_of_jobs(Connection& connection, const ImportQuery& query) {
  constexpr std::string_view after_all_ids = "ffffffff-ffff-ffff-ffff-ffffffffffff";
  const std::string before = query.before ? query.before->to_string() : std::string(after_all_ids);
  ASSIGN_OR_RETURN(const auto rows, connection.query(page_some, query.supplier, query.supplier, before, query.limit));
  std::vector<ImportJob> jobs;
  for (const Row& row : rows) jobs.push_back(job_of(row));
  return jobs;
}

base::Result<std::vector<MappingVersion>> mapping_versions(Connection& connection, base::Uuid supplier_id) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(versions, supplier_id));
  std::vector<MappingVersion> all;
  for (const Row& row : rows) all.push_back(version_of(row));
  return all;
}

base::Result<std::optional<MappingVersion>> find_mapping(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_version, id));
  return row ? std::optional(version_of(*row)) : std::nullopt;
}

base::Result<> insert_mapping(Connection& connection, base::Uuid supplier_id, const MappingVersion& version) {
  return run(connection, insert_version, version.id, supplier_id, version.version, version.origin, version.document,
             version.created_at);
}

base::Result<std::vector<base::Uuid>> suppliers_with_mappings(Connection& connection) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(mapping_owners));
  std::vector<base::Uuid> suppliers;
  for (const Row& row : rows) suppliers.push_back(row.uuid(0));
  return suppliers;
}

base::Result<> delete_mappings_of(Connection& connection, base::Uuid supplier_id) {
  return run(connection, delete_mappings, supplier_id);
}

base::Result<> add_log(Connection& connection, base::Uuid job_id, std::string_view level, std::string_view message) {
  return run(connection, insert_log, base::Uuid::generate(), job_id, base::Timestamp::now(), level, message);
}

base::Result<std::vector<LogLine>> read_log(Connection& connection, base::Uuid job_id) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(find_log, job_id));
  std::vector<LogLine> lines;
  for (const Row& row : rows) lines.push_back({row.timestamp(0), row.text(1), row.text(2)});
  return lines;
}

base::Result<> add_log_partition(Connection& connection, std::chrono::year_month month) {
  const auto name = [](std::chrono::year_month one, std::string_view between) {
    return fmt::format("{:04}{}{:02}", static_cast<int>(one.year()), between, static_cast<unsigned>(one.month()));
  };
  const std::chrono::year_month next = month + std::chrono::months(1);
  return connection.execute_script("imports.logs.add_partition",
                                   fmt::format("CREATE TABLE IF NOT EXISTS import_logs_{} PARTITION OF import_logs "
                                               "FOR VALUES FROM ('{}-01 00:00:00+00') TO ('{}-01 00:00:00+00')",
                                               name(month, "_"), name(month, "-"), name(next, "-")));
}

base::Result<std::uint64_t> delete_some_log(Connection& connection, base::Timestamp cutoff) {
  ASSIGN_OR_RETURN(const std::int64_t deleted, connection.execute(delete_log, cutoff));
  return static_cast<std::uint64_t>(deleted);
}

}  // namespace imports::store
