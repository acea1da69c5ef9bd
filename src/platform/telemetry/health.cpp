#include "platform/telemetry/health.h"

#include <algorithm>

namespace platform::telemetry {

using Clock = std::chrono::steady_clock;

HealthMonitor::HealthMonitor(std::chrono::milliseconds interval, std::chrono::milliseconds patience)
    : interval_(interval), patience_(patience) {}

HealthMonitor::~HealthMonitor() {
  for (const auto& one : watched_) one->thread.request_stop();
  stopping_.notify_all();
}

void HealthMonitor::watch(std::string name, std::function<base::Result<>()> check) {
  const std::lock_guard lock(mutex_);
  Watched& watched = *watched_.emplace_back(std::make_unique<Watched>());
  watched.last.name = std::move(name);
  watched.last.problem = "It has not been checked yet.";
  watched.thread = std::jthread([this, &watched, check = std::move(check)](const std::stop_token& stop) {
    check_again_and_again(watched, check, stop);
  });
}

void HealthMonitor::check_again_and_again(Watched& watched, const std::function<base::Result<>()>& check,
                                          const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    {
      const std::lock_guard lock(mutex_);
      watched.began = Clock::now();
      watched.is_running = true;
    }
    const auto outcome = check();
    std::unique_lock lock(mutex_);
    watched.is_running = false;
    watched.last.is_healthy = outcome.has_value();
    watched.last.problem = outcome ? "" : outcome.error().message;
    watched.last.latency = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - watched.began);
    watched.last.checked_at = base::Timestamp::now();
    if (outcome) watched.healthy_at = Clock::now();
    stopping_.wait_for(lock, stop, interval_, [&] { return stop.stop_requested(); });
  }
}

std::vector<ServiceHealth> HealthMonitor::services() const {
  const std::lock_guard lock(mutex_);
  std::vector<ServiceHealth> all;
  for (const auto& one : watched_) {
    const auto now = Clock::now();
    ServiceHealth& health = all.emplace_back(one->last);
    if (one->healthy_at) {
      health.well_ago = std::chrono::duration_cast<std::chrono::milliseconds>(now - *one->healthy_at);
    }
    if (one->is_running && now - one->began > patience_) {
      health.is_healthy = false;
      health.problem = "It does not answer.";
    }
  }
  return all;
}

bool all_healthy(const std::vector<ServiceHealth>& services) {
  return std::all_of(services.begin(), services.end(), [](const ServiceHealth& one) { return one.is_healthy; });
}

}  // namespace platform::telemetry
