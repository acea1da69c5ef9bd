#pragma once

#include <functional>
#include <string>
#include <thread>

#include "platform/redis/redis.h"

namespace platform::redis {

/// Listens to one channel with a thread and a connection of its own; a lost connection is made anew. What is said while
/// there is none is missed.
class Subscriber {
 public:
  struct Calls {
    std::function<void(std::string_view message)> on_message;
    /// Listening has begun, or begun again: something may have been missed.
    std::function<void()> on_connected{};
  };

  /// `redis` must outlive this. The calls come from the thread, one at a time.
  Subscriber(const Redis& redis, std::string channel, Calls calls);
  Subscriber(const Subscriber&) = delete;
  Subscriber& operator=(const Subscriber&) = delete;
  ~Subscriber();

 private:
  base::Result<> listen();
  base::Result<> hear(Connection& connection);

  const Redis& redis_;
  const std::string channel_;
  const Calls calls_;
  Interrupt ending_;
  std::thread thread_;
};

}  // namespace platform::redis
