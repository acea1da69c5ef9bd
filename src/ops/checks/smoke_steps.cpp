#include "ops/checks/smoke_steps.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

#include "base/text.h"

namespace ops {
namespace {

using namespace std::chrono_literals;

constexpr int readers = 4;

base::Result<std::vector<std::chrono::milliseconds>> read_often(const Site& site, std::uint32_t requests) {
  constexpr std::array paths{"/dashboard", "/products?size=20", "/suppliers?size=20", "/imports?limit=20"};
  std::vector<std::chrono::milliseconds> times(requests);
  std::vector<std::optional<base::Problem>> problems(readers);
  std::atomic<std::uint32_t> next = 0;
  {
    std::vector<std::jthread> threads;
    for (std::size_t reader = 0; reader < readers; ++reader) {
      threads.emplace_back([&, reader] {
        for (std::uint32_t i = next++; i < requests; i = next++) {
          const auto answer = site.get(paths[i % paths.size()]);
          if (!answer) {
            problems[reader] = answer.error();
            return;
          }
          times[i] = answer->duration;
        }
      });
    }
  }
  for (const auto& problem : problems) {
    if (problem) return base::failure(*problem);
  }
  return times;
}

/// Processes of a role that are alive.
std::int64_t alive(const boost::json::array& processes, std::string_view role) {
  return std::ranges::count_if(processes, [&](const boost::json::value& process) {
    return member_at(process, {"is_alive"}) == true && text_at(process, {"role"}) == role;
  });
}

}  // namespace

base::Result<Finding> try_health(const Site& site, const SmokeOptions& options) {
  ASSIGN_OR_RETURN(const auto ready, site.look("/health/ready"));
  // A proxy may keep this page to itself; the API's own tells as much.
  if (ready.status == 503) {
    return failing("health", options.url + " is not ready: " + ready.text({"detail"}),
                   "Look at /health/ready of each process: it names the service that is missing.");
  }
  ASSIGN_OR_RETURN(const auto health, site.get("/health"));
  ASSIGN_OR_RETURN(const auto services, site.get("/multidb/health"));
  const std::string version = "Version " + health.text({"version"});
  std::vector<std::string> away;
  if (const auto* const all = services.at({"services"}).if_object()) {
    for (const auto& [name, state] : *all) {
      if (state != "healthy") away.emplace_back(name);
    }
  }
  if (!away.empty()) {
    return failing("health", version + " answers, without " + base::join(away, ", ") + ".",
                   "Run `suppliers-import doctor`.");
  }
  return fine("health", version + " answers; all of its services are healthy.");
}

base::Result<Finding> try_sign_in(Site& site, const SmokeOptions& options) {
  ASSIGN_OR_RETURN(const auto answer,
                   site.post("/auth/login", {{"email", options.email}, {"password", options.password}}));
  const std::string token = answer.text({"access_token"});
  if (token.empty())
    return failing("sign-in", "The answer holds no access token.", "Check that --url leads to this program.");
  site.bearer(token);
  ASSIGN_OR_RETURN(const auto me, site.get("/auth/me"));
  return fine("sign-in", options.email + " is signed in.");
}

base::Result<Finding> try_dashboard(const Site& site) {
  ASSIGN_OR_RETURN(const auto answer, site.get("/dashboard"));
  if (!answer.json.is_object())
    return failing("dashboard", "The dashboard is not what it should be.", "Check the proxy.");
  return fine("dashboard", "The dashboard answers.");
}

base::Result<Finding> try_workers(const Site& site) {
  ASSIGN_OR_RETURN(const auto answer, site.get("/monitoring/processes"));
  const std::int64_t whole = alive(answer.items(), "serve");
  const std::int64_t workers = alive(answer.items(), "worker") + whole;
  const std::int64_t schedulers = alive(answer.items(), "scheduler") + whole;
  const std::string found = std::to_string(workers) + (workers == 1 ? " worker" : " workers") + " and " +
                            std::to_string(schedulers) + (schedulers == 1 ? " scheduler" : " schedulers") +
                            " are at work.";
  if (workers == 0)
    return failing("workers", found, "Start `suppliers-import worker`: without it nothing is imported.");
  if (schedulers == 0)
    return failing("workers", found, "Start `suppliers-import scheduler`: without it nothing begins by itself.");
  return fine("workers", found);
}

base::Result<Finding> try_metrics(const Site& site) {
  ASSIGN_OR_RETURN(const auto answer, site.look("/metrics"));
  if (answer.status == 200 && answer.body.find("# TYPE http_requests_total ") != std::string::npos)
    return fine("metrics", "/metrics answers.");
  if (answer.status == 401 || answer.status == 403 || answer.status == 404)
    return fine("metrics", "/metrics is not for outsiders (" + std::to_string(answer.status) + ").");
  if (answer.status == 200)
    return worrying("metrics", "/metrics answers with something else, probably a page.",
                    "Let the proxy keep /metrics to itself or lead it to the API.");
  return failing("metrics", "/metrics is answered " + std::to_string(answer.status) + ".",
                 "Look into the log of the API process.");
}

base::Result<Finding> try_error_reports(const Site& site) {
  ASSIGN_OR_RETURN(const auto answer, site.get("/settings/environment"));
  for (const auto& setting : answer.items()) {
    if (text_at(setting, {"name"}) != "SENTRY_DSN") continue;
    const bool is_set = !text_at(setting, {"value"}).empty();
    if (is_set) return fine("error reports", "Unexpected errors are reported.");
    return worrying("error reports", "SENTRY_DSN is not set: unexpected errors are in the log alone.",
                    "Set it, or look into the log often.");
  }
  return failing("error reports", "The settings in force do not name SENTRY_DSN.",
                 "Check that --url leads to this program.");
}

base::Result<Finding> try_speed(const Site& site, const SmokeOptions& options) {
  ASSIGN_OR_RETURN(auto times, read_often(site, options.requests));
  std::ranges::sort(times);
  const auto at = [&](std::size_t percent) { return times[std::min(times.size() - 1, times.size() * percent / 100)]; };
  const std::string found = "Of " + std::to_string(times.size()) + " reads, " + std::to_string(readers) +
                            " at a time, half took " + std::to_string(at(50).count()) + " ms and 95 % less than " +
                            std::to_string(at(95).count()) + " ms.";
  if (at(95) < options.slowest_p95) return fine("speed", found);
  return failing("speed", found,
                 "Look at System health for slow statements and pools that are used up; 95 % should take less than " +
                     std::to_string(options.slowest_p95.count()) + " ms.");
}

base::Result<Finding> try_pools(const Site& site) {
  ASSIGN_OR_RETURN(const auto answer, site.get("/monitoring/databases"));
  std::int64_t exhausted = 0, waiting = 0;
  for (const auto& database : answer.items()) {
    exhausted += number_at(database, {"pool", "exhausted"});
    waiting += number_at(database, {"pool", "waiting"});
  }
  const std::string found = "Requests turned away for want of a connection: " + std::to_string(exhausted) +
                            "; waiting for one: " + std::to_string(waiting) + ".";
  if (exhausted == 0) return fine("pools", found);
  return failing("pools", found, "Make the pools larger (CATALOG_POOL_SIZE, ...), or look for what keeps connections.");
}

base::Result<Finding> try_cache(const Site& site) {
  constexpr std::int64_t enough = 100;
  ASSIGN_OR_RETURN(const auto answer, site.get("/cache"));
  std::int64_t hits = 0, misses = 0;
  for (const auto& space : answer.items()) {
    hits += number_at(space, {"hits"});
    misses += number_at(space, {"misses"});
  }
  const std::int64_t asked = hits + misses;
  if (asked == 0) return fine("cache", "The cache has not been asked yet.");
  const std::int64_t percent = hits * 100 / asked;
  const std::string found =
      std::to_string(percent) + " % of " + std::to_string(asked) + " questions were answered from the cache.";
  if (asked < enough || percent >= 50) return fine("cache", found);
  return worrying("cache", found,
                  "Right after a start this is usual. Later, look at evictions: the cache may be too small.");
}

base::Result<Finding> try_sign_out(const Site& site, const SmokeOptions& options) {
  RETURN_IF_FAILED(site.post("/auth/logout", boost::json::object{}));
  ASSIGN_OR_RETURN(const auto afterwards, site.look(options.api_prefix + "/auth/me"));
  if (afterwards.status == 401) return fine("sign-out", "The login is over.");
  if (afterwards.status < 200 || afterwards.status >= 300) {
    return failing("sign-out",
                   "Whether the login is over cannot be told: the site answers " + std::to_string(afterwards.status) +
                       " afterwards.",
                   "Look into the log of the process that answered, and of the proxy before it.");
  }
  return failing("sign-out", "The login is still good after signing out.",
                 "Check that the proxy does not cache answers of the API.");
}

}  // namespace ops
