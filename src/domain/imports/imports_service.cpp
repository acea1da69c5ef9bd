#include "domain/catalog/catalog.h"
#include "domain/imports/dry_run_store.h"
#include "domain/imports/import_run.h"
#include "domain/imports/imports.h"
#include "domain/imports/imports_store.h"
#include "domain/imports/validate/row_mapper.h"

namespace imports {

base::Result<ImportReport> ImportService::run(const ImportRequest& request, const ProgressCallback& progress,
                                              const ChangeCallback& changes) {
  return ImportRun(*this, imports_, catalog_, suppliers_, storage_, progress).start(request, changes);
}

base::Result<ImportReport> ImportService::resume(base::Uuid job_id, const ProgressCallback& progress,
                                                 const StopCheck& should_stop) {
  ASSIGN_OR_RETURN(const ImportJob job, find(job_id));
  if (job.status == "finished") {
    return base::failure(import_not_resumable, "Import " + job_id.to_string() + " has finished.",
                         "Import the file again to bring in its current content.");
  }
  return ImportRun(*this, imports_, catalog_, suppliers_, storage_, progress).go_on(job, should_stop);
}

base::Result<std::vector<ImportJob>> ImportService::list(std::string_view supplier, std::uint64_t limit) {
  if (!supplier.empty()) RETURN_IF_FAILED(suppliers_.find(supplier));
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  return store::list_jobs(*connection, supplier, limit);
}

base::Result<std::vector<ImportJob>> ImportService::page(const ImportQuery& query) {
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  return store::page_of_jobs(*connection, query);
}

base::Result<std::vector<EndedImport>> ImportService::ended_after(base::Timestamp moment, base::Uuid id,
                                                                  std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  return store::ended_after(*connection, moment, id, limit);
}

base::Result<std::uint64_t> ImportService::count_running() {
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  return store::count_running(*connection);
}

base::Result<std::optional<ImportJob>> ImportService::look_up(base::Uuid job_id) {
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  return store::find_job(*connection, job_id);
}

base::Result<std::filesystem::path> ImportService::archived_file(base::Uuid job_id) {
  ASSIGN_OR_RETURN(const ImportJob job, find(job_id));
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  ASSIGN_OR_RETURN(const auto key, store::object_key(*connection, job.file_digest));
  return storage_.local_path(key.value_or(""));
}

base::Result<ImportJob> ImportService::find(base::Uuid job_id) {
  ASSIGN_OR_RETURN(auto job, look_up(job_id));
  if (!job) {
    return base::failure(import_unknown, "There is no import " + job_id.to_string() + ".",
                         "`suppliers-import imports list` shows the imports there are.");
  }
  return *std::move(job);
}

base::Result<std::vector<LogLine>> ImportService::log(base::Uuid job_id) {
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  return store::read_log(*connection, job_id);
}

base::Result<std::uint64_t> ImportService::remove_files_older_than(base::Timestamp cutoff) {
  std::string after;
  for (std::uint64_t removed = 0;;) {
    ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
    ASSIGN_OR_RETURN(const auto files, store::unused_files(*connection, cutoff, after));
    if (files.empty()) return removed;
    for (const store::ArchivedFile& file : files) {
      ASSIGN_OR_RETURN(const bool is_gone, storage_.remove_unused(file.object_key, cutoff));
      if (!is_gone) continue;  // an import that has only just begun
      RETURN_IF_FAILED(store::forget_file(*connection, file.digest));
      ++removed;
    }
    after = files.back().digest;
  }
}

base::Result<std::uint64_t> ImportService::remove_orphan_files(base::Timestamp cutoff) {
  std::vector<std::string> orphans;
  {
    ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
    RETURN_IF_FAILED(storage_.list("imports/", [&](const platform::storage::ObjectInfo& object) -> base::Result<> {
      // What has no digest is not kept by content: pieces of uploads, which expire by themselves.
      if (object.digest.empty() || object.changed_at >= cutoff) return {};
      ASSIGN_OR_RETURN(const bool is_needed, store::is_file_referred_to(*connection, object.digest));
      if (!is_needed) orphans.push_back(object.key);
      return {};
    }));
  }
  std::uint64_t removed = 0;
  for (const std::string& key : orphans) {
    ASSIGN_OR_RETURN(const bool is_gone, storage_.remove_unused(key, cutoff));
    if (is_gone) ++removed;
  }
  return removed;
}

base::Result<std::uint64_t> ImportService::remove_logs_older_than(base::Timestamp cutoff) {
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  std::uint64_t removed = 0;
  for (;;) {
    ASSIGN_OR_RETURN(const std::uint64_t some, store::delete_some_log(*connection, cutoff));
    if (some == 0) return removed;
    removed += some;
  }
}

base::Result<> ImportService::remove_dry_runs_older_than(base::Timestamp cutoff) {
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  for (;;) {
    ASSIGN_OR_RETURN(const auto old, store::old_dry_runs(*connection, cutoff));
    if (old.empty()) return {};
    for (const base::Uuid& id : old) RETURN_IF_FAILED(store::remove_dry_run(*connection, id));
  }
}

base::Result<> ImportService::prepare_log(base::Timestamp now) {
  if (imports_.engine() != platform::db::Engine::postgres) return {};
  const std::chrono::sys_time<std::chrono::microseconds> moment{std::chrono::microseconds(now.microseconds())};
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(moment));
  const std::chrono::year_month this_month = day.year() / day.month();
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  // Lines of this month may be in the default part already; it keeps them.
  for (int ahead = 1; ahead <= 2; ++ahead) {
    RETURN_IF_FAILED(store::add_log_partition(*connection, this_month + std::chrono::months(ahead)));
  }
  return {};
}

base::Result<std::vector<base::Uuid>> ImportService::suppliers_with_mappings() {
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  return store::suppliers_with_mappings(*connection);
}

base::Result<> ImportService::remove_mappings_of(base::Uuid supplier_id) {
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  return store::delete_mappings_of(*connection, supplier_id);
}

base::Result<std::vector<ImportError>> ImportService::errors(base::Uuid job_id, std::string_view severity,
                                                             std::uint64_t after, std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  return store::kept_rows(*connection, job_id, severity, after, limit);
}

base::Result<> ImportService::each_change(base::Uuid job_id, const ChangeCallback& each) {
  return catalog::CatalogService(catalog_).each_change(job_id, each);
}

base::Result<std::vector<catalog::Change>> ImportService::changes(base::Uuid job_id, catalog::ChangeFilter filter,
                                                                  const catalog::ChangeCursor& after,
                                                                  std::uint64_t limit) {
  {
    ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
    ASSIGN_OR_RETURN(const auto dry_run, store::find_dry_run(*connection, job_id));
    if (dry_run) return store::dry_run_changes(*connection, job_id, filter, after, limit);
  }
  return catalog::CatalogService(catalog_).changes(job_id, filter, after, limit);
}

base::Result<std::optional<MappingVersion>> ImportService::latest_mapping(const suppliers::Supplier& supplier) {
  ASSIGN_OR_RETURN(auto versions, mapping_versions(supplier));
  if (versions.empty()) return std::optional<MappingVersion>{};
  return std::optional(std::move(versions.front()));
}

base::Result<std::vector<MappingVersion>> ImportService::mapping_versions(const suppliers::Supplier& supplier) {
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  return store::mapping_versions(*connection, supplier.id);
}

base::Result<MappingVersion> ImportService::store_mapping(const suppliers::Supplier& supplier, const Mapping& mapping,
                                                          std::string_view origin) {
  RETURN_IF_FAILED(check_mapping(mapping));
  constexpr int most_attempts = 5;
  const std::string document = to_json(mapping);
  for (int attempt = 1;; ++attempt) {
    ASSIGN_OR_RETURN(const auto latest, latest_mapping(supplier));
    if (latest && latest->document == document && latest->origin == origin) return *latest;
    const MappingVersion version{base::Uuid::generate(), latest ? latest->version + 1 : 1, std::string(origin),
                                 document, base::Timestamp::now()};
    ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
    const auto stored = store::insert_mapping(*connection, supplier.id, version);
    if (stored) return version;
    // Two at once: the number is taken, look again.
    if (stored.error().kind != &platform::db::db_conflict || attempt == most_attempts)
      return base::failure(stored.error());
  }
}

}  // namespace imports
