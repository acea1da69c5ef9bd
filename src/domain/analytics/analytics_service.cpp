#include "domain/analytics/analytics.h"
#include "domain/analytics/analytics_store.h"
#include "platform/db/transaction.h"

namespace analytics {
namespace {

constexpr std::uint64_t page_size = 1'000;
/// An import's end is stamped a little before others can see it: so far back is looked again.
constexpr std::chrono::minutes looked_at_again{10};
/// Less than who hears of an end waits before it asks: figures read then have that import.
constexpr std::chrono::milliseconds fresh_enough{250};

base::Result<> keep(platform::db::Database& analytics, const std::vector<ImportRun>& runs) {
  ASSIGN_OR_RETURN(const auto connection, analytics.acquire());
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
  for (const ImportRun& run : runs) RETURN_IF_FAILED(store::put(*connection, run));
  return transaction.commit();
}

}  // namespace

std::string day_of(base::Timestamp moment) {
  return moment.to_string().substr(0, 10);
}

base::Result<std::uint64_t> AnalyticsService::fold() {
  EndedCursor cursor;
  {
    ASSIGN_OR_RETURN(const auto connection, analytics_.acquire());
    ASSIGN_OR_RETURN(const auto latest, store::latest_end(*connection));
    if (latest) cursor.ended_at = *latest + -std::chrono::microseconds(looked_at_again);
  }
  for (std::uint64_t looked_at = 0;;) {
    ASSIGN_OR_RETURN(const auto runs, ended_(cursor, page_size));
    if (runs.empty()) return looked_at;
    RETURN_IF_FAILED(keep(analytics_, runs));
    looked_at += runs.size();
    cursor = {runs.back().ended_at, runs.back().id};
  }
}

base::Result<> AnalyticsService::catch_up() {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (folded_at_ != std::chrono::steady_clock::time_point{} && now - folded_at_ < fresh_enough) return {};
  RETURN_IF_FAILED(fold());
  folded_at_ = now;
  return {};
}

base::Result<ImportsReport> AnalyticsService::imports(const ImportsQuery& query) {
  ASSIGN_OR_RETURN(const auto connection, analytics_.acquire());
  ImportsReport report;
  store::RunCursor cursor{query.from, {}};  // no import has the nil id: all of the first day come after it
  for (;;) {
    ASSIGN_OR_RETURN(const auto runs, store::runs_after(*connection, query, cursor, page_size));
    for (const ImportRun& run : runs) {
      report.total.add(run);
      report.groups[query.grouping == Grouping::day ? day_of(run.ended_at) : run.supplier].add(run);
    }
    if (runs.size() < page_size) return report;
    cursor = {day_of(runs.back().ended_at), runs.back().id};
  }
}

base::Result<std::map<std::string, std::uint64_t>> AnalyticsService::ended_since(base::Timestamp since) {
  ASSIGN_OR_RETURN(const auto connection, analytics_.acquire());
  return store::count_by_status(*connection, since);
}

base::Result<std::vector<ImportRun>> AnalyticsService::latest(std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto connection, analytics_.acquire());
  return store::latest_runs(*connection, limit);
}

base::Result<std::vector<FeedState>> AnalyticsService::feeds() {
  ASSIGN_OR_RETURN(const auto connection, analytics_.acquire());
  return store::feeds(*connection);
}

base::Result<std::vector<GrowthDay>> AnalyticsService::growth(std::string_view from_day) {
  ASSIGN_OR_RETURN(const auto connection, analytics_.acquire());
  return store::growth(*connection, from_day);
}

}  // namespace analytics
