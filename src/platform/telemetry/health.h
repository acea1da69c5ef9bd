#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"

namespace platform::telemetry {

/// How a service this program depends on was at its last check.
struct ServiceHealth {
  std::string name;
  bool is_healthy = false;
  std::string problem;  ///< what is wrong, "" when healthy
  std::chrono::microseconds latency{};
  base::Timestamp checked_at;
  /// How long ago it last answered well, nothing when it never did.
  std::optional<std::chrono::milliseconds> well_ago;
};

bool all_healthy(const std::vector<ServiceHealth>& services);

/// Checks services again and again, each on a thread of its own, so that asking never waits for one of them. A check
/// that has not answered for `patience` counts as failed. Thread-safe.
class HealthMonitor {
 public:
  explicit HealthMonitor(std::chrono::milliseconds interval = std::chrono::seconds(5),
                         std::chrono::milliseconds patience = std::chrono::seconds(3));
  HealthMonitor(const HealthMonitor&) = delete;
  HealthMonitor& operator=(const HealthMonitor&) = delete;
  /// Waits for running checks to end.
  ~HealthMonitor();

  void watch(std::string name, std::function<base::Result<>()> check);
  /// In the order they were named.
  std::vector<ServiceHealth> services() const;

 private:
  struct Watched {
    ServiceHealth last;
    std::chrono::steady_clock::time_point began{};
    std::optional<std::chrono::steady_clock::time_point> healthy_at;
    bool is_running = false;
    std::jthread thread;
  };
  void check_again_and_again(Watched& watched, const std::function<base::Result<>()>& check,
                             const std::stop_token& stop);

  const std::chrono::milliseconds interval_, patience_;
  mutable std::mutex mutex_;
  std::condition_variable_any stopping_;
  std::vector<std::unique_ptr<Watched>> watched_;
};

}  // namespace platform::telemetry
