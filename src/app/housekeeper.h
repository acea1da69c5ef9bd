#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/services.h"

namespace app {

/// Keeps the search up to date with whoever imports, from here or the command line, and tidies every hour. A thread of
/// its own from start() on.
class Housekeeper {
 public:
  explicit Housekeeper(Services& services) : services_(services) {}
  void start();
  void stop();

 private:
  void keep_house(const std::stop_token& stop);
  base::Result<> refresh_search();

  Services& services_;
  std::mutex mutex_;
  std::condition_variable_any pause_;
  std::jthread thread_;
};

}  // namespace app
