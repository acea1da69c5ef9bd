#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace platform::http {

/// A fixed number of threads and a bounded queue before them.
class HandlerPool {
 public:
  class Task {
   public:
    Task() = default;
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;
    virtual ~Task() = default;
    virtual void run() = 0;
  };

  HandlerPool(unsigned threads, std::size_t queue_limit);
  HandlerPool(const HandlerPool&) = delete;
  HandlerPool& operator=(const HandlerPool&) = delete;
  /// Runs what is in the queue, then ends the threads.
  ~HandlerPool();

  /// False when the queue is full; the task is left with the caller then.
  bool try_push(std::unique_ptr<Task>& task);
  /// For work already begun: never refused.
  void push(std::unique_ptr<Task> task);
  std::size_t waiting() const;
  std::size_t running() const;

 private:
  void work();

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Task>> queue_;
  std::size_t queue_limit_;
  std::size_t running_ = 0;
  bool is_ending_ = false;
  std::vector<std::jthread> threads_;
};

/// A task of a function that need not be copyable.
template <class F>
std::unique_ptr<HandlerPool::Task> make_task(F&& f) {
  class Function final : public HandlerPool::Task {
   public:
    explicit Function(F&& function) : function_(std::forward<F>(function)) {}
    void run() override { function_(); }

   private:
    std::decay_t<F> function_;
  };
  return std::make_unique<Function>(std::forward<F>(f));
}

}  // namespace platform::http
