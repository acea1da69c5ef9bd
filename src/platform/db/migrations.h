#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/db/database.h"

namespace platform::db {

/// One step of a database's schema, compiled into the binary from
/// migrations/<database>/NNNN_what.{up,down}[.engine].sql.
struct Migration {
  std::uint32_t version = 0;
  std::string name;
  std::string up, down;       ///< the text for the database's engine
  bool transactional = true;  ///< false: a first line "-- migrate: no transaction" (CREATE INDEX CONCURRENTLY)
  std::string checksum;       ///< SHA-256 of up and down, lower-case hex
  /// The first version that does without what the step takes away; "" for a step that only adds. Said by a comment line
  /// "-- migrate: contract after 1.4.0" at the head of the up text.
  std::string contract_after{};
};

struct MigrationState {
  Migration migration;
  bool applied = false;
  std::string applied_at;       ///< RFC 3339, "" when pending
  bool checksum_agrees = true;  ///< false: the applied text is not the one in this binary
};

/// The schema steps of one database on one engine, oldest first.
std::vector<Migration> migrations_of(std::string_view database, Engine engine);

/// Brings one database's schema forward and back. Guarded by a lock: two processes migrating at once end as one would.
class Migrator {
 public:
  explicit Migrator(Database& database);
  /// For tests: other steps than the binary's, and another wait for a process that migrates already.
  Migrator(Database& database, std::vector<Migration> migrations,
           std::chrono::milliseconds lock_wait = std::chrono::seconds(60));

  base::Result<std::vector<MigrationState>> status();
  /// Applies what is pending up to `target` (0: all). Gives the versions applied. `each` is told before each step.
  base::Result<std::vector<std::uint32_t>> up(std::uint32_t target = 0,
                                              const std::function<void(const Migration&)>& each = {});
  /// Undoes the newest `steps` applied steps.
  base::Result<std::vector<std::uint32_t>> down(std::uint32_t steps = 1);
  /// Goes up or down to `version` exactly (0: an empty schema).
  base::Result<std::vector<std::uint32_t>> to(std::uint32_t version);
  /// Succeeds when every applied step is one of ours with the same checksum; otherwise migration_drift naming them.
  base::Result<> verify();

 private:
  class Session;

  base::Result<> check_known(std::uint32_t version) const;
  /// Undoes as many of the applied steps, newest first, as `how_many` says of them.
  base::Result<std::vector<std::uint32_t>> undo(
      const std::function<std::size_t(const std::vector<std::uint32_t>&)>& how_many);

  Database& database_;
  std::vector<Migration> migrations_;
  std::chrono::milliseconds lock_wait_;
};

inline constexpr base::ProblemKind migration_failed{"migrate.failed", "Migration failed", 500, base::LogLevel::error};
inline constexpr base::ProblemKind migration_drift{"migrate.drift", "Applied migrations differ from this binary", 500,
                                                   base::LogLevel::error};
inline constexpr base::ProblemKind migration_locked{"migrate.locked", "Another process is migrating", 503,
                                                    base::LogLevel::warning};
inline constexpr base::ProblemKind migration_unknown{"migrate.unknown_version", "No such migration", 404,
                                                     base::LogLevel::info};

}  // namespace platform::db
