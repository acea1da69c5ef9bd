#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.h"
#include "platform/telemetry/log.h"

namespace app {

/// Something a process does again and again.
struct Chore {
  /// `work` gives a Result<>; what may take long takes a stop token and leaves off when asked to, to go on another
  /// time.
  template <class Work>
  Chore(std::string what_it_is, std::chrono::milliseconds how_often, Work what_to_do)
      : what(std::move(what_it_is)), every(how_often) {
    if constexpr (std::is_invocable_v<Work, const std::stop_token&>) {
      work = std::move(what_to_do);
    } else {
      work = [done = std::move(what_to_do)](const std::stop_token&) { return done(); };
    }
  }
  std::string what;  ///< for the log, as in "the problem came while …"
  std::chrono::milliseconds every;
  std::function<base::Result<>(const std::stop_token&)> work;
};

/// Does chores one after the other, each when its time has come, on a thread of its own. One that fails is told of and
/// tried again, at most every ten seconds.
class Chores {
 public:
  Chores(platform::telemetry::Log& log, std::vector<Chore> chores);
  void start();
  /// Asks the one under way to leave off, and waits for it.
  void stop();

 private:
  using Clock = std::chrono::steady_clock;
  void keep_at_it(const std::stop_token& stop);
  Clock::time_point do_one(const Chore& chore, const std::stop_token& stop);

  platform::telemetry::Log& log_;
  std::vector<Chore> chores_;
  std::mutex mutex_;
  std::condition_variable_any pause_;
  std::jthread thread_;
};

}  // namespace app
