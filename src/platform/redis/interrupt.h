#pragma once

#include <chrono>

namespace platform::redis {

/// Ends the waits of one thread from another, for good.
class Interrupt {
 public:
  Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;
  ~Interrupt();

  void raise() const;
  /// True when it was raised within the time.
  bool wait(std::chrono::milliseconds longest) const;
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace platform::redis
