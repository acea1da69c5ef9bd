#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/imports/imports.h"
#include "domain/imports/uploads.h"
#include "platform/events/event_bus.h"
#include "platform/queue/job_queue.h"
#include "platform/queue/worker.h"

namespace imports {

inline constexpr std::string_view imports_queue = "imports";
inline constexpr std::string_view import_kind = "import";

/// An import to be done in the background.
struct StartImport {
  base::Uuid upload_id{};
  std::string supplier{};
  catalog::MergeMode mode = catalog::MergeMode::partial;
  bool dry_run = false;
  std::optional<std::int64_t> mapping_version{};  ///< of the supplier's; otherwise as in ImportRequest
  std::optional<std::string> mapping{};           ///< a document of its own
  std::string owner{};                            ///< of the upload
  std::string created_by{};                       ///< as people know them
};

/// An import as people see it: what the queue knows of it, what the imports know, or both.
struct ImportState {
  base::Uuid id;
  std::string supplier, file_name, mode;
  bool dry_run = false;
  std::string status;  ///< waiting, running, finished, failed, cancelled
  bool is_cancelling = false;
  std::uint64_t rows_total = 0;
  int resumed = 0, attempt = 0;
  std::string progress;  ///< JSON, "" for none
  std::string created_by;
  base::Timestamp created_at;
  std::optional<base::Timestamp> started_at, finished_at;
  std::optional<ImportReport> report;
  std::string problem_code, problem_message, problem_cure;
};

struct ImportStateQuery {
  std::string supplier{}, status{};  ///< "" all
  std::optional<base::Uuid> before{};
  std::uint64_t limit = 50;
};

struct ImportStatePage {
  std::vector<ImportState> imports;
  std::optional<base::Uuid> next;  ///< `before` of the next page
};

/// Imports in the background: a queued job and its import share one id, so that whoever waits for one finds the other.
/// Progress goes to the topic "imports.<id>". Thread-safe.
class BackgroundImports {
 public:
  BackgroundImports(ImportService& imports, suppliers::SupplierService& suppliers, UploadService& uploads,
                    platform::queue::JobQueue& queue, platform::events::EventBus& events)
      : imports_(imports), suppliers_(suppliers), uploads_(uploads), queue_(queue), events_(events) {}

  /// Fails with upload_unknown, upload_incomplete, mapping_version_unknown, mapping_invalid, supplier_code_invalid.
  base::Result<ImportState> start(const StartImport& wanted);
  /// Fails with import_unknown.
  base::Result<ImportState> find(base::Uuid id);
  base::Result<ImportStatePage> list(const ImportStateQuery& query);
  /// Ends it between two batches; it can be resumed. Fails with import_unknown, import_runs_elsewhere, job_is_over.
  base::Result<ImportState> cancel(base::Uuid id);
  /// Lets a failed or cancelled import go on where it stopped. Fails with import_unknown, import_not_resumable,
  /// job_is_unfinished.
  base::Result<ImportState> resume(base::Uuid id, std::string_view by);
  /// Imports the same file in the same way once more, as a new import. Fails with import_unknown.
  base::Result<ImportState> retry(base::Uuid id, std::string_view by);

  /// Does a queued import; gives its report as JSON.
  base::Result<std::string> run(platform::queue::JobContext& context);
  /// To be given to the worker for import_kind.
  platform::queue::HandlerEntry handler();

 private:
  base::Result<ImportReport> work(platform::queue::JobContext& context);
  base::Result<ImportState> enqueue(base::Uuid id, const std::string& payload, std::string_view supplier,
                                    std::string_view by);
  void announce(const ImportState& state);

  ImportService& imports_;
  suppliers::SupplierService& suppliers_;
  UploadService& uploads_;
  platform::queue::JobQueue& queue_;
  platform::events::EventBus& events_;
};

inline constexpr base::ProblemKind mapping_version_unknown{"mapping.version_unknown", "No such mapping version", 404,
                                                           base::LogLevel::info};
inline constexpr base::ProblemKind import_not_finished{"import.not_finished", "Import has not finished", 409,
                                                       base::LogLevel::info};
inline constexpr base::ProblemKind import_runs_elsewhere{"import.runs_elsewhere", "Import runs outside the queue", 409,
                                                         base::LogLevel::info};

}  // namespace imports
