#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "platform/queue/schedules.h"

namespace platform::queue {

struct SchedulerOptions {
  std::chrono::milliseconds poll{1'000};
  std::function<base::Timestamp()> clock = base::Timestamp::now;
  std::function<void(const Firing&)> on_fired{};           ///< told once it is stored
  std::function<void(const base::Problem&)> on_problem{};  ///< a look at the schedules failed; the next one is tried
};

/// Fires what is due. Any number of them may run, in any number of processes.
class Scheduler {
 public:
  explicit Scheduler(Schedules& schedules, SchedulerOptions options = {})
      : schedules_(schedules), options_(std::move(options)) {}
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;
  ~Scheduler() { stop(); }

  void start();
  /// Waits for the one that is being fired.
  void stop();

 private:
  void run(const std::stop_token& stop);
  void fire_due(const std::stop_token& stop);

  Schedules& schedules_;
  SchedulerOptions options_;
  std::mutex mutex_;
  std::condition_variable_any pause_;
  std::jthread thread_;
};

}  // namespace platform::queue
