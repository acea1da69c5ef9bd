#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace test {

/// Waits until it is true, for so long at most; gives whether it has become so.
inline bool comes_true(const std::function<bool()>& condition,
                       std::chrono::milliseconds within = std::chrono::seconds(10)) {
  for (const auto until = std::chrono::steady_clock::now() + within; std::chrono::steady_clock::now() < until;
       std::this_thread::sleep_for(std::chrono::milliseconds(5))) {
    if (condition()) return true;
  }
  return condition();
}

}  // namespace test
