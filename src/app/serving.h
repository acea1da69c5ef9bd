#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "app/chores.h"
#include "app/health_routes.h"
#include "app/installation_metrics.h"
#include "app/live_routes.h"
#include "app/roles.h"
#include "app/services.h"
#include "app/watching.h"
#include "platform/http/server.h"
#include "platform/queue/processes.h"
#include "platform/queue/scheduler.h"
#include "platform/telemetry/health.h"

namespace app {

/// The program as a process: one role of it, or all in one. Whatever it does, it answers for its health over HTTP.
class Serving {
 public:
  /// `log` must outlive this.
  static base::Result<std::unique_ptr<Serving>> create(std::unique_ptr<Parts> parts, Role role,
                                                       platform::telemetry::Log& log);
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;
  ~Serving();

  /// Begins to listen. Gives the administrator made at the very first start, to be shown once.
  base::Result<std::optional<identity::FirstAdministrator>> start();
  unsigned short port() const { return server_->port(); }
  /// First fails /health/ready, then, after `grace` for proxies to look away, lets requests and jobs end. False when a
  /// job would not end within the deadline: then the process must end without waiting for this object's end.
  bool stop(std::chrono::milliseconds grace, std::chrono::milliseconds deadline);
  /// Everything that can be asked of this program over HTTP.
  platform::http::RouteTable routes();

 private:
  Serving(std::unique_ptr<Services> services, std::unique_ptr<Watching> watching, Role role,
          platform::http::RouteTable web_app);
  platform::http::RouteTable all_routes(platform::http::RouteTable web_app);
  platform::http::ServerOptions server_options();
  std::vector<Chore> chores();
  void add_gauges();

  std::unique_ptr<Services> services_;
  std::unique_ptr<Watching> watching_;
  const Role role_;
  InstallationMetrics installation_;
  ReadyFlag is_ready_{true};
  platform::queue::Worker worker_;
  platform::queue::Scheduler scheduler_;
  LiveEvents live_;
  platform::telemetry::HealthMonitor health_;
  std::unique_ptr<platform::http::Server> server_;
  platform::queue::ProcessRegistry registry_;
  platform::queue::Process self_;
  Chores chores_, search_;  ///< bringing the search up to date can take minutes, which others do not wait for
};

/// The log this process should write, from its settings: JSON in production, readable elsewhere.
std::unique_ptr<platform::telemetry::Log> make_log(const platform::config::Settings& settings);

}  // namespace app
