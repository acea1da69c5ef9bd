#include "platform/queue/scheduler.h"

#include <exception>

namespace platform::queue {

void Scheduler::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Scheduler::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
}

void Scheduler::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      fire_due(stop);
    } catch (const std::exception& error) {
      if (options_.on_problem) {
        options_.on_problem({&base::internal_error,
                             "Looking for due schedules broke off: " + std::string(error.what()) + ".",
                             "It is tried again in a moment.",
                             {}});
      }
    }
    std::unique_lock lock(mutex_);
    pause_.wait_for(lock, stop, options_.poll, [&] { return stop.stop_requested(); });
  }
}

void Scheduler::fire_due(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto firing = schedules_.fire_next(options_.clock());
    if (!firing) {
      // Another scheduler was quicker, and the next look finds what it has left.
      if (options_.on_problem && firing.error().kind != &db::db_retry) options_.on_problem(firing.error());
      return;
    }
    if (!*firing) return;
    if (options_.on_fired) options_.on_fired(**firing);
  }
}

}  // namespace platform::queue
