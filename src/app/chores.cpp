#include "app/chores.h"

#include <algorithm>
#include <exception>

namespace app {

Chores::Chores(platform::telemetry::Log& log, std::vector<Chore> chores) : log_(log), chores_(std::move(chores)) {}

void Chores::start() {
  if (chores_.empty()) return;
  thread_ = std::jthread([this](const std::stop_token& stop) { keep_at_it(stop); });
}

void Chores::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

Chores::Clock::time_point Chores::do_one(const Chore& chore, const std::stop_token& stop) {
  constexpr std::chrono::seconds after_a_failure{10};
  try {
    const auto done = chore.work(stop);
    if (done) return Clock::now() + chore.every;
    log_.problem(done.error(), chore.what);
  } catch (const std::exception& error) {
    log_.write(base::LogLevel::error, chore.what, {{"error", std::string_view(error.what())}});
  }
  return Clock::now() + std::max<std::chrono::milliseconds>(chore.every, after_a_failure);
}

void Chores::keep_at_it(const std::stop_token& stop) {
  std::vector<Clock::time_point> due(chores_.size(), Clock::now());
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    for (std::size_t index = 0; index < chores_.size() && !stop.stop_requested(); ++index) {
      if (Clock::now() >= due[index]) due[index] = do_one(chores_[index], stop);
    }
    pause_.wait_until(lock, stop, *std::ranges::min_element(due), [] { return false; });
  }
}

}  // namespace app
