#include "ops/backup/backups_store.h"

#include "base/text.h"

namespace backup::store {
namespace {

using db::Row;
using db::Statement;

#define BACKUP_COLUMNS                                                                                          \
  "id, state, started_at, ended_at, started_by, places, is_sealed, size_bytes, new_bytes, problem, proven_at, " \
  "proof_problem"

constexpr Statement insert_one{
    "backups.insert",
    "INSERT INTO backups (" BACKUP_COLUMNS
    ") VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10, :p11, :p12) ON CONFLICT (id) DO NOTHING"};
constexpr Statement end_one{"backups.end",
                            "UPDATE backups SET state = :p2, ended_at = :p3, places = :p4, size_bytes = :p5, "
                            "new_bytes = :p6, problem = :p7 WHERE id = :p1"};
constexpr Statement end_all{
    "backups.end_interrupted",
    "UPDATE backups SET state = 'failed', ended_at = :p1, problem = :p2 WHERE state = 'running'"};
constexpr Statement note_one{"backups.note_proof",
                             "UPDATE backups SET proven_at = coalesce(:p2, proven_at), proof_problem = :p3 WHERE id = "
                             ":p1"};
constexpr Statement list_latest{"backups.list",
                                "SELECT " BACKUP_COLUMNS " FROM backups ORDER BY started_at DESC, id DESC LIMIT :p1"};
constexpr Statement find_finished{"backups.last_finished",
                                  "SELECT " BACKUP_COLUMNS
                                  " FROM backups WHERE state = 'finished' ORDER BY started_at DESC, id DESC LIMIT 1"};
constexpr Statement find_proven{"backups.last_proven",
                                "SELECT " BACKUP_COLUMNS
                                " FROM backups WHERE proven_at IS NOT NULL ORDER BY proven_at DESC, id DESC LIMIT 1"};
constexpr Statement count_failures{
    "backups.failures",
    "SELECT count(*) FROM backups WHERE problem <> '' AND state <> 'running' AND started_at >= :p1"};
constexpr Statement delete_old{"backups.forget", "DELETE FROM backups WHERE started_at < :p1"};

#undef BACKUP_COLUMNS

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (const std::string_view word : base::split(text, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

BackupRun run_of(const Row& row) {
  BackupRun run;
  run.id = row.text(0);
  run.state = row.text(1);
  run.started_at = row.timestamp(2);
  run.ended_at = row.optional_timestamp(3);
  run.started_by = row.text(4);
  run.places = words_of(row.text(5));
  run.is_sealed = row.integer(6) != 0;
  run.size_bytes = static_cast<std::uint64_t>(row.integer(7));
  run.new_bytes = static_cast<std::uint64_t>(row.integer(8));
  run.problem = row.text(9);
  run.proven_at = row.optional_timestamp(10);
  run.proof_problem = row.text(11);
  return run;
}

base::Result<std::optional<BackupRun>> one(db::Connection& connection, const Statement& statement) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(statement));
  return row ? std::optional(run_of(*row)) : std::nullopt;
}

}  // namespace

base::Result<> insert_run(db::Connection& connection, const BackupRun& run) {
  RETURN_IF_FAILED(connection.execute(insert_one, run.id, run.state, run.started_at, run.ended_at, run.started_by,
                                      joined(run.places), run.is_sealed, run.size_bytes, run.new_bytes, run.problem,
                                      run.proven_at, run.proof_problem));
  return {};
}

base::Result<> end_run(db::Connection& connection, const BackupRun& run) {
  RETURN_IF_FAILED(connection.execute(end_one, run.id, run.state, run.ended_at, joined(run.places), run.size_bytes,
                                      run.new_bytes, run.problem));
  return {};
}

base::Result<> end_interrupted(db::Connection& connection, base::Timestamp now) {
  RETURN_IF_FAILED(connection.execute(end_all, now, "It was cut off before it was whole."));
  return {};
}

base::Result<> note_proof(db::Connection& connection, std::string_view id, std::optional<base::Timestamp> when,
                          std::string_view problem) {
  RETURN_IF_FAILED(connection.execute(note_one, id, when, problem));
  return {};
}

base::Result<std::vector<BackupRun>> list_runs(db::Connection& connection, std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_latest, limit));
  std::vector<BackupRun> all;
  for (const Row& row : rows) all.push_back(run_of(row));
  return all;
}

base::Result<std::optional<BackupRun>> last_finished(db::Connection& connection) {
  return one(connection, find_finished);
}

base::Result<std::optional<BackupRun>> last_proven(db::Connection& connection) {
  return one(connection, find_proven);
}

base::Result<std::uint64_t> failures_since(db::Connection& connection, base::Timestamp since) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(count_failures, since));
  return row ? static_cast<std::uint64_t>(row->integer(0)) : 0;
}

base::Result<> forget_runs(db::Connection& connection, base::Timestamp cutoff) {
  RETURN_IF_FAILED(connection.execute(delete_old, cutoff));
  return {};
}

}  // namespace backup::store
