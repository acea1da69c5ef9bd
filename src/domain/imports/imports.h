#pragma once

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

struct ImportRequest {
  std::filesystem::path file;
  std::string supplier;  ///< code; a new one is created
  catalog::MergeMode mode = catalog::MergeMode::partial;
  catalog::MergeEffect effect = catalog::MergeEffect::apply;
  std::optional<Mapping> mapping;  ///< otherwise the supplier's latest, otherwise one made from the file
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
  std::string status;  ///< running, finished, failed
  std::uint64_t rows_total = 0;
  int resumed = 0;
  base::Timestamp created_at;
  std::optional<base::Timestamp> finished_at;
  std::optional<ImportReport> report;
  std::string problem_code, problem_message, problem_cure;  ///< of a failed one
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
  base::Result<ImportReport> resume(base::Uuid job_id, const ProgressCallback& progress);

  base::Result<std::vector<ImportJob>> list(std::string_view supplier, std::uint64_t limit);
  base::Result<ImportJob> find(base::Uuid job_id);
  base::Result<std::vector<LogLine>> log(base::Uuid job_id);
  /// Kept rows in file order, starting after row `after`.
  base::Result<std::vector<ImportError>> errors(base::Uuid job_id, std::string_view severity, std::uint64_t after,
                                                std::uint64_t limit);
  /// Writes the quarantined rows of an import as a CSV file with the original columns, the row number and what is
  /// wrong: correct it and import it again. Gives the number of rows.
  base::Result<std::uint64_t> export_quarantine(base::Uuid job_id, const std::function<void(std::string_view)>& write);
  base::Result<> each_change(base::Uuid job_id, const ChangeCallback& each);

  base::Result<std::optional<MappingVersion>> latest_mapping(const suppliers::Supplier& supplier);
  base::Result<std::vector<MappingVersion>> mapping_versions(const suppliers::Supplier& supplier);
  /// Stores a new version unless the latest says the same; gives the version in force.
  base::Result<MappingVersion> store_mapping(const suppliers::Supplier& supplier, const Mapping& mapping,
                                             std::string_view origin);

 private:
  platform::db::Database& imports_;
  platform::db::Database& catalog_;
  suppliers::SupplierService& suppliers_;
  platform::storage::ObjectStore& storage_;
};

inline constexpr base::ProblemKind import_unknown{"import.unknown", "No such import", 404, base::LogLevel::info};
inline constexpr base::ProblemKind import_not_resumable{"import.not_resumable", "Import cannot be resumed", 409,
                                                        base::LogLevel::info};

inline constexpr base::ProblemKind correction_is_partial{
    "import.correction_is_partial", "A corrected quarantine file is no full list", 422, base::LogLevel::info};

}  // namespace imports
