#include "platform/cache/shard.h"

namespace platform::cache {
namespace {

/// What an entry costs besides its texts: nodes of the list and the tables, counters.
constexpr std::size_t upkeep = 256;

}  // namespace

std::string full_key(Space space, std::string_view key) {
  std::string full(1, static_cast<char>('a' + static_cast<int>(space)));
  return full.append(key);
}

base::Result<Value> Shard::get_or_make(Space space, const std::string& key, const Maker& make,
                                       std::string_view version) {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (Value found = find(space, key, version)) {
      ++of(space).hits;
      return found;
    }
    const auto flying = flights_.find(key);
    if (flying == flights_.end() || flying->second->version != version) break;
    const std::shared_ptr<Flight> flight = flying->second;
    landed_.wait(lock, [&] { return flight->is_over; });
    if (flight->outcome) {
      ++of(space).hits;
      return *flight->outcome;
    }
    // Its maker threw: look again, and make it if nobody else does.
  }
  ++of(space).misses;
  return make_it(space, key, make, version, lock);
}

Value Shard::find(Space space, const std::string& key, std::string_view version) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  const auto entry = found->second;
  if (entry->until <= now_()) {
    ++of(space).expirations;
    drop(entry);
    return nullptr;
  }
  if (entry->version != version) return nullptr;  // replaced when the new one is made
  entries_.splice(entries_.begin(), entries_, entry);
  return entry->value;
}

base::Result<Value> Shard::make_it(Space space, const std::string& key, const Maker& make, std::string_view version,
                                   std::unique_lock<std::mutex>& lock) {
  const auto flight = std::make_shared<Flight>();
  flight->space = space;
  flight->version = version;
  flights_[key] = flight;
  lock.unlock();
  std::optional<base::Result<Obtained>> obtained;
  try {
    obtained = obtain(space, std::string_view(key).substr(1), make, version);
  } catch (...) {
    lock.lock();
    land(key, flight);
    throw;
  }
  lock.lock();
  if (!*obtained) {
    flight->outcome = base::failure(std::move(*obtained).error());
  } else {
    const auto value = std::make_shared<const std::string>(std::move((*obtained)->made.value));
    flight->outcome = value;
    const auto current = flights_.find(key);
    const bool is_newest = current != flights_.end() && current->second == flight;
    if (is_newest && !flight->is_outdated) keep(space, key, version, value, **std::move(obtained));
  }
  land(key, flight);
  return *flight->outcome;
}

base::Result<Shard::Obtained> Shard::obtain(Space space, std::string_view key, const Maker& make,
                                            std::string_view version) {
  SecondLevel::Looked looked;
  if (second_ != nullptr) looked = second_->look_up(space, key, version);
  if (looked.found) {
    count(space, &SpaceStatistics::shared_hits);
    return Obtained{std::move(looked.found->made), looked.found->left};
  }
  if (second_ != nullptr)
    count(space, looked.has_failed ? &SpaceStatistics::shared_errors : &SpaceStatistics::shared_misses);
  if (!looked.ticket.empty()) return make_shared_value(space, key, make, version, looked.ticket);
  ASSIGN_OR_RETURN(Made made, make());
  return Obtained{std::move(made), lifetime_of(space)};
}

base::Result<Shard::Obtained> Shard::make_shared_value(Space space, std::string_view key, const Maker& make,
                                                       std::string_view version, const std::string& ticket) {
  struct Turn {  // others wait for its end, also when the maker throws
    const std::function<void()> give_up;
    bool is_over = false;
    ~Turn() {
      if (!is_over) give_up();
    }
  } turn{[&] { second_->give_up(space, key, version, ticket); }};
  ASSIGN_OR_RETURN(Made made, make());
  turn.is_over = true;
  if (!second_->put(space, key, version, ticket, made)) count(space, &SpaceStatistics::shared_errors);
  return Obtained{std::move(made), lifetime_of(space)};
}

void Shard::count(Space space, std::uint64_t SpaceStatistics::*figure) {
  const std::lock_guard lock(mutex_);
  ++(of(space).*figure);
}

void Shard::land(const std::string& key, const std::shared_ptr<Flight>& flight) {
  flight->is_over = true;
  const auto current = flights_.find(key);
  if (current != flights_.end() && current->second == flight) flights_.erase(current);
  landed_.notify_all();
}

void Shard::keep(Space space, const std::string& key, std::string_view version, const Value& value, Obtained obtained) {
  std::vector<std::string>& tags = obtained.made.tags;
  if (const auto old = by_key_.find(key); old != by_key_.end()) drop(old->second);
  std::size_t bytes = upkeep + key.size() + version.size() + value->size();
  for (std::string& tag : tags) {
    tag = full_key(space, tag);
    bytes += upkeep + tag.size();
  }
  if (bytes > room_) return;
  while (used_ + bytes > room_) {
    ++of(entries_.back().space).evictions;
    drop(std::prev(entries_.end()));
  }
  entries_.push_front({space, key, std::string(version), value, std::move(tags), now_() + obtained.left, bytes});
  const auto entry = entries_.begin();
  by_key_.emplace(entry->key, entry);
  for (const std::string& tag : entry->tags) keys_of_tag_[tag].insert(entry->key);
  used_ += bytes;
  ++of(space).entries;
  of(space).bytes += bytes;
}

void Shard::drop(Entries::iterator entry) {
  for (const std::string& tag : entry->tags) {
    const auto keys = keys_of_tag_.find(tag);
    if (keys == keys_of_tag_.end()) continue;  // the same tag twice
    keys->second.erase(entry->key);
    if (keys->second.empty()) keys_of_tag_.erase(keys);
  }
  used_ -= entry->bytes;
  --of(entry->space).entries;
  of(entry->space).bytes -= entry->bytes;
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

void Shard::outdate(const std::string& key) {
  const auto flying = flights_.find(key);
  if (flying == flights_.end()) return;
  flying->second->is_outdated = true;
  flights_.erase(flying);
}

void Shard::outdate_all(Space space) {
  std::erase_if(flights_, [&](const auto& flying) {
    if (flying.second->space != space) return false;
    flying.second->is_outdated = true;
    return true;
  });
}

std::uint64_t Shard::invalidate_key(Space space, const std::string& key) {
  const std::lock_guard lock(mutex_);
  outdate(key);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return 0;
  ++of(space).invalidations;
  drop(found->second);
  return 1;
}

std::uint64_t Shard::invalidate_tag(Space space, std::string_view tag) {
  const std::lock_guard lock(mutex_);
  outdate_all(space);  // what they will be tagged with is not known yet
  const auto tagged = keys_of_tag_.find(full_key(space, tag));
  if (tagged == keys_of_tag_.end()) return 0;
  const std::vector<std::string_view> keys(tagged->second.begin(), tagged->second.end());
  for (const std::string_view key : keys) {
    ++of(space).invalidations;
    drop(by_key_.at(key));
  }
  return keys.size();
}

std::uint64_t Shard::invalidate_space(Space space) {
  const std::lock_guard lock(mutex_);
  outdate_all(space);
  std::uint64_t dropped = 0;
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    const auto here = entry++;
    if (here->space != space) continue;
    ++dropped;
    drop(here);
  }
  of(space).invalidations += dropped;
  return dropped;
}

void Shard::add_statistics(std::vector<SpaceStatistics>& sums) const {
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < statistics_.size(); ++i) {
    SpaceStatistics& sum = sums[i];
    const SpaceStatistics& mine = statistics_[i];
    sum.entries += mine.entries;
    sum.bytes += mine.bytes;
    sum.hits += mine.hits;
    sum.misses += mine.misses;
    sum.evictions += mine.evictions;
    sum.expirations += mine.expirations;
    sum.invalidations += mine.invalidations;
    sum.shared_hits += mine.shared_hits;
    sum.shared_misses += mine.shared_misses;
    sum.shared_errors += mine.shared_errors;
  }
}

}  // namespace platform::cache
