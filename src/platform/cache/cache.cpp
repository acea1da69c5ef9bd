#include "platform/cache/cache.h"

#include <algorithm>

#include "platform/cache/second_level.h"
#include "platform/cache/shard.h"

namespace platform::cache {
namespace {

struct SpaceInfo {
  std::string_view name;
  std::chrono::seconds lifetime;
};

const SpaceInfo& info_of(Space space) {
  using std::chrono::hours;
  static constexpr std::array<SpaceInfo, all_spaces.size()> table{{
      {"catalog", hours(2)},
      {"imports", std::chrono::minutes(30)},
      {"code2asin", hours(24)},
      {"analytics", hours(1)},
      {"media", hours(1)},
  }};
  return table.at(static_cast<std::size_t>(space));
}

}  // namespace

std::string_view to_string(Space space) {
  return info_of(space).name;
}

std::optional<Space> parse_space(std::string_view name) {
  const auto found = std::ranges::find(all_spaces, name, [](Space space) { return to_string(space); });
  return found == all_spaces.end() ? std::nullopt : std::optional(*found);
}

std::chrono::seconds lifetime_of(Space space) {
  return info_of(space).lifetime;
}

Cache::Cache(const CacheOptions& options) : second_(options.second) {
  const std::size_t count = std::max<std::size_t>(1, options.shards);
  shards_.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    shards_.push_back(std::make_unique<Shard>(options.bytes / count, options.now, second_.get()));
  }
}

Cache::~Cache() = default;

Shard& Cache::shard_of(Space space, std::string_view key) const {
  const std::size_t hash = std::hash<std::string_view>{}(key) + static_cast<std::size_t>(space);
  return *shards_[hash % shards_.size()];
}

base::Result<Value> Cache::get_or_make(Space space, std::string_view key, const Maker& make, std::string_view version) {
  return shard_of(space, key).get_or_make(space, full_key(space, key), make, version);
}

// The second level first: else somebody could take the old value from there once it is gone from here.
void Cache::invalidate_key(Space space, std::string_view key) {
  invalidate({Invalidation::What::key, space, std::string(key)});
}

void Cache::invalidate_tag(Space space, std::string_view tag) {
  invalidate({Invalidation::What::tag, space, std::string(tag)});
}

std::uint64_t Cache::invalidate_space(Space space) {
  return invalidate({Invalidation::What::space, space, {}});
}

std::uint64_t Cache::invalidate(const Invalidation& invalidation) {
  if (second_) second_->invalidate(invalidation);
  return forget(invalidation);
}

std::uint64_t Cache::forget(const Invalidation& invalidation) {
  const auto& [what, space, name] = invalidation;
  std::uint64_t dropped = 0;
  if (what == Invalidation::What::key) return shard_of(space, name).invalidate_key(space, full_key(space, name));
  for (const auto& shard : shards_) {
    dropped += what == Invalidation::What::tag ? shard->invalidate_tag(space, name) : shard->invalidate_space(space);
  }
  return dropped;
}

std::vector<SpaceStatistics> Cache::statistics() const {
  std::vector<SpaceStatistics> sums;
  for (const Space space : all_spaces) sums.push_back({.space = space});
  for (const auto& shard : shards_) shard->add_statistics(sums);
  return sums;
}

}  // namespace platform::cache
