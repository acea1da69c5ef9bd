// Imports that wait in the queue and run there. Starting, listing and stopping them is in background_imports.cpp.
#include "domain/imports/imports_tasks.h"

#include "domain/imports/import_progress.h"
#include "domain/imports/import_task.h"

namespace imports {
namespace {

using platform::queue::JobContext;
using platform::queue::Retry;

Retry judge(const base::Problem& problem) {
  // Another import of the supplier is at work: this one's turn comes.
  if (problem.kind == &catalog::merge_supplier_busy) return Retry::later;
  return platform::queue::by_status(problem);
}

StopCheck stop_check(const JobContext& context) {
  return [&context] {
    if (context.is_cancelled()) return StopRequest::cancel;
    return context.should_stop() ? StopRequest::pause : StopRequest::none;
  };
}

}  // namespace

base::Result<ImportReport> BackgroundImports::work(JobContext& context) {
  const platform::queue::Job& job = context.job();
  ASSIGN_OR_RETURN(const ImportTask task, platform::http::from_json<ImportTask>(job.payload));
  ProgressTeller teller(job.id, task.supplier, [&](std::string json) {
    events_.publish("imports." + job.id.to_string(), json);
    context.progress(std::move(json));
  });
  const ProgressCallback progress = [&teller](const Progress& reached) { teller.reached(reached); };

  ASSIGN_OR_RETURN(const auto known, imports_.look_up(job.id));
  // It had ended when the process was lost, just before the queue heard of it.
  if (known && known->status == "finished" && known->report) return *known->report;
  if (known) return imports_.resume(job.id, progress, stop_check(context));

  ImportRequest request;
  if (task.upload_id) {
    ASSIGN_OR_RETURN(request.file, uploads_.file(*task.upload_id, task.owner));
  } else {
    ASSIGN_OR_RETURN(request.file, imports_.archived_file(task.archived_import.value_or(job.id)));
  }
  request.supplier = task.supplier;
  request.mode = mode_of(task.mode);
  request.effect = task.dry_run ? catalog::MergeEffect::dry_run : catalog::MergeEffect::apply;
  if (task.mapping) {
    ASSIGN_OR_RETURN(request.mapping, parse_mapping(*task.mapping));
  }
  request.file_name = task.file_name;
  request.id = job.id;
  request.should_stop = stop_check(context);
  auto report = imports_.run(request, progress);
  // The archive has the file now; one that cannot be removed expires by itself.
  if (report && task.upload_id && !task.dry_run) {
    const auto removed = uploads_.remove(*task.upload_id, task.owner);
    static_cast<void>(removed);
  }
  return report;
}

base::Result<std::string> BackgroundImports::run(JobContext& context) {
  auto report = work(context);
  if (report) return to_json(*report);
  base::Problem problem = std::move(report).error();
  if (problem.kind == &import_stopped) problem.kind = &platform::queue::job_stopped;
  return base::failure(std::move(problem));
}

platform::queue::HandlerEntry BackgroundImports::handler() {
  const auto announce_end = [this](const platform::queue::JobEnd& end) {
    if (const auto state = find(end.job.id)) announce(*state);
  };
  return {[this](JobContext& context) { return run(context); }, judge, announce_end};
}

}  // namespace imports
