#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "platform/db/connection.h"
#include "platform/db/statement_times.h"

namespace platform::db {

struct PoolOptions {
  std::size_t size = 10;
  std::chrono::milliseconds wait_limit{30'000};     ///< then db_pool_exhausted, never a hang
  std::chrono::seconds recycle_after{3'600};        ///< a connection older than this is replaced when next lent
  std::chrono::milliseconds liveness_after{1'000};  ///< a connection idle for longer is checked before it is lent
};

struct PoolStatistics {
  std::size_t limit = 0, open = 0, in_use = 0, waiting = 0;
  std::uint64_t lent = 0, exhausted = 0, recycled = 0, replaced_dead = 0;
  std::chrono::microseconds total_wait{0};
};

class Pool;

/// A connection lent by a pool; goes back when this is destroyed. Converts to the Connection.
class Lease {
 public:
  Lease(std::shared_ptr<Pool> pool, std::unique_ptr<Connection> connection);
  Lease(Lease&&) noexcept;
  Lease& operator=(Lease&&) = delete;
  ~Lease();
  Connection& operator*() const { return *connection_; }
  Connection* operator->() const { return connection_.get(); }
  /// The connection is broken or carries session state (temporary tables): close it instead of giving it back.
  void discard() { discard_ = true; }

 private:
  std::shared_ptr<Pool> pool_;
  std::unique_ptr<Connection> connection_;
  bool discard_ = false;
};

/// One of the six databases: SQLite or PostgreSQL by its URL, with its pool. Thread-safe.
class Database {
 public:
  /// `url`: "sqlite:///relative/or//absolute/path.db" or "postgresql://user:password@host:port/name?options". Makes the
  /// SQLite file's folder. Connects lazily. Fails with db_url_invalid.
  static base::Result<Database> open(std::string name, const std::string& url, PoolOptions options = {});

  const std::string& name() const { return name_; }
  Engine engine() const { return engine_; }
  /// The URL with its password masked.
  std::string masked_url() const;
  /// A connection; waits at most PoolOptions::wait_limit. Fails with db_pool_exhausted, db_unavailable.
  base::Result<Lease> acquire();
  PoolStatistics statistics() const;
  /// Of all connections of this database in this process.
  StatementTimes& statement_times() const { return *times_; }
  /// A connection outside the pool, for sessions that keep state (locks, temporary tables).
  base::Result<std::unique_ptr<Connection>> connect();

 private:
  Database(std::string name, Engine engine, std::string url, std::shared_ptr<StatementTimes> times,
           std::shared_ptr<Pool> pool);
  std::string name_;
  Engine engine_;
  std::string url_;
  std::shared_ptr<StatementTimes> times_;
  std::shared_ptr<Pool> pool_;
};

inline constexpr base::ProblemKind db_url_invalid{"config.database_url", "Database URL is not valid", 500,
                                                  base::LogLevel::error};

}  // namespace platform::db
