#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "domain/suppliers/sources.h"
#include "platform/client/http_client.h"
#include "platform/queue/job_queue.h"
#include "platform/queue/worker.h"

namespace suppliers {

inline constexpr std::string_view fetch_queue = "sources";
inline constexpr std::string_view fetch_kind = "fetch";

/// Three tries, a quarter of an hour apart: a supplier's server that is being restarted has time to come back.
inline constexpr platform::queue::RetryPolicy fetch_retries{.first_wait = std::chrono::minutes(15),
                                                            .longest_wait = std::chrono::minutes(15),
                                                            .attempts = 3,
                                                            .factor = 1,
                                                            .jitter = 0};

/// A file that has arrived, to be imported.
struct FetchedFile {
  std::filesystem::path path;  ///< gone once the hand-over returns
  std::string file_name;
  std::uint64_t size = 0;
  std::string sha256;
  std::string supplier;  ///< its code
  SourceMode mode = SourceMode::partial;
  std::string created_by;
};

/// The imports, as a fetch needs them.
struct ImportHandOver {
  /// Takes the file over and begins its import; gives the import's id.
  std::function<base::Result<base::Uuid>(const FetchedFile&)> begin;
  /// True when that import ended without effect, so that the same file is worth another one.
  std::function<base::Result<bool>(base::Uuid)> has_failed;
};

/// A fetch that ended, for metrics.
struct FetchEnd {
  SourceKind kind = SourceKind::http;
  std::string outcome;  ///< imported, unchanged, older, failed, stopped
  std::uint64_t bytes = 0;
  std::chrono::milliseconds duration{};
};
using FetchCallback = std::function<void(const FetchEnd&)>;

/// The source that a job of fetch_kind is about.
base::Result<base::Uuid> source_of(const platform::queue::Job& job);

struct FetchResult;

/// Fetches the files of sources in the background. Thread-safe.
class SourceFetcher {
 public:
  /// `folder` holds files while they arrive.
  SourceFetcher(SourceService& sources, SupplierService& suppliers, const platform::client::HttpClient& client,
                platform::queue::JobQueue& queue, std::filesystem::path folder, ImportHandOver imports)
      : sources_(sources),
        suppliers_(suppliers),
        client_(client),
        queue_(queue),
        folder_(std::move(folder)),
        imports_(std::move(imports)) {}

  /// The job that fetches a source. Fails with source_unknown, source_not_fetched, source_disabled.
  base::Result<platform::queue::NewJob> job_for(base::Uuid source_id, bool force, std::string_view by);
  /// Queues a fetch, or gives the one that waits or runs already. `force`: import the file also when it is the same as
  /// last time. Fails as job_for() does.
  base::Result<platform::queue::Enqueued> enqueue(base::Uuid source_id, bool force, std::string_view by);
  /// Told of every fetch. Before the worker starts.
  void on_fetched(FetchCallback told) { on_fetched_ = std::move(told); }
  /// To be given to the worker for fetch_kind.
  platform::queue::HandlerEntry handler();

 private:
  base::Result<std::string> run(platform::queue::JobContext& context);
  base::Result<FetchResult> fetch(platform::queue::JobContext& context, const Source& source, bool force,
                                  SourceState& state);
  base::Result<FetchResult> timed_fetch(platform::queue::JobContext& context, const Source& source, bool force,
                                        SourceState& state);

  SourceService& sources_;
  SupplierService& suppliers_;
  const platform::client::HttpClient& client_;
  platform::queue::JobQueue& queue_;
  std::filesystem::path folder_;
  ImportHandOver imports_;
  FetchCallback on_fetched_;
};

inline constexpr base::ProblemKind source_not_fetched{"source.not_fetched", "Files of this source are sent in", 409,
                                                      base::LogLevel::info};
inline constexpr base::ProblemKind source_disabled{"source.disabled", "Source is switched off", 409,
                                                   base::LogLevel::info};

}  // namespace suppliers
