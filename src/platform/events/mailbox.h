#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/events/event_bus.h"

namespace platform::events {

/// What waits for one subscriber. Full, it keeps of each topic the latest only.
struct Subscription::Mailbox {
 public:
  /// `seen`: events up to this number are not put.
  Mailbox(std::vector<std::string> topics, std::size_t capacity, std::function<void()> on_ready,
          std::optional<std::uint64_t> seen)
      : topics_(std::move(topics)), capacity_(capacity), on_ready_(std::move(on_ready)), seen_(seen) {}

  const std::vector<std::string>& topics() const { return topics_; }
  std::optional<std::uint64_t> seen() const { return seen_; }
  void put(EventPointer event);
  /// What a new subscriber begins with.
  void begin_with(std::vector<EventPointer> events, bool is_snapshot);
  /// Events are missing before these: what is waiting and these become a snapshot.
  void restart_with(std::vector<EventPointer> events);
  Delivery take();
  Delivery wait(std::chrono::milliseconds longest);

 private:
  Delivery take_all();
  void become_snapshot();
  void keep_latest(EventPointer event);

  const std::vector<std::string> topics_;
  const std::size_t capacity_;
  const std::function<void()> on_ready_;
  const std::optional<std::uint64_t> seen_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<EventPointer> queue_;
  std::map<std::string, EventPointer> latest_;  // of each topic, once it is a snapshot
  bool is_snapshot_ = false;
};

}  // namespace platform::events
