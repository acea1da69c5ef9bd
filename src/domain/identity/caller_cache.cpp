#include "domain/identity/caller_cache.h"

namespace identity {
namespace {

constexpr std::size_t most_entries = 10'000;

}  // namespace

std::optional<platform::http::Caller> CallerCache::find(const std::string& credential, base::Timestamp now) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(credential);
  if (found == entries_.end()) return std::nullopt;
  if (found->second.stale_at <= Clock::now() || found->second.valid_until <= now) {
    entries_.erase(found);
    return std::nullopt;
  }
  return found->second.caller;
}

std::uint64_t CallerCache::generation() {
  const std::lock_guard lock(mutex_);
  return generation_;
}

void CallerCache::put(const std::string& credential, const platform::http::Caller& caller, base::Timestamp valid_until,
                      std::uint64_t generation) {
  const std::lock_guard lock(mutex_);
  if (generation != generation_) return;
  const auto now = Clock::now();
  if (entries_.size() >= most_entries) make_room(now);
  entries_.insert_or_assign(credential, Entry{caller, valid_until, now + lifetime_});
}

void CallerCache::forget_user(const base::Uuid& user_id) {
  const std::lock_guard lock(mutex_);
  ++generation_;
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.caller.user_id == user_id; });
}

void CallerCache::make_room(Clock::time_point now) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.stale_at <= now; });
  if (entries_.size() >= most_entries) entries_.clear();
}

}  // namespace identity
