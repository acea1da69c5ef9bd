#pragma once

#include <array>
#include <atomic>

#include "platform/cache/second_level.h"
#include "platform/redis/subscriber.h"

namespace platform::redis {

/// The second level of the cache: values in Redis, each with the version and the tags it was made from.
class SharedCache final : public cache::SecondLevel {
 public:
  /// `redis` must outlive this.
  explicit SharedCache(Redis& redis);

  Looked look_up(cache::Space space, std::string_view key, std::string_view version) override;
  bool put(cache::Space space, std::string_view key, std::string_view version, const std::string& ticket,
           const cache::Made& made) override;
  void give_up(cache::Space space, std::string_view key, std::string_view version, const std::string& ticket) override;
  void invalidate(const cache::Invalidation& invalidation) override;

  /// Drops the spaces of which an invalidation did not get through. False when that fails again.
  bool make_up();
  /// Values longer than this stay in their process.
  static constexpr std::size_t longest_value = 1U << 20U;

 private:
  friend class CacheInvalidations;

  std::string entry_key(cache::Space space, std::string_view key) const;
  std::string tag_key(cache::Space space, std::string_view tag) const;
  std::string space_key(cache::Space space) const;
  std::string lock_key(cache::Space space, std::string_view key, std::string_view version) const;
  bool make_up(cache::Space space);
  bool send(const cache::Invalidation& invalidation);

  Redis& redis_;
  const std::string own_, channel_;
  std::array<std::atomic<bool>, cache::all_spaces.size()> missed_{};  // spaces with an invalidation to make up for
};

/// Hears what other processes invalidate, and drops it from this one's cache.
class CacheInvalidations {
 public:
  /// All must outlive this.
  CacheInvalidations(const Redis& redis, SharedCache& shared, cache::Cache& cache);

 private:
  Subscriber subscriber_;
};

}  // namespace platform::redis
