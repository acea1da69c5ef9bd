#pragma once

#include <boost/describe.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/analytics/analytics.h"
#include "domain/analytics/dashboard.h"

namespace analytics {

struct RowsView {
  std::uint64_t read = 0, created = 0, updated = 0, unchanged = 0, quarantined = 0, skipped = 0;
};
BOOST_DESCRIBE_STRUCT(RowsView, (), (read, created, updated, unchanged, quarantined, skipped))

struct ImportRunView {
  base::Uuid id;
  std::string supplier, file_name, mode, status;
  base::Timestamp ended_at;
  RowsView rows;
  std::uint64_t duration_ms = 0;
};
BOOST_DESCRIBE_STRUCT(ImportRunView, (), (id, supplier, file_name, mode, status, ended_at, rows, duration_ms))

struct CatalogSizeView {
  std::uint64_t products = 0, active_offers = 0, suppliers = 0;
  base::Timestamp counted_at;
};
BOOST_DESCRIBE_STRUCT(CatalogSizeView, (), (products, active_offers, suppliers, counted_at))

struct ImportsNowView {
  std::uint64_t running = 0, finished_24h = 0, failed_24h = 0, cancelled_24h = 0, rows_in_quarantine = 0;
};
BOOST_DESCRIBE_STRUCT(ImportsNowView, (), (running, finished_24h, failed_24h, cancelled_24h, rows_in_quarantine))

struct FeedView {
  std::string supplier;
  base::Timestamp last_finished_at;
};
BOOST_DESCRIBE_STRUCT(FeedView, (), (supplier, last_finished_at))

struct StaleFeedsView {
  std::int64_t after_days = 0;
  std::vector<FeedView> items;
};
BOOST_DESCRIBE_STRUCT(StaleFeedsView, (), (after_days, items))

struct GrowthView {
  std::string day;
  std::uint64_t products_created = 0, offers_created = 0, offers_withdrawn = 0;
};
BOOST_DESCRIBE_STRUCT(GrowthView, (), (day, products_created, offers_created, offers_withdrawn))

struct QueueView {
  std::string queue;
  std::map<std::string, std::uint64_t> jobs;
  bool is_paused = false;
};
BOOST_DESCRIBE_STRUCT(QueueView, (), (queue, jobs, is_paused))

struct DashboardView {
  CatalogSizeView catalog;
  ImportsNowView imports;
  StaleFeedsView stale_feeds;
  std::vector<ImportRunView> latest_imports;
  std::vector<GrowthView> growth;
  std::vector<QueueView> queues;
};
BOOST_DESCRIBE_STRUCT(DashboardView, (), (catalog, imports, stale_feeds, latest_imports, growth, queues))

struct SpreadView {
  std::uint64_t p50 = 0, p95 = 0, highest = 0;
};
BOOST_DESCRIBE_STRUCT(SpreadView, (), (p50, p95, highest))

/// key: the day, the supplier, or "" for the total.
struct ImportFiguresView {
  std::string key;
  std::uint64_t runs = 0, finished = 0, failed = 0, cancelled = 0;
  RowsView rows;
  std::uint64_t products_created = 0, offers_withdrawn = 0;
  double reject_share = 0;
  SpreadView duration_ms, rows_per_second;
  std::map<std::string, std::uint64_t> problems;
};
BOOST_DESCRIBE_STRUCT(ImportFiguresView, (),
                      (key, runs, finished, failed, cancelled, rows, products_created, offers_withdrawn, reject_share,
                       duration_ms, rows_per_second, problems))

struct ImportsReportView {
  std::string from, to, group;
  ImportFiguresView total;
  std::vector<ImportFiguresView> items;
};
BOOST_DESCRIBE_STRUCT(ImportsReportView, (), (from, to, group, total, items))

DashboardView view_of(const Dashboard& board);
ImportsReportView view_of(const ImportsQuery& query, const ImportsReport& report);

}  // namespace analytics
