#pragma once

#include <condition_variable>
#include <list>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "platform/cache/second_level.h"

namespace platform::cache {

/// A key with its space before it, so that spaces share one table.
std::string full_key(Space space, std::string_view key);

/// A part of the cache under a lock of its own.
class Shard {
 public:
  /// `second` may be null.
  Shard(std::size_t bytes, std::function<std::chrono::steady_clock::time_point()> now, SecondLevel* second)
      : room_(bytes), now_(std::move(now)), second_(second) {}

  base::Result<Value> get_or_make(Space space, const std::string& key, const Maker& make, std::string_view version);
  // Each gives how many values were dropped.
  std::uint64_t invalidate_key(Space space, const std::string& key);
  std::uint64_t invalidate_tag(Space space, std::string_view tag);
  std::uint64_t invalidate_space(Space space);
  void add_statistics(std::vector<SpaceStatistics>& sums) const;

 private:
  struct Entry {
    Space space = Space::catalog;
    std::string key, version;
    Value value;
    std::vector<std::string> tags;  // full ones
    std::chrono::steady_clock::time_point until;
    std::size_t bytes = 0;
  };
  using Entries = std::list<Entry>;  // the one used last is first

  /// A value being made, and those who wait for it.
  struct Flight {
    Space space = Space::catalog;
    std::string version;
    bool is_over = false;
    bool is_outdated = false;  // invalidated meanwhile: others must make it anew
    std::optional<base::Result<Value>> outcome;
  };

  /// What make_it() came by, and how long it may be kept.
  struct Obtained {
    Made made;
    std::chrono::milliseconds left;
  };

  Value find(Space space, const std::string& key, std::string_view version);
  base::Result<Value> make_it(Space space, const std::string& key, const Maker& make, std::string_view version,
                              std::unique_lock<std::mutex>& lock);
  /// From the second level, else from the maker; called without the lock.
  base::Result<Obtained> obtain(Space space, std::string_view key, const Maker& make, std::string_view version);
  base::Result<Obtained> make_shared_value(Space space, std::string_view key, const Maker& make,
                                           std::string_view version, const std::string& ticket);
  void count(Space space, std::uint64_t SpaceStatistics::*figure);
  void land(const std::string& key, const std::shared_ptr<Flight>& flight);
  void keep(Space space, const std::string& key, std::string_view version, const Value& value, Obtained obtained);
  void drop(Entries::iterator entry);
  void outdate(const std::string& key);
  void outdate_all(Space space);
  SpaceStatistics& of(Space space) { return statistics_[static_cast<std::size_t>(space)]; }

  const std::size_t room_;
  const std::function<std::chrono::steady_clock::time_point()> now_;
  SecondLevel* const second_;
  mutable std::mutex mutex_;
  std::condition_variable landed_;
  Entries entries_;
  std::unordered_map<std::string_view, Entries::iterator> by_key_;  // of the entry's own key
  std::unordered_map<std::string, std::unordered_set<std::string_view>> keys_of_tag_;
  std::unordered_map<std::string, std::shared_ptr<Flight>> flights_;
  std::size_t used_ = 0;
  std::array<SpaceStatistics, all_spaces.size()> statistics_{};
};

}  // namespace platform::cache
