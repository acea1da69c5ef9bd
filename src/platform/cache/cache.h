#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace platform::cache {

/// Whose values are kept apart: each space has a time its values live.
enum class Space : std::uint8_t { catalog, imports, code2asin, analytics, media };
inline constexpr std::array all_spaces{Space::catalog, Space::imports, Space::code2asin, Space::analytics,
                                       Space::media};
std::string_view to_string(Space space);
std::optional<Space> parse_space(std::string_view name);
std::chrono::seconds lifetime_of(Space space);

/// A value, shared with whoever reads it.
using Value = std::shared_ptr<const std::string>;

/// What a maker gives: the value, and names of what it was made from, for invalidate_tag().
struct Made {
  std::string value;
  std::vector<std::string> tags{};
};
using Maker = std::function<base::Result<Made>()>;

class SecondLevel;
struct Invalidation;

struct CacheOptions {
  std::size_t bytes = 64U << 20U;  ///< of keys, values and their upkeep; the longest unused go first
  std::size_t shards = 16;         ///< parts that never wait for each other
  std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now;
  std::shared_ptr<SecondLevel> second{};  ///< shared with other processes; none: values stay in this one
};

/// How a space does since the process began.
struct SpaceStatistics {
  Space space = Space::catalog;
  std::uint64_t entries = 0, bytes = 0;
  std::uint64_t hits = 0, misses = 0;
  std::uint64_t evictions = 0;      ///< dropped to make room
  std::uint64_t expirations = 0;    ///< found too old
  std::uint64_t invalidations = 0;  ///< dropped because what they were made from changed
  std::uint64_t shared_hits = 0;    ///< of the misses: found in the second level
  std::uint64_t shared_misses = 0;  ///< not found there either
  std::uint64_t shared_errors = 0;  ///< the second level could not be asked, or not be given the value
};

class Shard;

/// Values kept in this process, bounded in bytes and in time, and in a second level when there is one. Thread-safe.
class Cache {
 public:
  explicit Cache(const CacheOptions& options = {});
  Cache(const Cache&) = delete;
  Cache& operator=(const Cache&) = delete;
  ~Cache();

  /// The kept value, or the one `make` gives. However many ask for a value at once, one makes it and the others wait; a
  /// maker that fails keeps nothing, and all who waited get its Problem. A value made while its key, tag or space was
  /// being invalidated goes to those who wait, and is not kept.
  /// `version`: of what the value is made from; a kept value of another version counts as absent.
  base::Result<Value> get_or_make(Space space, std::string_view key, const Maker& make, std::string_view version = {});

  void invalidate_key(Space space, std::string_view key);
  /// Drops every value of the space that was made from what `tag` names.
  void invalidate_tag(Space space, std::string_view tag);
  /// Drops everything of the space; gives how many values that were.
  std::uint64_t invalidate_space(Space space);
  /// Drops it in this process alone: another one has invalidated it and told the second level.
  std::uint64_t forget(const Invalidation& invalidation);

  /// Of all spaces, in their order.
  std::vector<SpaceStatistics> statistics() const;

 private:
  Shard& shard_of(Space space, std::string_view key) const;
  std::uint64_t invalidate(const Invalidation& invalidation);

  std::shared_ptr<SecondLevel> second_;
  std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace platform::cache
