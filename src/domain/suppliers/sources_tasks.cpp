// Fetching in the background: ask the server, compare with last time, hand a new file to the imports.
#include "domain/suppliers/sources_tasks.h"

#include <utility>

#include "domain/suppliers/source_check.h"
#include "domain/suppliers/source_download.h"
#include "domain/suppliers/source_reader.h"
#include "platform/http/codec.h"
#include "platform/telemetry/trace.h"

namespace suppliers {

/// What a fetch ends with.
struct FetchResult {
  std::string outcome;  ///< imported, unchanged, older
  std::string message;
  std::string file_name;
  std::uint64_t bytes = 0;
  int drops = 0;
  std::optional<base::Uuid> import_id;
};
BOOST_DESCRIBE_STRUCT(FetchResult, (), (outcome, message, file_name, bytes, drops, import_id))

namespace {

using platform::queue::JobContext;

/// The payload of a queued fetch.
struct FetchTask {
  base::Uuid source_id;
  bool force = false;
};
BOOST_DESCRIBE_STRUCT(FetchTask, (), (source_id, force))

/// How far a running fetch is.
struct FetchProgress {
  std::string phase;
  std::uint64_t bytes = 0;
};
BOOST_DESCRIBE_STRUCT(FetchProgress, (), (phase, bytes))

void forget_last(SourceState& state) {
  state.etag.clear();
  state.last_modified.clear();
  state.digest.clear();
}

/// What is to be remembered of the fetch. One that failed has found nothing: what was known before stays known.
SourceState outcome_of(const base::Result<FetchResult>& result, const SourceState& before, const SourceState& found) {
  SourceState state = result ? found : before;
  state.checked_at = base::Timestamp::now();
  state.problem_code = result ? std::string{} : std::string(result.error().code());
  state.problem_message = result ? std::string{} : result.error().message;
  state.problem_cure = result ? std::string{} : result.error().cure;
  return state;
}

/// Tells where the download is, once a megabyte.
std::function<void(std::uint64_t)> progress_of(JobContext& context) {
  return [&context, told = std::uint64_t{0}](std::uint64_t bytes) mutable {
    constexpr std::uint64_t step = 1'000'000;
    if (bytes >= told && bytes < told + step) return;
    told = bytes;
    context.progress(platform::http::to_json(FetchProgress{"fetching", bytes}));
  };
}

FetchResult not_imported(std::string outcome, std::string_view how, std::uint64_t bytes, int drops) {
  return {std::move(outcome), std::string(how) + "; nothing was imported.", {}, bytes, drops, {}};
}

FetchResult unchanged(std::string_view how, const SourceState& state, std::uint64_t bytes, int drops) {
  const std::string since = state.fetched_at ? " since " + state.fetched_at->to_string() : std::string{};
  return not_imported("unchanged", std::string(how) + since, bytes, drops);
}

base::Result<> check_fetchable(const Source& source) {
  if (source.kind == SourceKind::upload) {
    return base::failure(source_not_fetched, "The files of source \"" + source.name + "\" are sent in.",
                         "Upload a file with POST /imports, or make a source of another kind.");
  }
  if (!source.is_enabled) {
    return base::failure(source_disabled, "The source \"" + source.name + "\" is switched off.",
                         "Switch it on (is_enabled), then fetch.");
  }
  return {};
}

}  // namespace

base::Result<base::Uuid> source_of(const platform::queue::Job& job) {
  ASSIGN_OR_RETURN(const FetchTask task, platform::http::from_json<FetchTask>(job.payload));
  return task.source_id;
}

base::Result<platform::queue::NewJob> SourceFetcher::job_for(base::Uuid source_id, bool force, std::string_view by) {
  ASSIGN_OR_RETURN(const Source source, sources_.find(source_id));
  RETURN_IF_FAILED(check_fetchable(source));
  platform::queue::NewJob job;
  job.queue = fetch_queue;
  job.kind = fetch_kind;
  job.subject = source.supplier;
  job.payload = platform::http::to_json(FetchTask{source.id, force});
  job.unique_key = "fetch:" + source.id.to_string();
  job.created_by = by;
  return job;
}

base::Result<platform::queue::Enqueued> SourceFetcher::enqueue(base::Uuid source_id, bool force, std::string_view by) {
  ASSIGN_OR_RETURN(const platform::queue::NewJob job, job_for(source_id, force, by));
  return queue_.enqueue(job);
}

base::Result<FetchResult> SourceFetcher::fetch(JobContext& context, const Source& source, bool force,
                                               SourceState& state) {
  RETURN_IF_FAILED(check_fetchable(source));
  RETURN_IF_FAILED(suppliers_.find(source.supplier));
  if (state.import_id && !force) {
    ASSIGN_OR_RETURN(force, imports_.has_failed(*state.import_id));
  }
  if (force) forget_last(state);
  ASSIGN_OR_RETURN(const auto reader, reader_of(sources_, source, client_));
  ASSIGN_OR_RETURN(auto file, TemporaryDownload::make(folder_ / (context.job().id.to_string() + ".part")));
  DownloadOptions options;
  options.progress = progress_of(context);
  ASSIGN_OR_RETURN(const Fetched got, [&] {
    const platform::telemetry::SpanScope step("fetch");
    return reader->fetch({state, file, options, [&] { return context.should_stop(); }});
  }());
  if (got.outcome == Fetched::Outcome::older) return not_imported("older", got.message, file.size(), got.drops);
  if (got.outcome == Fetched::Outcome::unchanged) return unchanged(got.message, state, file.size(), got.drops);

  RETURN_IF_FAILED(check_beginning(file.beginning(), source.name));
  ASSIGN_OR_RETURN(const std::string digest, file.digest());
  const bool is_same = digest == state.digest;
  state.etag = got.etag;
  state.last_modified = got.last_modified;
  state.size = file.size();
  if (is_same) return unchanged("The file is the same, byte for byte,", state, file.size(), got.drops);

  const platform::telemetry::SpanScope step("hand over");
  ASSIGN_OR_RETURN(state.import_id, imports_.begin({file.path(), got.file_name, file.size(), digest, source.supplier,
                                                    source.mode, context.job().created_by}));
  state.digest = digest;
  state.fetched_at = base::Timestamp::now();
  std::string message = "The new file is being imported.";
  if (const auto told = reader->handed_over(); !told) message += " " + told.error().message + " " + told.error().cure;
  return FetchResult{"imported", std::move(message), got.file_name, file.size(), got.drops, state.import_id};
}

base::Result<FetchResult> SourceFetcher::timed_fetch(JobContext& context, const Source& source, bool force,
                                                     SourceState& state) {
  const auto since = std::chrono::steady_clock::now();
  auto result = fetch(context, source, force, state);
  if (!on_fetched_) return result;
  FetchEnd end{source.kind, {}, 0, {}};
  end.duration = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - since);
  if (result) {
    end.outcome = result->outcome;
    end.bytes = result->bytes;
  } else {
    end.outcome = result.error().kind == &platform::client::request_stopped ? "stopped" : "failed";
  }
  on_fetched_(end);
  return result;
}

base::Result<std::string> SourceFetcher::run(JobContext& context) {
  ASSIGN_OR_RETURN(const FetchTask task, platform::http::from_json<FetchTask>(context.job().payload));
  ASSIGN_OR_RETURN(const Source source, sources_.find(task.source_id));
  SourceState state = source.state;
  auto result = timed_fetch(context, source, task.force, state);
  if (!result && result.error().kind == &platform::client::request_stopped) {
    base::Problem problem = std::move(result).error();
    problem.kind = &platform::queue::job_stopped;
    return base::failure(std::move(problem));
  }
  RETURN_IF_FAILED(sources_.record(source, outcome_of(result, source.state, state)));
  if (!result) return base::failure(std::move(result).error());
  return platform::http::to_json(*result);
}

platform::queue::HandlerEntry SourceFetcher::handler() {
  return {[this](JobContext& context) { return run(context); }};
}

}  // namespace suppliers
