#include "platform/db/migrations.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <thread>

#include "base/text.h"
#include "platform/db/named_lock.h"
#include "platform/db/schema_history.h"

namespace platform::db {

namespace {

constexpr std::string_view lock_name = "migrate";
constexpr std::chrono::milliseconds lock_retry{50};

std::string step_name(std::uint32_t version, std::string_view name) {
  return std::to_string(version) + " " + std::string(name);
}

const Migration* find(const std::vector<Migration>& migrations, std::uint32_t version) {
  const auto found = std::find_if(migrations.begin(), migrations.end(),
                                  [&](const Migration& migration) { return migration.version == version; });
  return found == migrations.end() ? nullptr : &*found;
}

enum class Unknown : unsigned char { refused, tolerated_when_newer };

/// Applied steps that are not ours. Those of a newer program are no drift when an older one migrates: its schema is
/// kept usable by the older program, and that is what makes a return to it safe.
base::Result<> check_drift(const std::string& database, const std::vector<Migration>& migrations,
                           const AppliedMigrations& applied, Unknown unknown) {
  const std::uint32_t newest = migrations.empty() ? 0 : migrations.back().version;
  std::vector<std::string> differences;
  for (const auto& [version, entry] : applied) {
    const Migration* const ours = find(migrations, version);
    if (ours == nullptr) {
      if (unknown == Unknown::tolerated_when_newer && version > newest) continue;
      differences.push_back(step_name(version, entry.name) + " (not known to this program)");
    } else if (ours->checksum != entry.checksum) {
      differences.push_back(step_name(version, entry.name) + " (its text has changed since)");
    }
  }
  if (differences.empty()) return {};
  return base::failure(migration_drift,
                       "The " + database + " database holds steps that differ from this program's: " +
                           base::join(differences, ", ") + ".",
                       "Use the version of the program that migrated this database, or a newer one.");
}

}  // namespace

/// A session of its own that holds the migration lock: the lock and the steps live and die together.
class Migrator::Session {
 public:
  static base::Result<Session> open(Database& database, std::chrono::milliseconds wait) {
    ASSIGN_OR_RETURN(auto connection, database.connect());
    const auto give_up = std::chrono::steady_clock::now() + wait;
    while (true) {
      // Tried over and over rather than waited for: a waiting session would hold up CREATE INDEX CONCURRENTLY.
      ASSIGN_OR_RETURN(auto lock, NamedLock::try_take(database, *connection, lock_name));
      if (lock) return Session(std::move(connection), *std::move(lock));
      if (std::chrono::steady_clock::now() >= give_up) break;
      std::this_thread::sleep_for(lock_retry);
    }
    return base::failure(migration_locked,
                         "Another process has been migrating the " + database.name() + " database for more than " +
                             std::to_string(wait.count() / 1'000) + " seconds.",
                         "Wait for it to end, then migrate again.");
  }
  Connection& connection() { return *connection_; }

 private:
  Session(std::unique_ptr<Connection> connection, NamedLock lock)
      : connection_(std::move(connection)), lock_(std::move(lock)) {}

  std::unique_ptr<Connection> connection_;
  NamedLock lock_;  // given back before the connection closes
};

Migrator::Migrator(Database& database) : Migrator(database, migrations_of(database.name(), database.engine())) {}

Migrator::Migrator(Database& database, std::vector<Migration> migrations, std::chrono::milliseconds lock_wait)
    : database_(database), migrations_(std::move(migrations)), lock_wait_(lock_wait) {}

base::Result<std::vector<MigrationState>> Migrator::status() {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());  // kept for what a process that starts asks next
  ASSIGN_OR_RETURN(auto applied, read_history(*connection));
  std::vector<MigrationState> states;
  for (const auto& migration : migrations_) {
    MigrationState& state = states.emplace_back(MigrationState{migration, false, "", true});
    if (const auto entry = applied.extract(migration.version)) {
      state.applied = true;
      state.applied_at = entry.mapped().applied_at;
      state.checksum_agrees = entry.mapped().checksum == migration.checksum;
    }
  }
  for (const auto& [version, entry] : applied) {
    states.push_back({{version, entry.name, "", "", true, entry.checksum}, true, entry.applied_at, false});
  }
  std::sort(states.begin(), states.end(),
            [](const MigrationState& a, const MigrationState& b) { return a.migration.version < b.migration.version; });
  return states;
}

base::Result<> Migrator::verify() {
  ASSIGN_OR_RETURN(const auto connection, database_.connect());
  ASSIGN_OR_RETURN(const auto applied, read_history(*connection));
  return check_drift(database_.name(), migrations_, applied, Unknown::refused);
}

base::Result<> Migrator::check_known(std::uint32_t version) const {
  if (version == 0 || find(migrations_, version) != nullptr) return {};
  return base::failure(migration_unknown,
                       "The " + database_.name() + " database has no step " + std::to_string(version) + ".",
                       "Run \"migrate status\" to see the steps there are.");
}

base::Result<std::vector<std::uint32_t>> Migrator::up(std::uint32_t target,
                                                      const std::function<void(const Migration&)>& each) {
  RETURN_IF_FAILED(check_known(target));
  ASSIGN_OR_RETURN(auto session, Session::open(database_, lock_wait_));
  RETURN_IF_FAILED(make_history(session.connection()));
  ASSIGN_OR_RETURN(const auto applied, read_history(session.connection()));
  RETURN_IF_FAILED(check_drift(database_.name(), migrations_, applied, Unknown::tolerated_when_newer));
  std::vector<std::uint32_t> done;
  for (const auto& migration : migrations_) {
    if (target != 0 && migration.version > target) break;
    if (applied.contains(migration.version)) continue;
    if (each) each(migration);
    RETURN_IF_FAILED(apply_step(session.connection(), migration));
    done.push_back(migration.version);
  }
  return done;
}

base::Result<std::vector<std::uint32_t>> Migrator::undo(
    const std::function<std::size_t(const std::vector<std::uint32_t>&)>& how_many) {
  ASSIGN_OR_RETURN(auto session, Session::open(database_, lock_wait_));
  ASSIGN_OR_RETURN(const auto applied, read_history(session.connection()));
  RETURN_IF_FAILED(check_drift(database_.name(), migrations_, applied, Unknown::refused));
  std::vector<std::uint32_t> newest_first;
  std::transform(applied.rbegin(), applied.rend(), std::back_inserter(newest_first),
                 [](const auto& entry) { return entry.first; });
  newest_first.resize(std::min(newest_first.size(), how_many(newest_first)));
  for (const auto version : newest_first) {
    RETURN_IF_FAILED(undo_step(session.connection(), *find(migrations_, version)));
  }
  return newest_first;
}

base::Result<std::vector<std::uint32_t>> Migrator::down(std::uint32_t steps) {
  return undo([steps](const std::vector<std::uint32_t>&) { return std::size_t{steps}; });
}

base::Result<std::vector<std::uint32_t>> Migrator::to(std::uint32_t version) {
  RETURN_IF_FAILED(check_known(version));
  ASSIGN_OR_RETURN(
      auto steps, undo([version](const std::vector<std::uint32_t>& newest_first) {
        return static_cast<std::size_t>(std::count_if(newest_first.begin(), newest_first.end(),
                                                      [version](std::uint32_t applied) { return applied > version; }));
      }));
  if (version == 0) return steps;
  ASSIGN_OR_RETURN(const auto applied, up(version));
  steps.insert(steps.end(), applied.begin(), applied.end());
  return steps;
}

}  // namespace platform::db
