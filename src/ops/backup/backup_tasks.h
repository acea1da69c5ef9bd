#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "ops/backup/backups.h"
#include "platform/queue/worker.h"

namespace backup {

/// Jobs that look after the installation itself.
inline constexpr std::string_view operations_queue = "operations";
inline constexpr std::string_view backup_kind = "backup";

/// How old the latest backup and the latest proof are, where they are too old (backups.h).
struct Lateness {
  std::optional<std::chrono::hours> backup{}, proof{};
};

/// Backups as jobs: begun by people over HTTP and by the clock every day.
class BackupTasks {
 public:
  /// `zone` names the one BACKUP_TIME is in. All must outlive this; `options` is a failure where the settings are
  /// wrong, which is then what every backup answers.
  BackupTasks(base::Result<BackupOptions> options, std::string daily_time, bool proves, std::string program_version,
              platform::db::Database& main, platform::storage::ObjectStore& storage, platform::queue::JobQueue& queue,
              std::function<base::Result<std::string>()> zone);

  void handle_jobs(platform::queue::Worker& worker);
  /// Enqueues a backup; the one that waits or runs already, if there is one.
  base::Result<platform::queue::Enqueued> start(std::string_view by);
  /// Starts the daily backup when its time has come, once for however many ask. A day on which nothing ran at that time
  /// is made up for, but not the days before there was anything to keep. Meant for every minute.
  base::Result<> start_daily(base::Timestamp now);
  /// Nothing is late where no backup is made daily, and no proof where they are not proven.
  base::Result<Lateness> lateness(base::Timestamp now);

 private:
  base::Result<std::string> work(platform::queue::JobContext& context);
  base::Result<std::optional<base::Timestamp>> last_due(base::Timestamp now);
  /// Since when there is something to keep, from when on a backup can be late.
  base::Result<base::Timestamp> installed_at();

  const base::Result<BackupOptions> options_;
  const std::string daily_time_;
  const bool proves_;
  const std::string program_version_;
  platform::db::Database& main_;
  platform::storage::ObjectStore& storage_;
  platform::queue::JobQueue& queue_;
  const std::function<base::Result<std::string>()> zone_;
};

}  // namespace backup
