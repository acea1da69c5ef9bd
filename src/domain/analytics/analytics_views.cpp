#include "domain/analytics/analytics_views.h"

#include <fmt/format.h>

#include <array>

#include "base/csv_cell.h"

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

template <std::size_t Count>
std::string csv_line(const std::array<std::string, Count>& cells) {
  std::string line;
  for (std::size_t i = 0; i < Count; ++i) {
    if (i > 0) line += ',';
    base::append_csv_cell(line, base::without_formula(cells[i]));
  }
  return line + "\r\n";
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
  for (const QueueState& queue : board.queues) view.queues.push_back({queue.queue, queue.jobs});
  return view;
}

ImportsReportView view_of(const ImportsQuery& query, const ImportsReport& report) {
  ImportsReportView view{
      query.from, query.to, query.grouping == Grouping::day ? "day" : "supplier", view_of({}, report.total), {}};
  for (const auto& [key, figures] : report.groups) view.items.push_back(view_of(key, figures));
  return view;
}

std::string report_csv(const ImportsReportView& report) {
  const auto text = [](std::uint64_t number) { return std::to_string(number); };
  std::string csv = csv_line(std::array<std::string, 18>{
      report.group, "runs", "finished", "failed", "cancelled", "rows_read", "created", "updated", "unchanged",
      "quarantined", "skipped", "products_created", "offers_withdrawn", "reject_share", "duration_ms_p50",
      "duration_ms_p95", "rows_per_second_p50", "rows_per_second_p95"});
  for (const ImportFiguresView& item : report.items) {
    csv += csv_line(std::array<std::string, 18>{
        item.key, text(item.runs), text(item.finished), text(item.failed), text(item.cancelled), text(item.rows.read),
        text(item.rows.created), text(item.rows.updated), text(item.rows.unchanged), text(item.rows.quarantined),
        text(item.rows.skipped), text(item.products_created), text(item.offers_withdrawn),
        fmt::format("{:.4f}", item.reject_share), text(item.duration_ms.p50), text(item.duration_ms.p95),
        text(item.rows_per_second.p50), text(item.rows_per_second.p95)});
  }
  return csv;
}

}  // namespace analytics
