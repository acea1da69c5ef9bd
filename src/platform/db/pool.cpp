#include "platform/db/pool.h"

#include <utility>

#include "platform/db/connection_impl.h"

namespace platform::db {

Pool::Pool(std::string database, PoolOptions options, Connect connect)
    : database_(std::move(database)), options_(options), connect_(std::move(connect)) {
  statistics_.limit = options_.size;
}

/// Waits for a turn and takes a place: an idle connection, or an empty one to be filled by connecting.
base::Result<Pool::Idle> Pool::reserve() {
  std::unique_lock lock(mutex_);
  const auto start = Clock::now();
  const auto turn = queue_.insert(queue_.end(), 0);
  ++statistics_.waiting;
  const bool got_turn =
      changed_.wait_until(lock, start + options_.wait_limit, [&] { return turn == queue_.begin() && may_lend(); });
  --statistics_.waiting;
  queue_.erase(turn);
  statistics_.total_wait += std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start);
  changed_.notify_all();  // the next in the queue may have its turn
  if (!got_turn) {
    ++statistics_.exhausted;
    return base::failure(db_pool_exhausted,
                         "All " + std::to_string(options_.size) + " connections of the " + database_ +
                             " database stayed busy for " + std::to_string(options_.wait_limit.count()) +
                             " milliseconds.",
                         "Try again when fewer tasks run, or give this database a larger pool.");
  }
  ++statistics_.in_use;
  ++statistics_.lent;
  Idle place;
  if (idle_.empty()) {
    ++statistics_.open;
  } else {
    place = std::move(idle_.back());
    idle_.pop_back();
  }
  return place;
}

bool Pool::is_fresh(Idle& idle) {
  const auto now = Clock::now();
  std::uint64_t PoolStatistics::*reason = nullptr;
  if (now - idle.connection->impl().born() > options_.recycle_after) {
    reason = &PoolStatistics::recycled;
  } else if (now - idle.since > options_.liveness_after && !idle.connection->is_alive()) {
    reason = &PoolStatistics::replaced_dead;
  }
  if (reason == nullptr) return true;
  const std::lock_guard lock(mutex_);
  ++(statistics_.*reason);
  return false;
}

base::Result<std::unique_ptr<Connection>> Pool::take() {
  ASSIGN_OR_RETURN(auto place, reserve());
  if (place.connection && is_fresh(place)) return std::move(place.connection);
  place.connection.reset();
  try {
    auto connection = connect_();
    if (!connection) release_place();
    return connection;
  } catch (...) {
    release_place();
    throw;
  }
}

void Pool::give_back(std::unique_ptr<Connection> connection, bool discard) noexcept {
  if (!discard && connection->impl().make_ready()) {
    const std::lock_guard lock(mutex_);
    idle_.push_back({std::move(connection), Clock::now()});
    --statistics_.in_use;
    changed_.notify_all();
  } else {
    connection.reset();
    release_place();
  }
}

void Pool::release_place() {
  const std::lock_guard lock(mutex_);
  --statistics_.in_use;
  --statistics_.open;
  changed_.notify_all();
}

PoolStatistics Pool::statistics() const {
  const std::lock_guard lock(mutex_);
  return statistics_;
}

}  // namespace platform::db
