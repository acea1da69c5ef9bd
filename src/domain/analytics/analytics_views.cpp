#include "domain/analytics/analytics_views.h"

namespace analytics {
namespace {

ImportRunView view_of(const ImportRun& run) {
  return {run.id,
          run.supplier,
          run.file_name,
          run.mode,
          run.status,
          run.ended_at,
          {run.rows_read, run.created, run.updated, run.unchanged, run.quarantined, run.skipped},
          run.duration_ms};
}

SpreadView view_of(const Spread& spread) {
  return {spread.p50, spread.p95, spread.highest};
}

ImportFiguresView view_of(const std::string& key, const ImportFigures& figures) {
  return {
      key,
      figures.runs,
      figures.finished,
      figures.failed,
      figures.cancelled,
      {figures.rows_read, figures.created, figures.updated, figures.unchanged, figures.quarantined, figures.skipped},
      figures.products_created,
      figures.offers_withdrawn,
      figures.reject_share(),
      view_of(figures.duration_ms()),
      view_of(figures.rows_per_second()),
      figures.problems};
}

std::uint64_t at(const std::map<std::string, std::uint64_t>& counts, const std::string& name) {
  const auto found = counts.find(name);
  return found == counts.end() ? 0 : found->second;
}

}  // namespace

DashboardView view_of(const Dashboard& board) {
  DashboardView view;
  view.catalog = {board.catalog.products, board.catalog.active_offers, board.catalog.suppliers,
                  board.catalog.counted_at};
  view.imports = {board.running_imports, at(board.ended_in_a_day, "finished"), at(board.ended_in_a_day, "failed"),
                  at(board.ended_in_a_day, "cancelled"), board.rows_in_quarantine};
  view.stale_feeds.after_days = board.stale_after_days;
  for (const FeedState& feed : board.stale_feeds) {
    view.stale_feeds.items.push_back({feed.supplier, feed.last_finished_at});
  }
  for (const ImportRun& run : board.latest) view.latest_imports.push_back(view_of(run));
  for (const GrowthDay& day : board.growth) {
    view.growth.push_back({day.day, day.products_created, day.offers_created, day.offers_withdrawn});
  }
  for (const QueueState& queue : board.queues) view.queues.push_back({queue.queue, queue.jobs, queue.is_paused});
  return view;
}

ImportsReportView view_of(const ImportsQuery& query, const ImportsReport& report) {
  ImportsReportView view{
      query.from, query.to, query.grouping == Grouping::day ? "day" : "supplier", view_of({}, report.total), {}};
  for (const auto& [key, figures] : report.groups) view.items.push_back(view_of(key, figures));
  return view;
}

}  // namespace analytics
