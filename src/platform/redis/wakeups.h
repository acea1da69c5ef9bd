#pragma once

#include <functional>
#include <string>

#include "platform/redis/subscriber.h"

namespace platform::redis {

/// Wakes the other processes when there is work, and this one when they say so. They also look by themselves from time
/// to time: a call that is missed delays, and loses nothing.
class Wakeups {
 public:
  /// `redis` must outlive this. `on_wake` is called from a thread of this one.
  Wakeups(Redis& redis, std::function<void()> on_wake);

  /// There is work. Waits for Redis no longer than one command takes.
  void wake_others();

 private:
  Redis& redis_;
  const std::string own_;
  const std::string channel_;
  Subscriber subscriber_;
};

}  // namespace platform::redis
