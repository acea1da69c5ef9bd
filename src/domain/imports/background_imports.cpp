// Starting, listing and stopping imports of the queue. What they do there is in imports_tasks.cpp.
#include <algorithm>

#include "domain/imports/import_progress.h"
#include "domain/imports/import_task.h"
#include "domain/imports/imports_tasks.h"

namespace imports {
namespace {

using platform::queue::Job;

tl::unexpected<base::Problem> unknown(base::Uuid id) {
  return base::failure(import_unknown, "There is no import " + id.to_string() + ".",
                       "GET /imports lists the imports there are.");
}

/// The document of a stored version.
base::Result<std::string> document_of(ImportService& imports, const suppliers::Supplier& supplier,
                                      std::int64_t version) {
  ASSIGN_OR_RETURN(const auto versions, imports.mapping_versions(supplier));
  const auto found =
      std::find_if(versions.begin(), versions.end(), [&](const MappingVersion& one) { return one.version == version; });
  if (found != versions.end()) return found->document;
  return base::failure(mapping_version_unknown,
                       "Supplier \"" + supplier.code + "\" has no mapping version " + std::to_string(version) + ".",
                       "GET /suppliers/{code}/mappings lists the versions there are.");
}

bool is_import(const std::optional<Job>& job) {
  return job && job->kind == import_kind;
}

/// Two lists, latest first, made one; an entry of both comes once.
class LatestFirst {
 public:
  LatestFirst(std::vector<Job> jobs, std::vector<ImportJob> imports)
      : jobs_(std::move(jobs)), imports_(std::move(imports)) {}

  std::optional<ImportState> next() {
    const bool has_job = job_ < jobs_.size();
    const bool has_import = import_ < imports_.size();
    if (!has_job && !has_import) return std::nullopt;
    const base::Uuid job_id = has_job ? jobs_[job_].id : base::Uuid{};
    const base::Uuid import_id = has_import ? imports_[import_].id : base::Uuid{};
    std::optional<Job> job;
    std::optional<ImportJob> import;
    if (has_job && job_id >= import_id) job = std::move(jobs_[job_++]);
    if (has_import && import_id >= job_id) import = std::move(imports_[import_++]);
    return state_of(job, import);
  }

 private:
  std::vector<Job> jobs_;
  std::vector<ImportJob> imports_;
  std::size_t job_ = 0, import_ = 0;
};

}  // namespace

void BackgroundImports::announce(const ImportState& state) {
  events_.publish("imports." + state.id.to_string(), state_json(state));
}

base::Result<ImportState> BackgroundImports::enqueue(base::Uuid id, const std::string& payload,
                                                     std::string_view supplier, std::string_view by) {
  platform::queue::NewJob job{.queue = std::string(imports_queue), .kind = std::string(import_kind)};
  job.subject = supplier;
  job.payload = payload;
  job.created_by = by;
  job.id = id;
  ASSIGN_OR_RETURN(const auto enqueued, queue_.enqueue(job));
  ImportState state = state_of(enqueued.job, std::nullopt);
  announce(state);
  return state;
}

base::Result<ImportState> BackgroundImports::start(const StartImport& wanted) {
  ASSIGN_OR_RETURN(const suppliers::Supplier supplier, suppliers_.preview(wanted.supplier));
  ASSIGN_OR_RETURN(const Upload upload, uploads_.find_complete(wanted.upload_id, wanted.owner));
  ImportTask task;
  task.upload_id = upload.id;
  task.owner = wanted.owner;
  task.supplier = supplier.code;
  task.file_name = upload.file_name;
  task.mode = mode_text(wanted.mode);
  task.dry_run = wanted.dry_run;
  if (wanted.mapping) {
    RETURN_IF_FAILED(parse_mapping(*wanted.mapping));
    task.mapping = wanted.mapping;
  } else if (wanted.mapping_version) {
    ASSIGN_OR_RETURN(task.mapping, document_of(imports_, supplier, *wanted.mapping_version));
  }
  return enqueue(base::Uuid::generate(), platform::http::to_json(task), task.supplier, wanted.created_by);
}

base::Result<ImportState> BackgroundImports::find(base::Uuid id) {
  ASSIGN_OR_RETURN(auto job, queue_.look_up(id));
  if (!is_import(job)) job.reset();
  ASSIGN_OR_RETURN(const auto import, imports_.look_up(id));
  if (!job && !import) return unknown(id);
  return state_of(job, import);
}

base::Result<ImportStatePage> BackgroundImports::list(const ImportStateQuery& query) {
  // The status is known only of both together, so it is looked at afterwards, in pages of this size; after so many of
  // them without a full answer, the caller goes on with the next.
  constexpr std::uint64_t looked_at = 200;
  constexpr int most_looks = 10;
  ImportStatePage page;
  std::optional<base::Uuid> before = query.before;
  for (int look = 0; look < most_looks; ++look) {
    ASSIGN_OR_RETURN(auto jobs, queue_.list({.queue = std::string(imports_queue),
                                             .kind = std::string(import_kind),
                                             .subject = query.supplier,
                                             .status = std::nullopt,
                                             .before = before,
                                             .limit = looked_at}));
    ASSIGN_OR_RETURN(auto imports, imports_.page({query.supplier, before, looked_at}));
    const bool is_last = jobs.size() < looked_at && imports.size() < looked_at;
    // Below the shorter reach of the two lists, one of them is not known yet.
    base::Uuid reach;
    if (jobs.size() == looked_at) reach = jobs.back().id;
    if (imports.size() == looked_at) reach = std::max(reach, imports.back().id);
    LatestFirst both(std::move(jobs), std::move(imports));
    while (auto state = both.next()) {
      if (state->id < reach) break;
      before = state->id;
      if (!query.status.empty() && state->status != query.status) continue;
      if (page.imports.size() == query.limit) {
        page.next = page.imports.back().id;
        return page;
      }
      page.imports.push_back(*std::move(state));
    }
    if (is_last) return page;
  }
  page.next = before;
  return page;
}

base::Result<ImportState> BackgroundImports::cancel(base::Uuid id) {
  ASSIGN_OR_RETURN(const auto job, queue_.look_up(id));
  if (!is_import(job)) {
    ASSIGN_OR_RETURN(const ImportState state, find(id));
    return base::failure(import_runs_elsewhere, "Import " + id.to_string() + " was not started here.",
                         "Stop it where it was started, with Ctrl+C on the command line.");
  }
  RETURN_IF_FAILED(queue_.cancel(id));
  ASSIGN_OR_RETURN(ImportState state, find(id));
  announce(state);
  return state;
}

base::Result<ImportState> BackgroundImports::resume(base::Uuid id, std::string_view by) {
  ASSIGN_OR_RETURN(const ImportState state, find(id));
  if (state.status == "finished") {
    return base::failure(import_not_resumable, "Import " + id.to_string() + " has finished.",
                         "Import the file again to bring in its current content.");
  }
  ASSIGN_OR_RETURN(const auto job, queue_.look_up(id));
  if (is_import(job)) {
    RETURN_IF_FAILED(queue_.retry(id));
    ASSIGN_OR_RETURN(ImportState again, find(id));
    announce(again);
    return again;
  }
  ImportTask task;
  task.supplier = state.supplier;
  task.file_name = state.file_name;
  task.mode = state.mode;
  return enqueue(id, platform::http::to_json(task), task.supplier, by);
}

base::Result<ImportState> BackgroundImports::retry(base::Uuid id, std::string_view by) {
  ASSIGN_OR_RETURN(const ImportState state, find(id));
  ImportTask task;
  ASSIGN_OR_RETURN(const auto job, queue_.look_up(id));
  if (is_import(job)) {
    ASSIGN_OR_RETURN(task, platform::http::from_json<ImportTask>(job->payload));
  }
  task.supplier = state.supplier;
  task.file_name = state.file_name;
  task.mode = state.mode;
  ASSIGN_OR_RETURN(const auto import, imports_.look_up(id));
  if (import) {
    task.upload_id.reset();
    task.archived_import = id;
  } else if (task.upload_id) {
    RETURN_IF_FAILED(uploads_.find_complete(*task.upload_id, task.owner));
  }
  return enqueue(base::Uuid::generate(), platform::http::to_json(task), task.supplier, by);
}

}  // namespace imports
