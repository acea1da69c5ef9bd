#include "app/watching.h"

#include "app/database_metrics.h"
#include "app/version.h"
#include "domain/identity/logins.h"
#include "platform/telemetry/work_scope.h"

namespace app {
namespace {

using platform::telemetry::Sample;
using std::chrono::duration;

constexpr std::chrono::milliseconds slow_statement{500};

std::string outcome_status(const platform::queue::JobEnd& end) {
  return end.outcome == "failed" || end.outcome == "dead" ? "internal_error" : "ok";
}

double seconds(duration<double> time) {
  return time.count();
}

}  // namespace

base::Result<std::unique_ptr<Watching>> Watching::create(Services& services) {
  std::unique_ptr<Watching> watching(new Watching(services));
  RETURN_IF_FAILED(watching->open_sentry());
  watching->add_sentry_metrics();
  return watching;
}

Watching::Watching(Services& services) : services_(services), log_(services.log) {
  platform::telemetry::add_process_metrics(metrics_);
  const auto databases = services_.parts->databases.all();
  add_database_metrics(metrics_, {databases.begin(), databases.end()});
  add_disk_metrics();
  add_cache_metrics();
  for (const base::ProblemKind* kind : {&identity::login_failed, &identity::too_many_attempts})
    count_problem(kind->code, 0);
  platform::redis::add_redis_metrics(metrics_, services_.redis.named());
  if (services_.shared_events) platform::redis::add_event_metrics(metrics_, *services_.shared_events);
  services_.on_image_fetched = [this](const media::FetchEnd& end) { note_image(end); };
  services_.fetcher.on_fetched([this](const suppliers::FetchEnd& end) { note_fetch(end); });
  services_.on_told = [this](std::string_view channel, std::string_view outcome) {
    metrics_.count("notifications_total", "News sent to people and programs, each attempt.",
                   {{"channel", std::string(channel)}, {"outcome", std::string(outcome)}});
  };
  add_media_metrics();
  watch_statements();
}

Watching::~Watching() = default;

base::Result<> Watching::open_sentry() {
  const platform::config::Settings& settings = services_.parts->settings;
  const std::string dsn = settings.value("SENTRY_DSN");
  if (dsn.empty()) return {};
  ASSIGN_OR_RETURN(const auto anywhere, platform::client::AddressRules::from("0.0.0.0/0,::/0"));
  reporter_ = std::make_unique<platform::client::HttpClient>(anywhere);
  const std::string own_name = settings.value("SENTRY_ENVIRONMENT");
  const auto send = [client = reporter_.get()](const std::string& url,
                                               const platform::telemetry::Sentry::Headers& headers,
                                               const std::string& body) {
    platform::client::HttpRequest request;
    request.method = "POST";
    request.url = url;
    request.headers = headers;
    request.body = body;
    request.timeouts.connect = std::chrono::seconds(3);
    request.timeouts.total = std::chrono::seconds(5);
    request.follow_redirects = 0;
    const auto answer = client->send(request);
    return answer && answer->status < 300;
  };
  ASSIGN_OR_RETURN(sentry_,
                   platform::telemetry::Sentry::open({dsn, own_name.empty() ? settings.value("ENVIRONMENT") : own_name,
                                                      version, std::stod(settings.value("SENTRY_TRACES_SAMPLE_RATE"))},
                                                     send));
  return {};
}

void Watching::watch_statements() {
  for (platform::db::Database* database : services_.parts->databases.all()) {
    database->statement_times().on_slow(
        slow_statement,
        [&log = log_, name = database->name()](std::string_view statement, std::chrono::microseconds time) {
          const std::string work = platform::telemetry::WorkScope::current();
          log.warning("slow statement", {{"database", std::string_view(name)},
                                         {"statement", statement},
                                         {"ms", std::int64_t{time.count() / 1000}},
                                         {"work", std::string_view(work)}});
        });
  }
}

void Watching::add_cache_metrics() {
  using Figure = std::uint64_t platform::cache::SpaceStatistics::*;
  const auto read = [this](Figure figure) {
    return [this, figure] {
      std::vector<Sample> samples;
      for (const platform::cache::SpaceStatistics& one : services_.cache.statistics()) {
        samples.push_back({{{"namespace", std::string(to_string(one.space))}}, static_cast<double>(one.*figure)});
      }
      return samples;
    };
  };
  using platform::cache::SpaceStatistics;
  metrics_.counter("cache_hits_total", "Values found in the cache.", read(&SpaceStatistics::hits));
  metrics_.counter("cache_misses_total", "Values that had to be made.", read(&SpaceStatistics::misses));
  metrics_.counter("cache_shared_hits_total", "Values found in the cache all processes share.",
                   read(&SpaceStatistics::shared_hits));
  metrics_.counter("cache_shared_misses_total", "Values that were not in the shared cache either.",
                   read(&SpaceStatistics::shared_misses));
  metrics_.counter("cache_shared_errors_total", "Times the shared cache could not be asked.",
                   read(&SpaceStatistics::shared_errors));
  metrics_.counter("cache_evictions_total", "Values dropped to make room.", read(&SpaceStatistics::evictions));
  metrics_.gauge("cache_bytes", "Bytes of the values kept.", read(&SpaceStatistics::bytes));
  metrics_.gauge("cache_entries", "Values kept.", read(&SpaceStatistics::entries));
}

void Watching::add_disk_metrics() {
  const auto read = [this](std::uintmax_t std::filesystem::space_info::*figure) {
    return [folder = services_.parts->settings.data_dir, figure]() -> std::vector<Sample> {
      std::error_code unknown;
      const auto space = std::filesystem::space(folder, unknown);
      if (unknown) return {};
      return {{{}, static_cast<double>(space.*figure)}};
    };
  };
  metrics_.gauge("data_disk_free_bytes", "Bytes free where DATA_DIR is.",
                 read(&std::filesystem::space_info::available));
  metrics_.gauge("data_disk_size_bytes", "Bytes of the disk where DATA_DIR is.",
                 read(&std::filesystem::space_info::capacity));
}

void Watching::count_problem(std::string_view code, double by) {
  metrics_.count("http_problems_total", "Requests answered with a problem, by its code.", {{"code", std::string(code)}},
                 by);
}

media::StateCounts Watching::image_counts() {
  constexpr std::chrono::minutes kept{1};  // counting reads every picture's row
  const std::lock_guard lock(images_mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (!images_counted_ || now - *images_counted_ > kept) {
    if (auto summary = services_.media.summary()) {
      images_ = std::move(summary->images);
      images_counted_ = now;
    }
  }
  return images_;
}

void Watching::add_media_metrics() {
  metrics_.gauge("media_images", "Pictures of products, by state, counted at most once a minute.", [this] {
    std::vector<Sample> samples;
    for (const auto& [state, count] : image_counts())
      samples.push_back({{{"state", std::string(to_string(state))}}, static_cast<double>(count)});
    return samples;
  });
}

void Watching::note_image(const media::FetchEnd& end) {
  metrics_.count("media_fetches_total", "Pictures fetched from suppliers, by what became of them.",
                 {{"outcome", end.outcome}});
  metrics_.observe_seconds("media_fetch_duration_seconds", "Time to fetch and keep a picture.", {},
                           seconds(end.duration));
}

void Watching::note_fetch(const suppliers::FetchEnd& end) {
  const std::string kind(to_string(end.kind));
  metrics_.count("source_fetches_total", "Fetches of suppliers' files, by what became of them.",
                 {{"kind", kind}, {"outcome", end.outcome}});
  metrics_.count("source_fetched_bytes_total", "Bytes of suppliers' files that arrived.", {{"kind", kind}},
                 static_cast<double>(end.bytes));
  metrics_.observe_seconds("source_fetch_duration_seconds", "Time a fetch takes, with handing the file over.",
                           {{"kind", kind}}, seconds(end.duration));
}

void Watching::add_sentry_metrics() {
  if (!sentry_) return;
  metrics_.counter("sentry_reports_total", "Reports to Sentry, by what became of them.", [this] {
    const auto statistics = sentry_->statistics();
    return std::vector<Sample>{{{{"outcome", "sent"}}, static_cast<double>(statistics.sent)},
                               {{{"outcome", "dropped"}}, static_cast<double>(statistics.dropped)}};
  });
}

void Watching::note_access(const platform::http::AccessRecord& record) {
  const std::string route = record.route.empty() ? "(none)" : record.route;
  metrics_.count("http_requests_total", "Requests answered.",
                 {{"method", record.method}, {"route", route}, {"status", std::to_string(record.status)}});
  metrics_.observe_seconds("http_request_duration_seconds", "Time from a request's head to the end of its answer.",
                           {{"method", record.method}, {"route", route}}, seconds(record.duration));
  if (!record.problem.empty()) count_problem(record.problem, 1);
  const base::LogLevel level = record.status >= 500 ? base::LogLevel::error : base::LogLevel::info;
  log_.write(level, record.method + " " + record.path,
             {{"status", std::uint64_t{record.status}},
              {"ms", duration<double, std::milli>(record.duration).count()},
              {"bytes", record.bytes},
              {"caller", std::string_view(record.caller)},
              {"address", std::string_view(record.remote_address)},
              {"problem", std::string_view(record.problem)},
              {"error", std::string_view(record.error)},
              {"request_id", std::string_view(record.request_id)}});
  if (sentry_) report(record);
}

void Watching::report(const platform::http::AccessRecord& record) {
  const std::string where = record.method + " " + record.route;
  if (record.status == 500) {
    sentry_->report(platform::telemetry::ErrorReport{record.error.empty() ? record.problem : "exception",
                                                     record.error.empty() ? record.problem : record.error,
                                                     where,
                                                     {{"request_id", record.request_id}}});
  }
  sentry_->report(
      platform::telemetry::TraceReport{where,
                                       "http.server",
                                       std::string(platform::telemetry::trace_status(record.status)),
                                       std::chrono::duration_cast<std::chrono::microseconds>(record.duration),
                                       {{"request_id", record.request_id}}});
}

void Watching::note_end(const platform::queue::JobEnd& end) {
  metrics_.count("jobs_total", "Jobs that ended, by what became of them.",
                 {{"queue", end.job.queue}, {"kind", end.job.kind}, {"outcome", end.outcome}});
  metrics_.observe_seconds("job_duration_seconds", "Time a job is worked on, each attempt.", {{"kind", end.job.kind}},
                           seconds(end.duration));
  const std::string id = end.job.id.to_string();
  log_.write(end.problem.empty() ? base::LogLevel::info : base::LogLevel::warning, "job " + end.job.kind,
             {{"outcome", std::string_view(end.outcome)},
              {"ms", std::int64_t{end.duration.count()}},
              {"problem", std::string_view(end.problem)},
              {"job_id", std::string_view(id)}});
  if (sentry_) report(end);
}

void Watching::report(const platform::queue::JobEnd& end) {
  const std::string where = "job " + end.job.kind;
  const std::map<std::string, std::string> tags{{"job_id", end.job.id.to_string()}};
  if (end.outcome == "dead") sentry_->report(platform::telemetry::ErrorReport{"job", end.problem, where, tags});
  sentry_->report(platform::telemetry::TraceReport{where, "queue.task", outcome_status(end), end.duration, tags,
                                                   end.job.trace_id, end.spans});
}

}  // namespace app
