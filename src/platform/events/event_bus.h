#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"

namespace platform::events {

/// Something that happened. Numbers rise; those of a restarted process are higher than all before.
struct Event {
  std::uint64_t number = 0;
  std::string topic;  ///< "imports.0193…", parts with dots between them
  std::string data;   ///< JSON
  base::Timestamp at;
};
using EventPointer = std::shared_ptr<const Event>;

struct BusOptions {
  std::size_t replayed = 4'096;           ///< events kept for those who come back
  std::size_t topics_remembered = 4'096;  ///< whose latest event is kept
  std::size_t queue = 256;                ///< events that wait for one subscriber
};

/// What a subscriber gets in one go, in order.
struct Delivery {
  std::vector<EventPointer> events;
  /// Events in between are missing: of each topic there is the latest, which a reader shows as it is.
  bool is_snapshot = false;
};

class EventBus;

/// One listener. It ends with its last owner.
class Subscription {
 public:
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;
  ~Subscription();

  /// What has come since; empty when nothing has.
  Delivery take();
  /// The same, waiting for something to come.
  Delivery wait(std::chrono::milliseconds longest);

  struct Core;
  struct Mailbox;
  /// For the bus.
  Subscription(std::shared_ptr<Core> core, std::shared_ptr<Mailbox> mailbox);

 private:
  std::shared_ptr<Core> core_;
  std::shared_ptr<Mailbox> mailbox_;
};

/// Live events within one process. A publisher never waits for a subscriber: one that does not keep up gets snapshots.
/// Thread-safe.
class EventBus {
 public:
  explicit EventBus(BusOptions options = {});

  /// Gives the event's number.
  std::uint64_t publish(std::string topic, std::string data);

  /// Listens to topics: "imports.0193…" is one, "imports.*" all below, "*" everything. `after`: the last number seen
  /// before, to be sent what came since (as a snapshot when that is no longer known in full). `on_ready`, when given,
  /// is called from publishing threads each time something has come after everything had been taken: it must be quick,
  /// must not throw, and hands the taking to another thread.
  std::shared_ptr<Subscription> subscribe(std::vector<std::string> topics, std::optional<std::uint64_t> after = {},
                                          std::function<void()> on_ready = {});

  /// The latest event of each of these topics.
  std::vector<EventPointer> latest(const std::vector<std::string>& topics) const;
  std::uint64_t last_number() const;
  std::size_t subscribers() const;

 private:
  std::shared_ptr<Subscription::Core> core_;
};

}  // namespace platform::events
