#include "app/serving.h"

#include <future>

#include "app/queues.h"
#include "app/route_tables.h"
#include "app/upkeep.h"
#include "app/version.h"
#include "app/web_app.h"
#include "base/text.h"
#include "domain/catalog/product_search.h"
#include "domain/identity/stored_idempotency.h"
#include "domain/imports/follow_up.h"
#include "platform/db/named_lock.h"
#include "platform/queue/outbox.h"
#include "platform/redis/shared_rates.h"

namespace app {
namespace {

using platform::http::Request;
using platform::http::RouteTable;
using platform::telemetry::Sample;

platform::queue::WorkerOptions worker_options() {
  platform::queue::WorkerOptions options;
  for (const ServedQueue& queue : served_queues) options.concurrency.emplace(queue.name, queue.at_once);
  return options;
}

platform::queue::SchedulerOptions scheduler_options(platform::telemetry::Log& log) {
  platform::queue::SchedulerOptions options;
  options.on_problem = [&log](const base::Problem& problem) {
    log.problem(problem, "looking for schedules that are due");
  };
  return options;
}

/// Keeps the search up to date with whoever imports, from here or the command line.
Chore search_chore(Services& services) {
  return {"bringing the product search up to date", std::chrono::seconds(1),
          [&services](const std::stop_token& stop) -> base::Result<> {
            platform::db::Database& catalog = services.parts->databases.catalog;
            ASSIGN_OR_RETURN(const auto connection, catalog.acquire());
            ASSIGN_OR_RETURN(const auto mine,
                             platform::db::NamedLock::try_take(catalog, *connection, "search-refresh"));
            if (!mine) return {};  // another process is at it
            RETURN_IF_FAILED(catalog::refresh_search(*connection, stop));
            return {};
          }};
}

std::vector<std::string> listed(const platform::config::Settings& settings, std::string_view name) {
  std::vector<std::string> all;
  for (const std::string_view one : base::split(settings.value(name), ',')) {
    if (const auto trimmed = base::trim(one); !trimmed.empty()) all.emplace_back(trimmed);
  }
  return all;
}

/// Carries over to the queue what was announced in another database.
Chore relay_chore(Services& services, platform::db::Database& from) {
  return {"enqueuing what follows from changes in " + from.name(), std::chrono::seconds(1),
          [&services, &from]() -> base::Result<> {
            RETURN_IF_FAILED(platform::queue::OutboxRelay(from, services.queue).relay());
            return {};
          }};
}

std::uint32_t per_minute(const platform::config::Settings& settings, std::string_view name) {
  return static_cast<std::uint32_t>(std::stoul(settings.value(name)));
}

}  // namespace

std::unique_ptr<platform::telemetry::Log> make_log(const platform::config::Settings& settings) {
  using platform::telemetry::LogStyle;
  return std::make_unique<platform::telemetry::Log>(settings.is_production() ? LogStyle::json : LogStyle::readable,
                                                    platform::telemetry::log_level_named(settings.log_level));
}

base::Result<std::unique_ptr<Serving>> Serving::create(std::unique_ptr<Parts> parts, Role role,
                                                       platform::telemetry::Log& log) {
  ASSIGN_OR_RETURN(auto outside, Outside::from(parts->settings));
  auto services = std::make_unique<Services>(std::move(parts), std::move(outside), log);
  ASSIGN_OR_RETURN(auto watching, Watching::create(*services));
  RouteTable web;
  if (serves_pages(role)) {
    ASSIGN_OR_RETURN(web, web_app(services->parts->settings, WebApi::same_address));
  }
  return std::unique_ptr<Serving>(new Serving(std::move(services), std::move(watching), role, std::move(web)));
}

Serving::Serving(std::unique_ptr<Services> services, std::unique_ptr<Watching> watching, Role role, RouteTable web)
    : services_(std::move(services)),
      watching_(std::move(watching)),
      role_(role),
      installation_(*services_),
      worker_(services_->queue, worker_options()),
      scheduler_(services_->schedules, scheduler_options(services_->log)),
      live_(services_->events),
      registry_(services_->parts->databases.main),
      self_{base::Uuid::generate(),
            std::string(to_string(role)),
            platform::queue::own_process_name(),
            version,
            base::Timestamp::now(),
            {}},
      chores_(services_->log, chores()),
      search_(services_->log, works(role) ? std::vector{search_chore(*services_)} : std::vector<Chore>{}) {
  services_->handle_jobs(worker_);
  worker_.on_end([this](const platform::queue::JobEnd& end) { watching_->note_end(end); });
  add_gauges();
  server_ = std::make_unique<platform::http::Server>(
      server_options(), all_routes(std::move(web)),
      [this](const Request& request) { return services_->identity.authenticate(request); });
}

Serving::~Serving() = default;

RouteTable Serving::routes() {
  RouteTable all = health_routes({*services_->parts, health_, watching_->metrics(), is_ready_});
  if (!answers_api(role_)) return all;
  append(all, services_->routes());
  append(all, live_.routes());
  return all;
}

RouteTable Serving::all_routes(RouteTable web_app) {
  RouteTable all = routes();
  if (answers_api(role_)) {
    append(all, platform::http::api_documentation(all, services_->parts->settings.value("API_V1_STR"), version));
  }
  append(all, std::move(web_app));
  return all;
}

platform::http::ServerOptions Serving::server_options() {
  const platform::config::Settings& settings = services_->parts->settings;
  platform::http::ServerOptions options;
  options.port = static_cast<unsigned short>(std::stoul(settings.value(port_setting(role_))));
  options.api_prefix = settings.value("API_V1_STR");
  options.debug = settings.debug;
  options.allowed_origins = listed(settings, "ALLOWED_ORIGINS");
  options.trusted_proxies = listed(settings, "TRUSTED_PROXIES");
  options.rate_limits.anonymous = per_minute(settings, "RATE_LIMIT_ANONYMOUS");
  options.rate_limits.signed_in = per_minute(settings, "RATE_LIMIT_SIGNED_IN");
  options.idempotency =
      std::make_shared<identity::StoredIdempotency>(services_->parts->databases.main, services_->identity.sealer());
  if (const auto& redis = services_->redis.cache) {
    options.rates = std::make_shared<platform::redis::SharedRates>(*redis, options.rate_limits.remembered);
  }
  options.on_access = [this](const platform::http::AccessRecord& record) { watching_->note_access(record); };
  return options;
}

std::vector<Chore> Serving::chores() {
  Services& services = *services_;
  std::vector<Chore> all{{"saying that this process is at work", std::chrono::seconds(10), [this] {
                            self_.seen_at = base::Timestamp::now();
                            return registry_.sign_in(self_);
                          }}};
  all.push_back({"removing what was left half-way on this machine", std::chrono::hours(1),
                 [&services] { return services.tidy_machine(); }});
  if (works(role_)) {
    all.push_back(relay_chore(services, services.parts->databases.imports));
    all.push_back(relay_chore(services, services.parts->databases.catalog));
    all.push_back({"looking for pictures to fetch", std::chrono::seconds(30),
                   [&services] { return services.media_tasks.wake(); }});
    all.push_back({"telling people of jobs that failed", std::chrono::seconds(1),
                   [&services] { return services.news.tell_failures(services.queue); }});
  }
  if (schedules(role_)) {
    all.push_back(
        {"taking the figures of the installation", std::chrono::seconds(15), [this] { return installation_.read(); }});
    all.push_back({"looking for mails and deliveries that were lost", std::chrono::minutes(5),
                   [&services] { return services.notifier.tidy(base::Timestamp::now()); }});
    all.push_back({"removing what has expired", std::chrono::hours(1), [&services] { return services.tidy(); }});
    all.push_back(
        {"removing pictures nobody shows", std::chrono::hours(1), [&services] { return services.media_tasks.tidy(); }});
    all.push_back({"removing what leads nowhere", std::chrono::hours(24), [&services]() -> base::Result<> {
                     ASSIGN_OR_RETURN(const RepairedLinks repaired, repair_links(services));
                     if (repaired.sources + repaired.mappings + repaired.schedules + repaired.files == 0) return {};
                     services.log.warning("removed what led nowhere", {{"sources", repaired.sources},
                                                                       {"mappings", repaired.mappings},
                                                                       {"schedules", repaired.schedules},
                                                                       {"files", repaired.files}});
                     return {};
                   }});
    all.push_back({"starting the daily backup", std::chrono::minutes(1),
                   [&services] { return services.backups.start_daily(base::Timestamp::now()); }});
    all.push_back({"looking at the age of the backups", std::chrono::hours(1),
                   [&services] { return services.news.tell_stale_backup(services.backups); }});
    all.push_back({"making room for the months to come", std::chrono::hours(24),
                   [&services] { return services.parts->imports.prepare_log(base::Timestamp::now()); }});
  }
  return all;
}

void Serving::add_gauges() {
  platform::telemetry::Metrics& metrics = watching_->metrics();
  metrics.gauge("program_info", "Always 1; its labels say which version runs in which role.", [this] {
    return std::vector<Sample>{{{{"version", version}, {"role", std::string(to_string(role_))}}, 1}};
  });
  if (schedules(role_)) installation_.add_to(metrics);
  metrics.gauge("http_connections", "Connections open to the HTTP server.", [this] {
    return std::vector<Sample>{{{}, static_cast<double>(server_->load().connections)}};
  });
  metrics.gauge("http_handlers_running", "Requests being handled.", [this] {
    return std::vector<Sample>{{{}, static_cast<double>(server_->load().running)}};
  });
  metrics.gauge("http_requests_waiting", "Requests waiting for a thread.", [this] {
    return std::vector<Sample>{{{}, static_cast<double>(server_->load().waiting)}};
  });
  metrics.gauge("websocket_listeners", "WebSockets that listen for events.", [this] {
    return std::vector<Sample>{{{}, static_cast<double>(live_.listeners())}};
  });
  metrics.gauge("jobs_running", "Jobs this process works on.", [this] {
    return std::vector<Sample>{{{}, static_cast<double>(worker_.running().size())}};
  });
  metrics.gauge("service_healthy", "1 when the service answered its last check.", [this] {
    std::vector<Sample> samples;
    for (const auto& one : health_.services()) samples.push_back({{{"service", one.name}}, one.is_healthy ? 1.0 : 0.0});
    return samples;
  });
}

base::Result<std::optional<identity::FirstAdministrator>> Serving::start() {
  std::optional<identity::FirstAdministrator> administrator;
  if (answers_api(role_)) {
    ASSIGN_OR_RETURN(administrator, services_->identity.start());
  }
  watch_services(health_, *services_->parts, services_->redis.cache ? services_->redis.cache : services_->redis.broker);
  RETURN_IF_FAILED(server_->start());
  if (works(role_)) worker_.start();
  if (schedules(role_)) scheduler_.start();
  chores_.start();
  search_.start();
  return administrator;
}

bool Serving::stop(std::chrono::milliseconds grace, std::chrono::milliseconds deadline) {
  is_ready_ = false;
  // Jobs wait for nobody: another process takes them up the sooner.
  auto jobs = std::async(std::launch::async, [this, deadline] { return worker_.stop(deadline); });
  server_->stop(deadline, grace);
  scheduler_.stop();
  chores_.stop();
  search_.stop();
  const bool all_ended = jobs.get();
  const auto signed_out = registry_.sign_out(self_.id);
  if (!signed_out) services_->log.problem(signed_out.error(), "saying that this process ends");
  return all_ended;
}

}  // namespace app
