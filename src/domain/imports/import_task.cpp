#include "domain/imports/import_task.h"

namespace imports {
namespace {

using platform::queue::Job;
using platform::queue::JobStatus;

/// The queue's word on an import it has; whether it is tried again by itself is no matter to whoever looks at it.
std::string status_of(const Job& job) {
  if (job.status == JobStatus::dead) return "failed";
  return std::string(platform::queue::to_string(job.status));
}

void add_job(ImportState& state, const Job& job) {
  state.id = job.id;
  if (const auto task = platform::http::from_json<ImportTask>(job.payload)) {
    state.supplier = task->supplier;
    state.file_name = task->file_name;
    state.mode = task->mode;
    state.dry_run = task->dry_run;
  }
  state.status = status_of(job);
  state.is_cancelling = job.cancel_requested && job.status == JobStatus::running;
  state.attempt = job.attempt;
  state.progress = job.progress;
  state.created_by = job.created_by;
  state.created_at = job.created_at;
  state.started_at = job.started_at;
  state.finished_at = job.finished_at;
  if (!job.result.empty()) {
    if (auto report = parse_report(job.result)) {
      state.rows_total = report->rows_read;
      state.report = *std::move(report);
    }
  }
  state.problem_code = job.problem_code;
  state.problem_message = job.problem_message;
  state.problem_cure = job.problem_cure;
}

void add_import(ImportState& state, const ImportJob& import, bool is_queued) {
  state.rows_total = import.rows_total;
  state.resumed = import.resumed;
  if (import.report) state.report = import.report;
  // An import that was finished on the command line is finished, whatever became of its job.
  if (is_queued && import.status != "finished") return;
  state.id = import.id;
  state.supplier = import.supplier;
  state.file_name = import.file_name;
  state.mode = import.mode;
  state.status = import.status;
  if (!is_queued) {
    state.created_at = import.created_at;
    state.started_at = import.created_at;
  }
  state.finished_at = import.finished_at;
  state.problem_code = import.problem_code;
  state.problem_message = import.problem_message;
  state.problem_cure = import.problem_cure;
}

}  // namespace

std::string mode_text(catalog::MergeMode mode) {
  return mode == catalog::MergeMode::full ? "full" : "partial";
}

catalog::MergeMode mode_of(std::string_view text) {
  return text == "full" ? catalog::MergeMode::full : catalog::MergeMode::partial;
}

ImportState state_of(const std::optional<Job>& job, const std::optional<ImportJob>& import) {
  ImportState state;
  if (job) add_job(state, *job);
  if (import) add_import(state, *import, job.has_value());
  return state;
}

}  // namespace imports
