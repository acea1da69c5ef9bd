#include "app/watching.h"

#include "app/version.h"
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
  add_database_metrics();
  add_cache_metrics();
  platform::redis::add_redis_metrics(metrics_, services_.redis.named());
  if (services_.shared_events) platform::redis::add_event_metrics(metrics_, *services_.shared_events);
  services_.on_image_fetched = [this](const media::FetchEnd& end) { note_image(end); };
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

void Watching::add_database_metrics() {
  metrics_.gauge("db_pool_connections", "Connections of each database's pool, by state.", [this] {
    std::vector<Sample> samples;
    for (const platform::db::Database* database : services_.parts->databases.all()) {
      const auto pool = database->statistics();
      const auto add = [&](const char* state, std::size_t count) {
        samples.push_back({{{"database", database->name()}, {"state", state}}, static_cast<double>(count)});
      };
      add("open", pool.open);
      add("in_use", pool.in_use);
      add("waiting", pool.waiting);
    }
    return samples;
  });
  metrics_.summary("db_statement_seconds", "Database statements by name.", [this] {
    std::vector<platform::telemetry::SummarySample> samples;
    for (const platform::db::Database* database : services_.parts->databases.all()) {
      for (const auto& one : database->statement_times().figures()) {
        samples.push_back({{{"database", database->name()}, {"name", one.name}},
                           one.calls,
                           seconds(one.total),
                           {{0.5, seconds(one.p50)}, {0.95, seconds(one.p95)}}});
      }
    }
    return samples;
  });
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
  sentry_->report(platform::telemetry::TraceReport{where, "queue.task", outcome_status(end), end.duration, tags});
}

}  // namespace app
