#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "domain/analytics/analytics.h"

namespace analytics {

/// How much the catalogue holds, and when that was counted.
struct CatalogSize {
  std::uint64_t products = 0, active_offers = 0, suppliers = 0;
  base::Timestamp counted_at{};
};
using CountCatalog = std::function<base::Result<CatalogSize>()>;

/// Counts that are given again for a while: the longer counting takes, the longer. One counts at a time; who comes
/// meanwhile gets the count before. Thread-safe.
class PatientCount {
 public:
  explicit PatientCount(CountCatalog count) : count_(std::move(count)) {}

  base::Result<CatalogSize> get();

 private:
  /// A count is good for so many times the time it took.
  static constexpr int worth = 50;

  CountCatalog count_;
  std::mutex counting_, mutex_;
  std::optional<CatalogSize> latest_;
  std::chrono::steady_clock::time_point good_until_{};
};

/// Jobs of one queue by status: "waiting", "running", "failed"...
struct QueueState {
  std::string queue;
  std::map<std::string, std::uint64_t> jobs;
  bool is_paused = false;
};

/// What others know of this moment. Every one is given by the program that puts the parts together.
struct DashboardSources {
  CountCatalog catalog;
  std::function<base::Result<std::uint64_t>()> running_imports;
  std::function<base::Result<std::vector<QueueState>>()> queues;
  std::function<base::Result<std::int64_t>()> stale_feed_days;
};

/// The state of the shop's feeds on one page.
struct Dashboard {
  CatalogSize catalog;
  std::uint64_t running_imports = 0;
  std::map<std::string, std::uint64_t> ended_in_a_day;  ///< by status
  std::uint64_t rows_in_quarantine = 0;                 ///< of each supplier's latest finished import
  std::int64_t stale_after_days = 0;
  std::vector<FeedState> feeds;        ///< of each supplier with a finished import
  std::vector<FeedState> stale_feeds;  ///< the stalest first
  std::vector<ImportRun> latest;
  std::vector<GrowthDay> growth;  ///< the last 30 days, each of them
  std::vector<QueueState> queues;
};

/// Puts the dashboard together. Thread-safe.
class DashboardService {
 public:
  DashboardService(AnalyticsService& analytics, DashboardSources sources)
      : analytics_(analytics), sources_(std::move(sources)), size_(sources_.catalog) {}

  base::Result<Dashboard> read(base::Timestamp now = base::Timestamp::now());

 private:
  AnalyticsService& analytics_;
  DashboardSources sources_;
  PatientCount size_;
};

}  // namespace analytics
