#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "domain/catalog/catalog_merge.h"
#include "domain/imports/mapping/mapping.h"
#include "domain/imports/report/report.h"
#include "domain/imports/sniff/sniff.h"
#include "domain/suppliers/suppliers.h"
#include "platform/db/database.h"
#include "platform/storage/object_store.h"

namespace imports {

/// So long what a dry run found can be looked at.
inline constexpr std::chrono::hours dry_runs_kept_for{24 * 7};

/// Whether an import is to leave off between two batches: pause keeps it as it is, to be gone on with by itself;
/// cancel marks it as cancelled. Either way it can be resumed.
enum class StopRequest : std::uint8_t { none, pause, cancel };
using StopCheck = std::function<StopRequest()>;

struct ImportRequest {
  std::filesystem::path file;
  std::string supplier;  ///< code; a new one is created
  catalog::MergeMode mode = catalog::MergeMode::partial;
  catalog::MergeEffect effect = catalog::MergeEffect::apply;
  std::optional<Mapping> mapping;  ///< otherwise the supplier's latest, otherwise one made from the file
  std::string file_name{};         ///< what people call the file; "" for its own name
  std::optional<base::Uuid> id{};  ///< of the import to be made; then it never goes on with an earlier one
  StopCheck should_stop{};
};

enum class Phase : std::uint8_t { copying, reading, merging, proving };
std::string_view to_string(Phase phase);

/// Where an import is. `total` is 0 while it is not known.
struct Progress {
  Phase phase = Phase::copying;
  std::uint64_t done = 0;  ///< bytes while copying, rows afterwards
  std::uint64_t total = 0;
};
using ProgressCallback = std::function<void(const Progress&)>;
using ChangeCallback = std::function<void(const catalog::Change&)>;

/// An import as the list shows it.
struct ImportJob {
  base::Uuid id;
  base::Uuid supplier_id;
  std::string supplier;
  std::string file_name;
  std::string file_digest;
  std::string mode;
  std::string status;  ///< running, finished, failed, cancelled
  std::uint64_t rows_total = 0;
  int resumed = 0;
  base::Timestamp created_at;
  std::optional<base::Timestamp> finished_at;
  std::optional<ImportReport> report;
  std::string problem_code, problem_message, problem_cure;  ///< of a failed one
};

/// Which imports to list, latest first.
struct ImportQuery {
  std::string supplier;              ///< "" all
  std::optional<base::Uuid> before;  ///< older than this one
  std::uint64_t limit = 50;
};

/// An import that has ended, whatever way.
struct EndedImport {
  ImportJob job;
  base::Timestamp ended_at;
};

struct LogLine {
  base::Timestamp at;
  std::string level, message;
};

/// A row kept by an import, in quarantine or as an example of a warning.
struct ImportError {
  std::uint64_t row_number = 0, line = 0, byte_offset = 0;
  std::string severity, code, field, raw;
  std::string cells;     ///< JSON array of strings
  std::string problems;  ///< JSON array of {severity, code, field, message, cure}
};

struct MappingVersion {
  base::Uuid id;
  int version = 0;
  std::string origin;  ///< detected, given
  std::string document;
  base::Timestamp created_at;
};

class ImportService;

/// The file of an import as it came.
class OriginalFile {
 public:
  OriginalFile(const platform::storage::ObjectStore& storage, std::string key, std::string digest, std::uint64_t size)
      : storage_(&storage), key_(std::move(key)), digest_(std::move(digest)), size_(size) {}

  /// The next piece; false at the end.
  base::Result<bool> next(std::string& bytes);
  const std::string& digest() const { return digest_; }

 private:
  const platform::storage::ObjectStore* storage_;
  std::string key_, digest_;
  std::uint64_t size_, at_ = 0;
};

/// The quarantined rows of an import as a CSV file, piece by piece.
class QuarantineExport {
 public:
  QuarantineExport(ImportService& imports, base::Uuid job_id, std::string header, std::size_t columns)
      : imports_(&imports), job_id_(job_id), header_(std::move(header)), columns_(columns) {}

  /// The next piece; false at the end.
  base::Result<bool> next(std::string& text);
  /// Rows given so far.
  std::uint64_t rows() const { return rows_; }

 private:
  ImportService* imports_;
  base::Uuid job_id_;
  std::string header_;  ///< "" once given
  std::size_t columns_;
  std::uint64_t after_ = 0, rows_ = 0;
};

/// Imports, from the file to the ledger. Thread-safe; each import has connections of its own.
class ImportService {
 public:
  ImportService(platform::db::Database& imports, platform::db::Database& catalog, suppliers::SupplierService& suppliers,
                platform::storage::ObjectStore& storage)
      : imports_(imports), catalog_(catalog), suppliers_(suppliers), storage_(storage) {}

  /// Imports a file. The same request after an interruption goes on where it stopped. A failure leaves the import
  /// resumable and what is merged complete batch by batch. `changes`, when given, receives the change set at the end.
  base::Result<ImportReport> run(const ImportRequest& request, const ProgressCallback& progress,
                                 const ChangeCallback& changes = {});
  /// Goes on with an interrupted or failed import. Fails with import_unknown, import_not_resumable.
  base::Result<ImportReport> resume(base::Uuid job_id, const ProgressCallback& progress,
                                    const StopCheck& should_stop = {});

  base::Result<std::vector<ImportJob>> list(std::string_view supplier, std::uint64_t limit);
  base::Result<std::vector<ImportJob>> page(const ImportQuery& query);
  /// Imports that ended after the moment, or at it and with a later id, in that order.
  base::Result<std::vector<EndedImport>> ended_after(base::Timestamp moment, base::Uuid id, std::uint64_t limit);
  base::Result<std::uint64_t> count_running();
  base::Result<ImportJob> find(base::Uuid job_id);
  base::Result<std::optional<ImportJob>> look_up(base::Uuid job_id);
  /// The archived copy of an import's file. Fails with import_unknown, storage_object_missing.
  base::Result<std::filesystem::path> archived_file(base::Uuid job_id);
  /// What an import or a kept dry run read, piece by piece. Fails with import_unknown, original_file_gone.
  base::Result<OriginalFile> original_file(base::Uuid job_id);
  base::Result<std::vector<LogLine>> log(base::Uuid job_id);
  /// Removes archived files that no import since `cutoff` has used, nor one that is running; gives how many that were.
  /// Such an import cannot be gone on with any more.
  base::Result<std::uint64_t> remove_files_older_than(base::Timestamp cutoff);
  /// Removes archived files that nothing refers to, since the import that brought them never got so far, when they came
  /// before `cutoff`: long enough ago that no import is still reading them. Gives how many that were.
  base::Result<std::uint64_t> remove_orphan_files(base::Timestamp cutoff);
  /// Removes log lines written before `cutoff`; gives how many that were.
  base::Result<std::uint64_t> remove_logs_older_than(base::Timestamp cutoff);
  /// Removes what dry runs kept that began before `cutoff`.
  base::Result<> remove_dry_runs_older_than(base::Timestamp cutoff);
  /// Makes the parts of the log for the two months to come, where the log is kept in parts.
  base::Result<> prepare_log(base::Timestamp now);
  /// Ids of the suppliers that have mappings.
  base::Result<std::vector<base::Uuid>> suppliers_with_mappings();
  /// Those of a supplier that was deleted.
  base::Result<> remove_mappings_of(base::Uuid supplier_id);
  /// Kept rows in file order, starting after row `after`.
  base::Result<std::vector<ImportError>> errors(base::Uuid job_id, std::string_view severity, std::uint64_t after,
                                                std::uint64_t limit);
  /// Writes the quarantined rows of an import as a CSV file with the original columns, the row number and what is
  /// wrong: correct it and import it again. Gives the number of rows.
  base::Result<std::uint64_t> export_quarantine(base::Uuid job_id, const std::function<void(std::string_view)>& write);
  /// The same file, for who reads it piece by piece. Fails with import_unknown.
  base::Result<QuarantineExport> open_quarantine(base::Uuid job_id);
  base::Result<> each_change(base::Uuid job_id, const ChangeCallback& each);
  /// Up to `limit` lines of the change set, or of what a dry run kept of it, as CatalogService::changes() gives them.
  base::Result<std::vector<catalog::Change>> changes(base::Uuid job_id, catalog::ChangeFilter filter,
                                                     const catalog::ChangeCursor& after, std::uint64_t limit);

  base::Result<std::optional<MappingVersion>> latest_mapping(const suppliers::Supplier& supplier);
  base::Result<std::vector<MappingVersion>> mapping_versions(const suppliers::Supplier& supplier);
  /// Stores a new version unless the latest says the same; gives the version in force. Fails as check_mapping does.
  base::Result<MappingVersion> store_mapping(const suppliers::Supplier& supplier, const Mapping& mapping,
                                             std::string_view origin);

 private:
  /// JSON array of the names of the file's columns.
  base::Result<std::string> columns_of(base::Uuid job_id);

  platform::db::Database& imports_;
  platform::db::Database& catalog_;
  suppliers::SupplierService& suppliers_;
  platform::storage::ObjectStore& storage_;
};

inline constexpr base::ProblemKind import_unknown{"import.unknown", "No such import", 404, base::LogLevel::info};
inline constexpr base::ProblemKind original_file_gone{"import.file_gone", "The file is no longer kept", 410,
                                                      base::LogLevel::info};
inline constexpr base::ProblemKind import_not_resumable{"import.not_resumable", "Import cannot be resumed", 409,
                                                        base::LogLevel::info};

/// Left off because StopCheck said so.
inline constexpr base::ProblemKind import_stopped{"import.stopped", "Import was stopped", 409, base::LogLevel::info};
inline constexpr base::ProblemKind correction_is_partial{
    "import.correction_is_partial", "A corrected quarantine file is no full list", 422, base::LogLevel::info};

}  // namespace imports
