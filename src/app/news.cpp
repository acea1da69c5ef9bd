#include "app/news.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/analytics/analytics.h"
#include "domain/suppliers/sources_tasks.h"
#include "platform/telemetry/trace.h"

namespace app {
namespace {

using notifications::Event;
using platform::queue::Job;

/// Products named one by one after an import; of more there is one piece of news.
constexpr std::uint64_t most_named = 20;
constexpr std::uint64_t most_counted = 100'000;

notifications::Parameters numbers_of(const imports::ImportState& state) {
  const imports::ImportReport& report = *state.report;
  return {{"supplier", state.supplier},
          {"file_name", state.file_name},
          {"rows_read", std::to_string(report.rows_read)},
          {"created", std::to_string(report.counts.rows.created)},
          {"updated", std::to_string(report.counts.rows.updated)},
          {"quarantined", std::to_string(report.counts.rows.quarantined)}};
}

Event about(const imports::ImportState& state, std::string kind, notifications::Parameters parameters) {
  const std::string id = state.id.to_string();
  Event event{.kind = std::move(kind), .parameters = std::move(parameters), .subject = "imports/" + id};
  event.key = event.kind + ":" + id + ":" + std::to_string(state.attempt);
  if (state.report) event.data = imports::to_json(*state.report);
  return event;
}

std::string problem_of(const Job& job) {
  return job.problem_message + " " + job.problem_cure;
}

std::string name_of(const catalog::CatalogService::LowStock& product) {
  if (!product.name.empty()) return product.name;
  return product.gtin.empty() ? product.product_id.to_string() : product.gtin;
}

}  // namespace

base::Result<> News::tell_import(base::Uuid import_id) {
  const auto state = imports_.find(import_id);
  if (!state && state.error().kind == &imports::import_unknown) return {};  // deleted meanwhile
  RETURN_IF_FAILED(state);
  if (!state->report) return {};
  RETURN_IF_FAILED(notifier_.notify(about(*state, "import.finished", numbers_of(*state))));
  ASSIGN_OR_RETURN(const settings::SettingValues values, settings_.read());
  RETURN_IF_FAILED(tell_rejects(*state, values));
  return tell_low_stock(*state, values);
}

base::Result<> News::tell_rejects(const imports::ImportState& state, const settings::SettingValues& values) {
  const imports::ImportReport& report = *state.report;
  if (report.rows_read == 0) return {};
  const double percent =
      100.0 * static_cast<double>(report.counts.rows.quarantined) / static_cast<double>(report.rows_read);
  if (percent <= std::stod(values.text(settings::reject_share_warning))) return {};
  notifications::Parameters parameters = numbers_of(state);
  parameters["percent"] = fmt::format("{:.1f}", percent);
  return notifier_.notify(about(state, "import.many_rejects", std::move(parameters)));
}

base::Result<> News::tell_low_stock(const imports::ImportState& state, const settings::SettingValues& values) {
  const std::int64_t threshold = values.integer(settings::low_stock_threshold);
  if (threshold <= 0) return {};
  ASSIGN_OR_RETURN(const auto products, catalog_.fallen_stock(state.id, threshold, most_counted));
  const std::string limit = std::to_string(threshold);
  if (products.size() > most_named) {
    return notifier_.notify(about(state, "stock.low_many",
                                  {{"supplier", state.supplier},
                                   {"file_name", state.file_name},
                                   {"count", std::to_string(products.size())},
                                   {"threshold", limit}}));
  }
  for (const auto& product : products) {
    const std::string id = product.product_id.to_string();
    RETURN_IF_FAILED(notifier_.notify(
        {.kind = "stock.low",
         .parameters = {{"product", name_of(product)}, {"stock", std::to_string(product.stock)}, {"threshold", limit}},
         .subject = "products/" + id,
         .key = "stock.low:" + id + ":" + state.id.to_string()}));
  }
  return {};
}

base::Result<> News::tell_failures(platform::queue::JobQueue& queue) {
  constexpr std::uint64_t at_once = 100;
  ASSIGN_OR_RETURN(const auto failed, queue.untold(at_once));
  for (const Job& job : failed) {
    const platform::telemetry::TraceScope trace(job.trace_id);
    RETURN_IF_FAILED(tell_failure(job));
    RETURN_IF_FAILED(queue.mark_told(job));
  }
  return {};
}

base::Result<> News::tell_failure(const Job& job) {
  if (job.kind == imports::import_kind) return tell_failed_import(job);
  if (job.kind == suppliers::fetch_kind) return tell_failed_fetch(job);
  if (job.kind == backup::backup_kind) {
    return notifier_.notify({.kind = "backup.failed",
                             .parameters = {{"problem", problem_of(job)}},
                             .subject = "health",
                             .key = "backup.failed:" + job.id.to_string() + ":" + std::to_string(job.attempt)});
  }
  return {};
}

base::Result<> News::tell_stale_backup(backup::BackupTasks& backups) {
  const base::Timestamp now = base::Timestamp::now();
  ASSIGN_OR_RETURN(const backup::Lateness late, backups.lateness(now));
  const auto age = std::max(late.backup, late.proof);
  if (!age) return {};
  return notifier_.notify({.kind = "backup.stale",
                           .parameters = {{"hours", std::to_string(age->count())}},
                           .subject = "health",
                           .key = "backup.stale:" + analytics::day_of(now)});
}

base::Result<> News::tell_failed_import(const Job& job) {
  ASSIGN_OR_RETURN(const imports::ImportState state, imports_.find(job.id));
  if (state.dry_run || state.status == "finished") return {};
  return notifier_.notify(
      about(state, "import.failed",
            {{"supplier", state.supplier}, {"file_name", state.file_name}, {"problem", problem_of(job)}}));
}

base::Result<> News::tell_failed_fetch(const Job& job) {
  ASSIGN_OR_RETURN(const base::Uuid id, suppliers::source_of(job));
  const auto source = sources_.find(id);
  if (!source && source.error().kind == &suppliers::source_unknown) return {};  // deleted meanwhile
  RETURN_IF_FAILED(source);
  return notifier_.notify(
      {.kind = "source.failed",
       .parameters = {{"source", source->name}, {"supplier", source->supplier}, {"problem", problem_of(job)}},
       .subject = "sources/" + id.to_string(),
       .key = "source.failed:" + job.id.to_string() + ":" + std::to_string(job.attempt)});
}

}  // namespace app
