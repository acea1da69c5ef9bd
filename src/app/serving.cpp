#include "app/serving.h"

#include <thread>

#include "app/version.h"
#include "base/text.h"
#include "domain/catalog/catalog_routes.h"
#include "domain/catalog/product_search.h"
#include "domain/identity/identity_routes.h"
#include "domain/suppliers/suppliers_routes.h"
#include "platform/db/named_lock.h"

namespace app {
namespace {

constexpr unsigned imports_at_once = 2;
constexpr std::chrono::seconds search_interval{1};
constexpr std::chrono::hours tidying_interval{1};

using platform::http::Request;
using platform::http::RouteTable;
using platform::telemetry::Labels;

void append(RouteTable& all, RouteTable more) {
  for (platform::http::Route& route : more) all.push_back(std::move(route));
}

base::Result<suppliers::SupplierNumbersView> numbers_of(catalog::CatalogService& catalog, base::Uuid supplier_id) {
  ASSIGN_OR_RETURN(const auto numbers, catalog.numbers_of(supplier_id));
  return suppliers::SupplierNumbersView{numbers.active_offers, numbers.withdrawn_offers, numbers.products,
                                        numbers.imports, numbers.last_import_at};
}

}  // namespace

std::unique_ptr<platform::telemetry::Log> make_log(const platform::config::Settings& settings) {
  using platform::telemetry::LogStyle;
  return std::make_unique<platform::telemetry::Log>(settings.is_production() ? LogStyle::json : LogStyle::readable,
                                                    platform::telemetry::log_level_named(settings.log_level));
}

base::Result<std::unique_ptr<Serving>> Serving::create(std::unique_ptr<Parts> parts, platform::telemetry::Log& log) {
  ASSIGN_OR_RETURN(auto identity, identity::IdentityOptions::from(parts->settings));
  return std::unique_ptr<Serving>(new Serving(std::move(parts), std::move(identity), log));
}

Serving::Serving(std::unique_ptr<Parts> parts, identity::IdentityOptions identity, platform::telemetry::Log& log)
    : parts_(std::move(parts)),
      log_(log),
      identity_(parts_->databases.main, std::move(identity)),
      queue_(parts_->databases.main),
      uploads_(parts_->databases.imports, parts_->settings.data_dir / "storage" / "uploads"),
      imports_(parts_->imports, parts_->suppliers, uploads_, queue_, events_),
      worker_(queue_, {"", {{std::string(imports::imports_queue), imports_at_once}}}),
      live_(events_) {
  worker_.handle(std::string(imports::import_kind), imports_.handler());
  worker_.on_end([this](const platform::queue::JobEnd& end) { note_end(end); });
  add_gauges();
  RouteTable table = routes();
  append(table, platform::http::api_documentation(table, parts_->settings.value("API_V1_STR"), version));
  server_ = std::make_unique<platform::http::Server>(
      server_options(), std::move(table), [this](const Request& request) { return identity_.authenticate(request); });
}

Serving::~Serving() = default;

RouteTable Serving::routes() {
  const suppliers::AuditSink audit = [this](const Request& request, std::string_view action, std::string_view subject,
                                            std::string_view before, std::string_view after) {
    const auto noted = identity_.audit().record(identity::actor_of(request), {std::string(action), std::string(subject),
                                                                              std::string(before), std::string(after)});
    if (!noted) log_.problem(noted.error(), "writing the audit trail");
  };
  RouteTable all = health_routes({*parts_, health_, metrics_, is_ready_});
  append(all, identity::identity_routes(identity_));
  append(all, suppliers::supplier_routes(
                  {parts_->suppliers, [this](base::Uuid id) { return numbers_of(parts_->catalog, id); }, audit}));
  append(all, catalog::catalog_routes({parts_->catalog, audit}));
  append(all, imports::import_routes({parts_->imports, imports_, uploads_, parts_->suppliers, queue_, audit}));
  append(all, live_.routes());
  return all;
}

platform::http::ServerOptions Serving::server_options() {
  const platform::config::Settings& settings = parts_->settings;
  platform::http::ServerOptions options;
  options.port = static_cast<unsigned short>(std::stoul(settings.value("PORT")));
  options.api_prefix = settings.value("API_V1_STR");
  options.debug = settings.debug;
  for (const std::string_view origin : base::split(settings.value("ALLOWED_ORIGINS"), ',')) {
    if (const auto trimmed = base::trim(origin); !trimmed.empty()) options.allowed_origins.emplace_back(trimmed);
  }
  options.on_access = [this](const platform::http::AccessRecord& record) { note_access(record); };
  return options;
}

void Serving::note_access(const platform::http::AccessRecord& record) {
  const std::string route = record.route.empty() ? "(none)" : record.route;
  metrics_.count("http_requests_total", "Requests answered.",
                 {{"method", record.method}, {"route", route}, {"status", std::to_string(record.status)}});
  metrics_.observe_seconds("http_request_duration_seconds", "Time from a request's head to the end of its answer.",
                           {{"method", record.method}, {"route", route}},
                           std::chrono::duration<double>(record.duration).count());
  const base::LogLevel level = record.status >= 500 ? base::LogLevel::error : base::LogLevel::info;
  log_.write(level, record.method + " " + record.path,
             {{"status", std::uint64_t{record.status}},
              {"ms", std::chrono::duration<double, std::milli>(record.duration).count()},
              {"bytes", record.bytes},
              {"caller", std::string_view(record.caller)},
              {"address", std::string_view(record.remote_address)},
              {"problem", std::string_view(record.problem)},
              {"error", std::string_view(record.error)},
              {"request_id", std::string_view(record.request_id)}});
}

void Serving::note_end(const platform::queue::JobEnd& end) {
  metrics_.count("jobs_total", "Jobs that ended, by what became of them.",
                 {{"queue", end.job.queue}, {"kind", end.job.kind}, {"outcome", end.outcome}});
  const std::string id = end.job.id.to_string();
  log_.write(end.problem.empty() ? base::LogLevel::info : base::LogLevel::warning, "job " + end.job.kind,
             {{"outcome", std::string_view(end.outcome)},
              {"ms", std::int64_t{end.duration.count()}},
              {"problem", std::string_view(end.problem)},
              {"job_id", std::string_view(id)}});
}

/// Whoever imports, here or from the command line, lists and searches know it a moment later.
base::Result<> Serving::refresh_search() {
  ASSIGN_OR_RETURN(const auto connection, parts_->databases.catalog.acquire());
  ASSIGN_OR_RETURN(const auto mine,
                   platform::db::NamedLock::try_take(parts_->databases.catalog, *connection, "search-refresh"));
  if (!mine) return {};  // another process is at it
  RETURN_IF_FAILED(catalog::refresh_search(*connection));
  return {};
}

base::Result<> Serving::tidy() {
  RETURN_IF_FAILED(identity_.tidy());
  RETURN_IF_FAILED(uploads_.remove_expired(base::Timestamp::now()));
  return {};
}

void Serving::keep_house(const std::stop_token& stop) {
  std::unique_lock lock(housekeeping_mutex_);
  auto next_tidying = std::chrono::steady_clock::now();
  while (!stop.stop_requested()) {
    if (const auto done = refresh_search(); !done) log_.problem(done.error(), "bringing the product search up to date");
    if (std::chrono::steady_clock::now() >= next_tidying) {
      if (const auto done = tidy(); !done) log_.problem(done.error(), "removing what has expired");
      next_tidying += tidying_interval;
    }
    housekeeping_pause_.wait_for(lock, stop, search_interval, [&] { return stop.stop_requested(); });
  }
}

void Serving::add_gauges() {
  using platform::telemetry::Sample;
  platform::telemetry::add_process_metrics(metrics_);
  metrics_.gauge("http_connections", "Connections open to the HTTP server.", [this] {
    return std::vector<Sample>{{{}, static_cast<double>(server_->load().connections)}};
  });
  metrics_.gauge("http_handlers_running", "Requests being handled.", [this] {
    return std::vector<Sample>{{{}, static_cast<double>(server_->load().running)}};
  });
  metrics_.gauge("http_requests_waiting", "Requests waiting for a thread.", [this] {
    return std::vector<Sample>{{{}, static_cast<double>(server_->load().waiting)}};
  });
  metrics_.gauge("db_pool_connections", "Connections of each database's pool, by state.", [this] {
    std::vector<Sample> samples;
    for (const platform::db::Database* database : parts_->databases.all()) {
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
  metrics_.gauge("websocket_listeners", "WebSockets that listen for events.", [this] {
    return std::vector<Sample>{{{}, static_cast<double>(live_.listeners())}};
  });
  metrics_.gauge("jobs_running", "Jobs this process works on.", [this] {
    return std::vector<Sample>{{{}, static_cast<double>(worker_.running().size())}};
  });
  metrics_.gauge("service_healthy", "1 when the service answered its last check.", [this] {
    std::vector<Sample> samples;
    for (const auto& one : health_.services()) samples.push_back({{{"service", one.name}}, one.is_healthy ? 1.0 : 0.0});
    return samples;
  });
}

base::Result<std::optional<identity::FirstAdministrator>> Serving::start() {
  ASSIGN_OR_RETURN(auto administrator, identity_.start());
  watch_services(health_, *parts_);
  RETURN_IF_FAILED(server_->start());
  worker_.start();
  housekeeper_ = std::jthread([this](const std::stop_token& stop) { keep_house(stop); });
  return administrator;
}

bool Serving::stop(std::chrono::milliseconds grace, std::chrono::milliseconds deadline) {
  is_ready_ = false;
  std::this_thread::sleep_for(grace);
  server_->stop(deadline);
  housekeeper_.request_stop();
  return worker_.stop(deadline);
}

}  // namespace app
