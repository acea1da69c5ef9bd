#include "ops/backup/exchange.h"

#include <array>

#include "ops/backup/snapshot_store.h"
#include "platform/crypto/random.h"
#include "platform/db/database_url.h"

namespace backup {
namespace {

namespace db = platform::db;
namespace fs = std::filesystem;

// The log and its index go with their file: another file must never find them.
constexpr std::array<const char*, 3> endings{"-wal", "-shm", ""};

base::Result<> move_sqlite(const std::string& from, const std::string& to) {
  for (const char* const ending : endings) {
    std::error_code error;
    fs::rename(from + ending, to + ending, error);
    if (error && error.value() != ENOENT) return not_written(to + ending, error.value());
  }
  return {};
}

/// Everything into the one file, so that nothing of it is in a log that stays behind.
base::Result<> fold_log(const Source& source) {
  ASSIGN_OR_RETURN(db::Database database, db::Database::open(source.name, source.url));
  ASSIGN_OR_RETURN(const auto connection, database.connect());
  return connection->execute_script("backup.fold_log", "PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace

base::Result<> Exchange::add(const Source& live, std::unique_ptr<Scratch> scratch) {
  ASSIGN_OR_RETURN(const db::DatabaseAddress address, db::parse_database_url(live.name, live.url));
  const std::string mark = "before_" + platform::crypto::random_letters(8);
  if (address.engine == db::Engine::sqlite) {
    Pair pair{live, address.target, address.target + "." + mark, true, std::move(scratch)};
    RETURN_IF_FAILED(fold_log(pair.scratch->source()));
    RETURN_IF_FAILED(move_sqlite(pair.name, pair.before));
    done_.push_back(std::move(pair));  // from here on it is put back when something fails
    return move_sqlite(done_.back().scratch->name(), done_.back().name);
  }
  ASSIGN_OR_RETURN(const std::string name, name_on_server(live));
  Pair pair{live, name, name.substr(0, 40) + "_" + mark, false, std::move(scratch)};
  ASSIGN_OR_RETURN(const auto server, maintenance_session(live));
  RETURN_IF_FAILED(store::exchange(*server, pair.name, pair.scratch->name(), pair.before));
  done_.push_back(std::move(pair));
  return {};
}

base::Result<> Exchange::put_back(const Pair& pair) {
  if (pair.is_sqlite) {
    RETURN_IF_FAILED(move_sqlite(pair.name, pair.scratch->name()));
    return move_sqlite(pair.before, pair.name);
  }
  ASSIGN_OR_RETURN(const auto server, maintenance_session(pair.live));
  return store::exchange(*server, pair.name, pair.before, pair.scratch->name());
}

void Exchange::drop_replaced(const Pair& pair) {
  if (pair.is_sqlite) {
    for (const char* const ending : endings) {
      std::error_code ignored;
      fs::remove(pair.before + ending, ignored);
    }
    return;
  }
  if (const auto server = maintenance_session(pair.live)) static_cast<void>(store::drop(**server, pair.before));
}

void Exchange::finish() {
  for (const Pair& pair : done_) {
    pair.scratch->keep();
    drop_replaced(pair);
  }
  done_.clear();
}

Exchange::~Exchange() {
  for (const Pair& pair : done_) {
    // Where even that fails, what was replaced is there still, under the name docs/backup.md tells of.
    if (!put_back(pair)) pair.scratch->keep();
  }
}

}  // namespace backup
