#include "platform/db/statement_times.h"

#include <algorithm>

namespace platform::db {
namespace {

/// Bucket 0 ends here; each further one is a quarter wider than the one before.
constexpr double first_bound = 10;
constexpr double step = 1.25;

template <std::size_t Count>
constexpr std::array<std::int64_t, Count> bounds() {
  std::array<std::int64_t, Count> made{};
  double bound = first_bound;
  for (std::int64_t& each : made) {
    each = static_cast<std::int64_t>(bound);
    bound *= step;
  }
  return made;
}

/// More names than a program has statements: what would make names up is counted together.
constexpr std::size_t most_names = 2'000;
constexpr std::string_view all_others = "(others)";

}  // namespace

void StatementTimes::Entry::note(std::chrono::microseconds time) {
  static constexpr auto ends = bounds<bucket_count>();
  const std::int64_t microseconds = time.count();
  const auto bucket = std::min<std::size_t>(
      static_cast<std::size_t>(std::upper_bound(ends.begin(), ends.end(), microseconds) - ends.begin()),
      bucket_count - 1);
  buckets_[bucket].fetch_add(1, std::memory_order_relaxed);
  total_.fetch_add(microseconds, std::memory_order_relaxed);
  std::int64_t highest = highest_.load(std::memory_order_relaxed);
  while (microseconds > highest && !highest_.compare_exchange_weak(highest, microseconds, std::memory_order_relaxed)) {
  }
}

StatementFigures StatementTimes::Entry::figures(std::string name) const {
  static constexpr auto ends = bounds<bucket_count>();
  std::array<std::uint64_t, bucket_count> counts{};
  StatementFigures figures{.name = std::move(name)};
  for (std::size_t i = 0; i < bucket_count; ++i) {
    counts[i] = buckets_[i].load(std::memory_order_relaxed);
    figures.calls += counts[i];
  }
  figures.slow = slow_.load(std::memory_order_relaxed);
  figures.total = std::chrono::microseconds(total_.load(std::memory_order_relaxed));
  figures.highest = std::chrono::microseconds(highest_.load(std::memory_order_relaxed));
  const auto percentile = [&](std::uint64_t share) {
    const std::uint64_t rank = (figures.calls * share + 99) / 100;
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < bucket_count; ++i) {
      seen += counts[i];
      if (seen < rank || seen == 0) continue;
      if (i + 1 == bucket_count) break;  // has no end
      return std::min(std::chrono::microseconds(ends[i]), figures.highest);
    }
    return figures.highest;
  };
  figures.p50 = percentile(50);
  figures.p95 = percentile(95);
  return figures;
}

void StatementTimes::Meter::note(std::string_view name, std::chrono::microseconds time) {
  auto found = known_.find(name);
  if (found == known_.end()) found = known_.emplace(std::string(name), &times_->entry(name)).first;
  found->second->note(time);
  if (!times_->is_slow(time)) return;
  found->second->note_slow();
  times_->tell_of_slow(name, time);
}

StatementTimes::Entry& StatementTimes::entry(std::string_view name) {
  const std::lock_guard lock(mutex_);
  const auto known = entries_.find(std::string(name));
  if (known != entries_.end()) return *known->second;
  auto& made = entries_[std::string(entries_.size() < most_names ? name : all_others)];
  if (!made) made = std::make_unique<Entry>();
  return *made;
}

void StatementTimes::on_slow(std::chrono::microseconds at_least, SlowStatement told) {
  const std::lock_guard lock(mutex_);
  slow_ = std::move(told);
  slow_from_ = at_least.count();
}

void StatementTimes::tell_of_slow(std::string_view name, std::chrono::microseconds time) const {
  SlowStatement told;
  {
    const std::lock_guard lock(mutex_);
    told = slow_;
  }
  if (told) told(name, time);
}

std::vector<StatementFigures> StatementTimes::figures() const {
  std::vector<StatementFigures> all;
  {
    const std::lock_guard lock(mutex_);
    all.reserve(entries_.size());
    for (const auto& [name, entry] : entries_) all.push_back(entry->figures(name));
  }
  std::ranges::sort(
      all, [](const auto& a, const auto& b) { return a.total != b.total ? a.total > b.total : a.name < b.name; });
  return all;
}

}  // namespace platform::db
