#include "platform/http/handler_pool.h"

namespace platform::http {

HandlerPool::HandlerPool(unsigned threads, std::size_t queue_limit) : queue_limit_(queue_limit) {
  threads_.reserve(threads);
  for (unsigned count = 0; count < threads; ++count) threads_.emplace_back([this] { work(); });
}

HandlerPool::~HandlerPool() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  changed_.notify_all();
}

bool HandlerPool::try_push(std::unique_ptr<Task>& task) {
  {
    const std::lock_guard lock(mutex_);
    const std::size_t idle = threads_.size() - running_;
    if (queue_.size() >= queue_limit_ + idle) return false;
    queue_.push_back(std::move(task));
  }
  changed_.notify_one();
  return true;
}

void HandlerPool::push(std::unique_ptr<Task> task) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(task));
  }
  changed_.notify_one();
}

std::size_t HandlerPool::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

std::size_t HandlerPool::running() const {
  const std::lock_guard lock(mutex_);
  return running_;
}

void HandlerPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return is_ending_ || !queue_.empty(); });
    if (queue_.empty()) return;
    std::unique_ptr<Task> task = std::move(queue_.front());
    queue_.pop_front();
    ++running_;
    lock.unlock();
    task->run();
    task.reset();
    lock.lock();
    --running_;
  }
}

}  // namespace platform::http
