#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace ops {

/// Work on a thread of its own that is not waited for longer than a given time. What does not end by then is left
/// behind, so it must own all it works with.
template <class T>
class Bounded {
 public:
  using Clock = std::chrono::steady_clock;

  Bounded(std::chrono::milliseconds longest, std::function<T()> work)
      : deadline_(Clock::now() + longest), running_(std::make_shared<Running>()) {
    std::thread([running = running_, work = std::move(work)] {
      T result = work();
      const std::lock_guard lock(running->mutex);
      running->result = std::move(result);
      running->ended.notify_all();
    }).detach();
  }

  /// Nothing when it has not ended in time.
  std::optional<T> result() {
    std::unique_lock lock(running_->mutex);
    running_->ended.wait_until(lock, deadline_, [this] { return running_->result.has_value(); });
    return std::exchange(running_->result, std::nullopt);
  }

 private:
  struct Running {
    std::mutex mutex;
    std::condition_variable ended;
    std::optional<T> result;
  };

  Clock::time_point deadline_;
  std::shared_ptr<Running> running_;
};

}  // namespace ops
