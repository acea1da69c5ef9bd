#include "app/news.h"

#include <fmt/format.h>

#include "domain/suppliers/sources_tasks.h"

namespace app {
namespace {

using notifications::Event;
using platform::queue::JobEnd;

bool is_over(const JobEnd& end) {
  return end.outcome == "finished" || end.outcome == "failed" || end.outcome == "dead";
}

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

}  // namespace

base::Result<> News::tell(const JobEnd& end) {
  if (!is_over(end)) return {};
  if (end.job.kind == imports::import_kind) return tell_import(end);
  if (end.job.kind == suppliers::fetch_kind && end.outcome != "finished") return tell_failed_fetch(end);
  return {};
}

base::Result<> News::tell_import(const JobEnd& end) {
  ASSIGN_OR_RETURN(const imports::ImportState state, imports_.find(end.job.id));
  if (state.dry_run) return {};
  if (end.outcome != "finished" || !state.report) {
    return notifier_.notify(about(
        state, "import.failed",
        {{"supplier", state.supplier},
         {"file_name", state.file_name},
         {"problem", state.problem_message.empty() ? end.problem : state.problem_message + " " + state.problem_cure}}));
  }
  RETURN_IF_FAILED(notifier_.notify(about(state, "import.finished", numbers_of(state))));
  return tell_rejects(state);
}

base::Result<> News::tell_rejects(const imports::ImportState& state) {
  const imports::ImportReport& report = *state.report;
  if (report.rows_read == 0) return {};
  const double percent =
      100.0 * static_cast<double>(report.counts.rows.quarantined) / static_cast<double>(report.rows_read);
  ASSIGN_OR_RETURN(const settings::SettingValues values, settings_.read());
  if (percent <= std::stod(values.text(settings::reject_share_warning))) return {};
  notifications::Parameters parameters = numbers_of(state);
  parameters["percent"] = fmt::format("{:.1f}", percent);
  return notifier_.notify(about(state, "import.many_rejects", std::move(parameters)));
}

base::Result<> News::tell_failed_fetch(const JobEnd& end) {
  ASSIGN_OR_RETURN(const base::Uuid id, suppliers::source_of(end.job));
  const auto source = sources_.find(id);
  if (!source && source.error().kind == &suppliers::source_unknown) return {};  // deleted meanwhile
  RETURN_IF_FAILED(source);
  return notifier_.notify(
      {.kind = "source.failed",
       .parameters = {{"source", source->name}, {"supplier", source->supplier}, {"problem", end.problem}},
       .subject = "sources/" + id.to_string(),
       .key = "source.failed:" + end.job.id.to_string() + ":" + std::to_string(end.job.attempt)});
}

}  // namespace app
