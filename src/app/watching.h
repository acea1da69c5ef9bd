#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

#include "app/services.h"
#include "platform/http/server.h"
#include "platform/telemetry/metrics.h"
#include "platform/telemetry/sentry.h"

namespace app {

/// What is told of the program's doings to those who run it: log lines, metrics, and reports to Sentry.
class Watching {
 public:
  /// Fails with sentry_dsn_invalid. `services` must outlive this.
  static base::Result<std::unique_ptr<Watching>> create(Services& services);
  Watching(const Watching&) = delete;
  Watching& operator=(const Watching&) = delete;
  ~Watching();

  void note_access(const platform::http::AccessRecord& record);
  void note_end(const platform::queue::JobEnd& end);
  platform::telemetry::Metrics& metrics() { return metrics_; }

 private:
  explicit Watching(Services& services);
  base::Result<> open_sentry();
  void watch_statements();
  void add_disk_metrics();
  void add_cache_metrics();
  void add_media_metrics();
  void add_sentry_metrics();
  void count_problem(std::string_view code, double by);
  void note_image(const media::FetchEnd& end);
  void note_fetch(const suppliers::FetchEnd& end);
  media::StateCounts image_counts();
  void report(const platform::http::AccessRecord& record);
  void report(const platform::queue::JobEnd& end);

  Services& services_;
  platform::telemetry::Log& log_;
  platform::telemetry::Metrics metrics_;
  std::unique_ptr<platform::client::HttpClient> reporter_;  // the address is the operator's own, so it may be private
  std::unique_ptr<platform::telemetry::Sentry> sentry_;     // null without SENTRY_DSN
  std::mutex images_mutex_;
  media::StateCounts images_;
  std::optional<std::chrono::steady_clock::time_point> images_counted_;
};

}  // namespace app
