#pragma once

#include "ops/backup/backups.h"
#include "platform/db/connection.h"

namespace backup::store {

namespace db = platform::db;

base::Result<> insert_run(db::Connection& connection, const BackupRun& run);
/// State, end, places, sizes and problem.
base::Result<> end_run(db::Connection& connection, const BackupRun& run);
/// Runs nobody ends any more, as their process was killed.
base::Result<> end_interrupted(db::Connection& connection, base::Timestamp now);
base::Result<> note_proof(db::Connection& connection, std::string_view id, std::optional<base::Timestamp> when,
                          std::string_view problem);
base::Result<std::vector<BackupRun>> list_runs(db::Connection& connection, std::uint64_t limit);
base::Result<std::optional<BackupRun>> last_finished(db::Connection& connection);
base::Result<std::optional<BackupRun>> last_proven(db::Connection& connection);
base::Result<std::uint64_t> failures_since(db::Connection& connection, base::Timestamp since);
base::Result<> forget_runs(db::Connection& connection, base::Timestamp cutoff);

}  // namespace backup::store
