#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "platform/telemetry/log.h"

namespace app {

/// Something a process does again and again.
struct Chore {
  std::string what;  ///< for the log, as in "the problem came while …"
  std::chrono::milliseconds every;
  std::function<base::Result<>()> work;
};

/// Does chores one after the other, each when its time has come, on a thread of its own. One that fails is told of and
/// tried again, at most every ten seconds.
class Chores {
 public:
  Chores(platform::telemetry::Log& log, std::vector<Chore> chores);
  void start();
  /// Waits for the one under way.
  void stop();

 private:
  using Clock = std::chrono::steady_clock;
  void keep_at_it(const std::stop_token& stop);
  Clock::time_point do_one(const Chore& chore);

  platform::telemetry::Log& log_;
  std::vector<Chore> chores_;
  std::mutex mutex_;
  std::condition_variable_any pause_;
  std::jthread thread_;
};

}  // namespace app
