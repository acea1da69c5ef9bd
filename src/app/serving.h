#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "app/health_routes.h"
#include "app/live_routes.h"
#include "app/parts.h"
#include "domain/identity/identity.h"
#include "domain/imports/imports_routes.h"
#include "platform/events/event_bus.h"
#include "platform/http/server.h"
#include "platform/queue/worker.h"
#include "platform/telemetry/health.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

namespace app {

/// The parts that serve requests, put together in the order they need each other.
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
  Serving(std::unique_ptr<Parts> parts, identity::IdentityOptions identity, platform::telemetry::Log& log);
  platform::http::ServerOptions server_options();
  void note_access(const platform::http::AccessRecord& record);
  void note_end(const platform::queue::JobEnd& end);
  void add_gauges();
  void keep_house(const std::stop_token& stop);
  base::Result<> refresh_search();
  base::Result<> tidy();

  std::unique_ptr<Parts> parts_;
  platform::telemetry::Log& log_;
  identity::IdentityService identity_;
  platform::telemetry::Metrics metrics_;
  ReadyFlag is_ready_{true};
  platform::events::EventBus events_;
  platform::queue::JobQueue queue_;
  imports::UploadService uploads_;
  imports::BackgroundImports imports_;
  platform::queue::Worker worker_;
  LiveEvents live_;
  platform::telemetry::HealthMonitor health_;
  std::unique_ptr<platform::http::Server> server_;
  std::mutex housekeeping_mutex_;
  std::condition_variable_any housekeeping_pause_;
  std::jthread housekeeper_;
};

/// The log this process should write, from its settings: JSON in production, readable elsewhere.
std::unique_ptr<platform::telemetry::Log> make_log(const platform::config::Settings& settings);

}  // namespace app
