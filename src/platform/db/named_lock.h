#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "platform/db/connection.h"
#include "platform/db/database.h"

namespace platform::db {

/// A lock known by name to every process that uses the same database. It ends with its holder: on PostgreSQL it belongs
/// to the session (advisory lock), on SQLite to the process (a lock file beside the database), so a killed holder frees
/// it at once.
class NamedLock {
 public:
  /// Takes the lock on `connection`'s session if nobody holds it; nothing when somebody does. The connection must
  /// outlive the lock and must not go back to a pool before it.
  static base::Result<std::optional<NamedLock>> try_take(const Database& database, Connection& connection,
                                                         std::string_view name);
  NamedLock(NamedLock&&) noexcept;
  NamedLock& operator=(NamedLock&&) noexcept;
  ~NamedLock();

  struct Impl;

 private:
  explicit NamedLock(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace platform::db
