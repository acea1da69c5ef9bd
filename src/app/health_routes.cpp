#include "app/health_routes.h"

#include <map>

#include "app/version.h"
#include "base/timestamp.h"

namespace app {
namespace {

using platform::http::Request;
using platform::http::Response;
using platform::telemetry::ServiceHealth;

struct AliveView {
  std::string status = "alive";
};
BOOST_DESCRIBE_STRUCT(AliveView, (), (status))

struct ReadyView {
  std::string status = "ready";
};
BOOST_DESCRIBE_STRUCT(ReadyView, (), (status))

struct HealthView {
  std::string status, version;
  base::Timestamp timestamp;
};
BOOST_DESCRIBE_STRUCT(HealthView, (), (status, version, timestamp))

struct ServiceDetailView {
  std::string engine;
  std::string problem;
  double latency_ms = 0;
  base::Timestamp checked_at;
};
BOOST_DESCRIBE_STRUCT(ServiceDetailView, (), (engine, problem, latency_ms, checked_at))

struct ServicesView {
  std::string status;
  std::map<std::string, std::string> services;
  std::optional<std::map<std::string, ServiceDetailView>> details;  ///< for administrators
};
BOOST_DESCRIBE_STRUCT(ServicesView, (), (status, services, details))

constexpr std::string_view permission_for_details = "monitoring.system";

base::Result<> check_database(platform::db::Database& database) {
  ASSIGN_OR_RETURN(auto connection, database.acquire());
  if (connection->is_alive()) return {};
  connection.discard();
  return base::failure(platform::db::db_unavailable, "The " + database.name() + " database does not answer.",
                       "Check the database server; nothing needs to be restarted here.");
}

/// What stands behind each reported service in this installation.
std::map<std::string, std::string> engines_of(Parts& parts) {
  const bool has_redis =
      !parts.settings.value("REDIS_URL").empty() || !parts.settings.value("CELERY_BROKER_URL").empty();
  std::map<std::string, std::string> engines{{"redis", has_redis ? "redis" : "in process"},
                                             {"minio", parts.storage.is_shared() ? "s3" : "folder"}};
  for (const platform::db::Database* database : parts.databases.all()) {
    engines[database->name()] = database->engine() == platform::db::Engine::sqlite ? "sqlite" : "postgresql";
  }
  return engines;
}

ServicesView services_view(const HealthRouteParts& parts, const Request& request) {
  ServicesView view;
  const auto services = parts.health.services();
  view.status = all_healthy(services) ? "healthy" : "degraded";
  for (const ServiceHealth& one : services) {
    if (one.name != "main") view.services[one.name] = one.is_healthy ? "healthy" : "unhealthy";
  }
  if (request.caller && request.caller->may(permission_for_details)) {
    view.details.emplace();
    auto engines = engines_of(parts.parts);
    for (const ServiceHealth& one : services) {
      (*view.details)[one.name] = {engines[one.name], one.problem, static_cast<double>(one.latency.count()) / 1000.0,
                                   one.checked_at};
    }
  }
  return view;
}

base::Result<ReadyView> readiness(const ReadyFlag& is_ready) {
  if (is_ready.load()) return ReadyView{};
  return base::failure(not_ready, "This process is stopping.", "Send the request to another one.");
}

/// A database that is slow is slow for all who could answer instead: a proxy that believed each of them would have
/// nobody left to ask. So one late check does not count, and a database that is away does after this time.
constexpr std::chrono::seconds patience_with_databases{10};

bool is_needed(const ServiceHealth& one) {
  return one.name == "main" || one.name == "catalog" || one.name == "imports";
}

base::Result<ReadyView> readiness(const HealthRouteParts& parts) {
  RETURN_IF_FAILED(readiness(parts.is_ready));
  for (const ServiceHealth& one : parts.health.services()) {
    if (one.is_healthy || !is_needed(one) || (one.well_ago && *one.well_ago < patience_with_databases)) continue;
    return base::failure(not_ready, "The " + one.name + " database cannot be reached.",
                         "Check the database server; nothing needs to be restarted here.");
  }
  return ReadyView{};
}

platform::http::Route alive_route() {
  return platform::http::get("/health", "alive", "health", "The process is alive; touches nothing it depends on")
      .absolute()
      .anonymous()
      .immediate()
      .tier(platform::http::RateTier::none)
      .answers([](const Request&) -> base::Result<AliveView> { return AliveView{}; });
}

template <class Readiness>
platform::http::Route ready_route(Readiness check) {
  return platform::http::get("/health/ready", "ready", "health",
                             "The process can serve; fails first when it is stopping")
      .absolute()
      .anonymous()
      .immediate()  // also when every thread is busy: busy is not unable
      .tier(platform::http::RateTier::none)
      .problems({&not_ready})
      .answers([check = std::move(check)](const Request&) -> base::Result<ReadyView> { return check(); });
}

Response metrics_page(const platform::telemetry::Metrics& metrics) {
  Response response;
  response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  response.body = metrics.text();
  return response;
}

}  // namespace

void watch_services(platform::telemetry::HealthMonitor& health, Parts& parts,
                    const std::shared_ptr<platform::redis::Redis>& redis) {
  for (platform::db::Database* database : parts.databases.all()) {
    health.watch(database->name(), [database] { return check_database(*database); });
  }
  // Without REDIS_URL the cache lives in this process and is as well as the process is.
  health.watch("redis", [redis]() -> base::Result<> {
    const auto why = redis ? redis->problem() : std::nullopt;
    if (why) return base::failure(*why);
    return {};
  });
  health.watch("minio", [storage = &parts.storage] { return storage->check(); });
}

platform::http::RouteTable process_health_routes(ReadyFlag& is_ready) {
  platform::http::RouteTable routes;
  routes.push_back(alive_route());
  routes.push_back(ready_route([&is_ready] { return readiness(is_ready); }));
  return routes;
}

platform::http::RouteTable health_routes(const HealthRouteParts& parts) {
  using platform::http::get;
  using platform::http::RateTier;
  platform::http::RouteTable routes;
  routes.push_back(alive_route());
  routes.push_back(ready_route([parts] { return readiness(parts); }));
  routes.push_back(get("/health", "health", "health", "State and version of the program")
                       .anonymous()
                       .tier(RateTier::none)
                       .answers([parts](const Request&) -> base::Result<HealthView> {
                         return HealthView{all_healthy(parts.health.services()) ? "healthy" : "degraded", version,
                                           base::Timestamp::now()};
                       }));
  routes.push_back(get("/multidb/health", "services_health", "health", "State of each database and service")
                       .anonymous()
                       .tier(RateTier::none)
                       .answers([parts](const Request& request) -> base::Result<ServicesView> {
                         return services_view(parts, request);
                       }));
  if (parts.parts.settings.value("PROMETHEUS_ENABLED") == "true") {
    routes.push_back(
        get("/metrics", "metrics", "health", "Metrics in Prometheus' text format")
            .absolute()
            .anonymous()
            .tier(RateTier::none)
            .content("text/plain")
            .answers([parts](const Request&) -> base::Result<Response> { return metrics_page(parts.metrics); }));
  }
  return routes;
}

}  // namespace app
