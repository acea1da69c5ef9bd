#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "platform/db/database.h"

namespace platform::db {

/// Lends the connections of one database, first come first served. Thread-safe.
class Pool {
 public:
  using Connect = std::function<base::Result<std::unique_ptr<Connection>>()>;

  Pool(std::string database, PoolOptions options, Connect connect);

  /// A connection that answers; waits at most PoolOptions::wait_limit.
  base::Result<std::unique_ptr<Connection>> take();
  /// Takes a connection back; one that is broken, or that must be discarded, is closed.
  void give_back(std::unique_ptr<Connection> connection, bool discard) noexcept;
  /// A connection outside the pool.
  base::Result<std::unique_ptr<Connection>> connect() const { return connect_(); }
  PoolStatistics statistics() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Idle {
    std::unique_ptr<Connection> connection;
    Clock::time_point since;
  };

  bool may_lend() const { return !idle_.empty() || statistics_.open < options_.size; }
  base::Result<Idle> reserve();
  bool is_fresh(Idle& idle);
  void release_place();

  const std::string database_;
  const PoolOptions options_;
  const Connect connect_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Idle> idle_;  // the last one used is lent first
  std::list<int> queue_;    // who waits, in order of arrival
  PoolStatistics statistics_;
};

}  // namespace platform::db
