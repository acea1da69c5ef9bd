#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "app/health_routes.h"
#include "app/housekeeper.h"
#include "app/live_routes.h"
#include "app/services.h"
#include "app/watching.h"
#include "platform/http/server.h"
#include "platform/queue/scheduler.h"
#include "platform/telemetry/health.h"

namespace app {

/// The program as a process that serves requests and works on jobs.
class Serving {
 public:
  /// `log` must outlive this.
  static base::Result<std::unique_ptr<Serving>> create(std::unique_ptr<Parts> parts, platform::telemetry::Log& log);
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
  Serving(std::unique_ptr<Services> services, std::unique_ptr<Watching> watching);
  platform::http::ServerOptions server_options();
  void note_end(const platform::queue::JobEnd& end);
  void add_gauges();

  std::unique_ptr<Services> services_;
  std::unique_ptr<Watching> watching_;
  ReadyFlag is_ready_{true};
  platform::queue::Worker worker_;
  platform::queue::Scheduler scheduler_;
  LiveEvents live_;
  platform::telemetry::HealthMonitor health_;
  std::unique_ptr<platform::http::Server> server_;
  Housekeeper housekeeper_;
};

/// The log this process should write, from its settings: JSON in production, readable elsewhere.
std::unique_ptr<platform::telemetry::Log> make_log(const platform::config::Settings& settings);

}  // namespace app
