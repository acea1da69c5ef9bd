#include "platform/events/mailbox.h"

#include <algorithm>
#include <utility>

namespace platform::events {

void Subscription::Mailbox::keep_latest(EventPointer event) {
  latest_[event->topic] = std::move(event);
  if (latest_.size() <= capacity_) return;
  latest_.erase(std::min_element(latest_.begin(), latest_.end(),
                                 [](const auto& a, const auto& b) { return a.second->number < b.second->number; }));
}

void Subscription::Mailbox::become_snapshot() {
  is_snapshot_ = true;
  for (EventPointer& waiting : queue_) keep_latest(std::move(waiting));
  queue_.clear();
}

void Subscription::Mailbox::restart_with(std::vector<EventPointer> events) {
  if (events.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    become_snapshot();
    for (EventPointer& event : events) keep_latest(std::move(event));
  }
  came_.notify_all();
  if (on_ready_) on_ready_();
}

void Subscription::Mailbox::put(EventPointer event) {
  if (seen_ && event->number <= *seen_) return;
  bool was_empty = false;
  {
    const std::lock_guard lock(mutex_);
    was_empty = queue_.empty() && latest_.empty();
    if (!is_snapshot_ && queue_.size() >= capacity_) become_snapshot();
    if (is_snapshot_) {
      keep_latest(std::move(event));
    } else {
      queue_.push_back(std::move(event));
    }
  }
  came_.notify_all();
  if (was_empty && on_ready_) on_ready_();
}

void Subscription::Mailbox::begin_with(std::vector<EventPointer> events, bool is_snapshot) {
  const std::lock_guard lock(mutex_);
  is_snapshot_ = is_snapshot || events.size() > capacity_;
  for (EventPointer& event : events) {
    if (is_snapshot_) {
      keep_latest(std::move(event));
    } else {
      queue_.push_back(std::move(event));
    }
  }
}

Delivery Subscription::Mailbox::take_all() {
  Delivery delivery;
  delivery.is_snapshot = std::exchange(is_snapshot_, false);
  delivery.events.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(queue_.end()));
  queue_.clear();
  for (auto& [topic, event] : latest_) delivery.events.push_back(std::move(event));
  latest_.clear();
  std::sort(delivery.events.begin(), delivery.events.end(),
            [](const EventPointer& a, const EventPointer& b) { return a->number < b->number; });
  return delivery;
}

Delivery Subscription::Mailbox::take() {
  const std::lock_guard lock(mutex_);
  return take_all();
}

Delivery Subscription::Mailbox::wait(std::chrono::milliseconds longest) {
  std::unique_lock lock(mutex_);
  came_.wait_for(lock, longest, [&] { return is_snapshot_ || !queue_.empty(); });
  return take_all();
}

}  // namespace platform::events
