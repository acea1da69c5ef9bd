#include "domain/analytics/dashboard.h"

#include <algorithm>

namespace analytics {
namespace {

constexpr std::chrono::hours a_day{24};
constexpr int days_of_growth = 30;
constexpr std::uint64_t imports_shown = 10;

base::Timestamp before(base::Timestamp now, std::chrono::hours time) {
  return now + -std::chrono::duration_cast<std::chrono::microseconds>(time);
}

/// One entry a day, also for those on which nothing happened.
std::vector<GrowthDay> every_day(const std::vector<GrowthDay>& known, base::Timestamp now) {
  std::vector<GrowthDay> days;
  for (int ago = days_of_growth - 1; ago >= 0; --ago) {
    GrowthDay day{day_of(before(now, ago * a_day))};
    const auto found = std::ranges::find(known, day.day, &GrowthDay::day);
    days.push_back(found == known.end() ? std::move(day) : *found);
  }
  return days;
}

}  // namespace

base::Result<CatalogSize> PatientCount::get() {
  {
    const std::lock_guard lock(mutex_);
    if (latest_ && std::chrono::steady_clock::now() < good_until_) return *latest_;
  }
  std::unique_lock counting(counting_, std::try_to_lock);
  if (!counting.owns_lock()) {
    const std::lock_guard lock(mutex_);
    if (latest_) return *latest_;
  }
  if (!counting.owns_lock()) counting.lock();
  const auto began = std::chrono::steady_clock::now();
  ASSIGN_OR_RETURN(CatalogSize size, count_());
  size.counted_at = base::Timestamp::now();
  const auto ended = std::chrono::steady_clock::now();
  const std::lock_guard lock(mutex_);
  latest_ = size;
  good_until_ = ended + worth * (ended - began);
  return size;
}

base::Result<Dashboard> DashboardService::read(base::Timestamp now) {
  RETURN_IF_FAILED(analytics_.catch_up());
  Dashboard board;
  ASSIGN_OR_RETURN(board.catalog, size_.get());
  ASSIGN_OR_RETURN(board.running_imports, sources_.running_imports());
  ASSIGN_OR_RETURN(board.queues, sources_.queues());
  ASSIGN_OR_RETURN(board.stale_after_days, sources_.stale_feed_days());
  ASSIGN_OR_RETURN(board.ended_in_a_day, analytics_.ended_since(before(now, a_day)));
  ASSIGN_OR_RETURN(board.latest, analytics_.latest(imports_shown));
  ASSIGN_OR_RETURN(const auto growth, analytics_.growth(day_of(before(now, (days_of_growth - 1) * a_day))));
  board.growth = every_day(growth, now);
  ASSIGN_OR_RETURN(board.feeds, analytics_.feeds());
  const base::Timestamp stale_before = before(now, board.stale_after_days * a_day);
  for (const FeedState& feed : board.feeds) {
    board.rows_in_quarantine += feed.rows_quarantined;
    if (feed.last_finished_at < stale_before) board.stale_feeds.push_back(feed);
  }
  std::ranges::sort(board.stale_feeds, {}, &FeedState::last_finished_at);
  return board;
}

}  // namespace analytics
