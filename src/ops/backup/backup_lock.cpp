#include "ops/backup/backup_lock.h"

#include "ops/backup/backup_problems.h"

namespace backup {

base::Result<BackupLock> BackupLock::take(platform::db::Database& main) {
  ASSIGN_OR_RETURN(auto connection, main.connect());
  ASSIGN_OR_RETURN(auto lock, platform::db::NamedLock::try_take(main, *connection, "backup"));
  if (lock) return BackupLock(std::move(connection), *std::move(lock));
  return base::failure(already_running, "A backup, a proof of one or a restore is under way already.",
                       "Wait until it has ended; `backup list` shows when.");
}

base::Result<std::optional<BackupLock>> BackupLock::take_if_reachable(const Source& main) {
  ASSIGN_OR_RETURN(platform::db::Database database, platform::db::Database::open(main.name, main.url));
  auto lock = take(database);
  if (lock) return std::optional(*std::move(lock));
  if (lock.error().kind == &already_running) return base::failure(std::move(lock).error());
  return std::optional<BackupLock>{};
}

}  // namespace backup
