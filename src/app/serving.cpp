#include "app/serving.h"

#include <thread>

#include "app/version.h"
#include "base/text.h"

namespace app {
namespace {

using platform::http::Request;
using platform::http::RouteTable;
using platform::telemetry::Sample;

platform::queue::WorkerOptions worker_options() {
  return {"",
          {{std::string(imports::imports_queue), 2},
           {std::string(suppliers::fetch_queue), 4},
           {std::string(notifications::notifications_queue), 4}}};
}

platform::queue::SchedulerOptions scheduler_options(platform::telemetry::Log& log) {
  platform::queue::SchedulerOptions options;
  options.on_problem = [&log](const base::Problem& problem) {
    log.problem(problem, "looking for schedules that are due");
  };
  return options;
}

void append(RouteTable& all, RouteTable more) {
  for (platform::http::Route& route : more) all.push_back(std::move(route));
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

base::Result<std::unique_ptr<Serving>> Serving::create(std::unique_ptr<Parts> parts, platform::telemetry::Log& log) {
  ASSIGN_OR_RETURN(auto outside, Outside::from(parts->settings));
  auto services = std::make_unique<Services>(std::move(parts), std::move(outside), log);
  ASSIGN_OR_RETURN(auto watching, Watching::create(*services));
  return std::unique_ptr<Serving>(new Serving(std::move(services), std::move(watching)));
}

Serving::Serving(std::unique_ptr<Services> services, std::unique_ptr<Watching> watching)
    : services_(std::move(services)),
      watching_(std::move(watching)),
      worker_(services_->queue, worker_options()),
      scheduler_(services_->schedules, scheduler_options(services_->log)),
      live_(services_->events),
      housekeeper_(*services_) {
  services_->handle_jobs(worker_);
  worker_.on_end([this](const platform::queue::JobEnd& end) { note_end(end); });
  add_gauges();
  RouteTable table = routes();
  append(table, platform::http::api_documentation(table, services_->parts->settings.value("API_V1_STR"), version));
  server_ = std::make_unique<platform::http::Server>(
      server_options(), std::move(table),
      [this](const Request& request) { return services_->identity.authenticate(request); });
}

Serving::~Serving() = default;

RouteTable Serving::routes() {
  RouteTable all = health_routes({*services_->parts, health_, watching_->metrics(), is_ready_});
  append(all, services_->routes());
  append(all, live_.routes());
  return all;
}

platform::http::ServerOptions Serving::server_options() {
  const platform::config::Settings& settings = services_->parts->settings;
  platform::http::ServerOptions options;
  options.port = static_cast<unsigned short>(std::stoul(settings.value("PORT")));
  options.api_prefix = settings.value("API_V1_STR");
  options.debug = settings.debug;
  for (const std::string_view origin : base::split(settings.value("ALLOWED_ORIGINS"), ',')) {
    if (const auto trimmed = base::trim(origin); !trimmed.empty()) options.allowed_origins.emplace_back(trimmed);
  }
  options.rate_limits.anonymous = per_minute(settings, "RATE_LIMIT_ANONYMOUS");
  options.rate_limits.signed_in = per_minute(settings, "RATE_LIMIT_SIGNED_IN");
  options.on_access = [this](const platform::http::AccessRecord& record) { watching_->note_access(record); };
  return options;
}

void Serving::note_end(const platform::queue::JobEnd& end) {
  watching_->note_end(end);
  if (const auto told = services_->news.tell(end); !told) {
    services_->log.problem(told.error(), "telling people of a job's end");
  }
}

void Serving::add_gauges() {
  platform::telemetry::Metrics& metrics = watching_->metrics();
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
  ASSIGN_OR_RETURN(auto administrator, services_->identity.start());
  watch_services(health_, *services_->parts);
  RETURN_IF_FAILED(server_->start());
  worker_.start();
  scheduler_.start();
  housekeeper_.start();
  return administrator;
}

bool Serving::stop(std::chrono::milliseconds grace, std::chrono::milliseconds deadline) {
  is_ready_ = false;
  std::this_thread::sleep_for(grace);
  server_->stop(deadline);
  scheduler_.stop();
  housekeeper_.stop();
  return worker_.stop(deadline);
}

}  // namespace app
