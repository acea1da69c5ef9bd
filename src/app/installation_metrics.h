#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "app/services.h"
#include "platform/telemetry/metrics.h"

namespace app {

/// Figures of the whole installation, which every process would tell alike: so only those that schedule do. They are
/// read by a chore, not at the scrape, so that a scrape never waits for a database. Figures that could not be read for
/// a minute are not told any more: a gap is seen, a value that stands still is not. Thread-safe.
class InstallationMetrics {
 public:
  /// `services` must outlive this.
  explicit InstallationMetrics(Services& services) : services_(services) {}

  /// Takes the figures. Meant for every quarter of a minute.
  base::Result<> read();
  /// This must outlive `metrics`' use.
  void add_to(platform::telemetry::Metrics& metrics);

 private:
  using Samples = std::vector<platform::telemetry::Sample>;
  /// The values of each metric.
  using Figures = std::map<std::string, Samples, std::less<>>;

  Samples told(std::string_view name);

  Services& services_;
  std::mutex mutex_;
  Figures figures_;
  std::chrono::steady_clock::time_point read_at_{};
};

}  // namespace app
