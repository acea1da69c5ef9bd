#pragma once

#include <optional>

#include "ops/backup/watch.h"
#include "platform/db/database.h"
#include "platform/db/named_lock.h"

namespace backup {

/// The right to make, prove or restore backups of an installation; it ends with its holder.
class BackupLock {
 public:
  /// Fails with already_running.
  static base::Result<BackupLock> take(platform::db::Database& main);
  /// The same for a restore; nothing where the main database cannot be reached, which may be why it is restored.
  static base::Result<std::optional<BackupLock>> take_if_reachable(const Source& main);

 private:
  BackupLock(std::unique_ptr<platform::db::Connection> connection, platform::db::NamedLock lock)
      : connection_(std::move(connection)), lock_(std::move(lock)) {}
  std::unique_ptr<platform::db::Connection> connection_;
  platform::db::NamedLock lock_;  // given back before the connection closes
};

}  // namespace backup
