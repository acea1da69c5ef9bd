#pragma once

#include <chrono>
#include <optional>

#include "domain/imports/imports.h"
#include "domain/imports/imports_store.h"
#include "domain/imports/merge/feed_scan.h"

namespace imports {

/// One import on its way: archive, understand, scan, merge, prove. Used once.
class ImportRun {
 public:
  ImportRun(ImportService& service, platform::db::Database& imports, platform::db::Database& catalog,
            suppliers::SupplierService& suppliers, platform::storage::ObjectStore& storage, ProgressCallback progress)
      : service_(service),
        imports_(imports),
        catalog_(catalog),
        suppliers_(suppliers),
        storage_(storage),
        progress_(std::move(progress)) {}

  base::Result<ImportReport> start(const ImportRequest& request, const ChangeCallback& changes);
  base::Result<ImportReport> go_on(const ImportJob& job, const StopCheck& should_stop);

 private:
  base::Result<ImportReport> import_file(const ChangeCallback& changes);
  /// Copies the file into the archive: all later reading is of that copy, which never changes.
  base::Result<> archive();
  /// Finds out how to read the file and what its columns mean.
  base::Result<> understand(const std::optional<MappingVersion>& latest);
  base::Result<> scan(catalog::CatalogMerge& merge);
  /// Tells where the import is; fails with import_stopped when it is to leave off.
  base::Result<> reached(const Progress& progress);
  /// Notes on the job what a stop means for it, and gives the stop on.
  tl::unexpected<base::Problem> left_off(platform::db::Connection& connection, base::Problem stop);
  base::Result<> merge_rows(catalog::CatalogMerge& merge, KeptRowSink& sink);
  /// Ends the merge and compares the ledger with the database.
  base::Result<catalog::MergeCounts> prove(catalog::CatalogMerge& merge);
  base::Result<ImportReport> dry_run(catalog::CatalogMerge& merge, const ChangeCallback& changes);
  /// One that can be looked at afterwards, under this id.
  base::Result<ImportReport> kept_dry_run(catalog::CatalogMerge& merge, base::Uuid id);
  /// Finds the unfinished job of this work or makes a new one.
  base::Result<> open_job();
  base::Result<ImportReport> apply(catalog::CatalogMerge& merge, const ChangeCallback& changes);
  base::Result<ImportReport> merge_and_prove(catalog::CatalogMerge& merge, platform::db::Connection& connection);
  base::Result<> take_copy();
  base::Result<> finish_job(platform::db::Connection& connection, const ImportReport& report) const;
  catalog::MergeRequest merge_request() const;
  ImportReport report_of(std::string_view status, catalog::MergeCounts counts) const;

  ImportService& service_;
  platform::db::Database& imports_;
  platform::db::Database& catalog_;
  suppliers::SupplierService& suppliers_;
  platform::storage::ObjectStore& storage_;
  ProgressCallback progress_;
  StopRequest stop_ = StopRequest::none;

  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  ImportRequest request_;
  suppliers::Supplier supplier_;
  std::string file_name_;
  platform::storage::StoredObject object_;
  std::optional<platform::storage::LocalCopy> copy_;  ///< of it, held while it is read
  Mapping mapping_;                                   ///< as stored
  Feed feed_;                                         ///< its mapping also knows what the supplier's prices are in
  Detected detected_;
  std::string mapping_origin_;
  int mapping_version_ = 0;
  std::optional<FeedScan> scan_;
  base::Uuid job_id_;
  bool is_new_job_ = true;
  int resumed_ = 0;
};

}  // namespace imports
