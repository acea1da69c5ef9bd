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

/// Something that happened. Numbers rise, with gaps; those of a restarted process are higher than all before.
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

/// Takes an event to wherever its number comes from; it comes back by deliver(). Must be quick.
using Forward = std::function<void(std::string topic, std::string data)>;

/// Live events of this process, and of others when they are forwarded. A publisher never waits for a subscriber: one
/// that does not keep up gets snapshots. Thread-safe.
class EventBus {
 public:
  explicit EventBus(BusOptions options = {});

  /// Gives the event's number; 0 when it is forwarded and has none yet.
  std::uint64_t publish(std::string topic, std::string data);

  // For what carries events between processes.
  /// From now on events are forwarded instead of delivered; {} ends that.
  void forward_to(Forward forward);
  /// Hands an event out. Its number is raised when it is not above the last one.
  void deliver(Event event);
  /// What happened before this process began, oldest first, with numbers below those of its own. Of it subscribers get
  /// what came since the number they had seen, or a snapshot when they were told of later events already.
  void begin_with(std::vector<Event> history);
  /// Whether events of other processes do not come just now: then one who comes from another process gets a snapshot.
  void note_alone(bool is_alone);
  /// Events were missed: every subscriber gets the latest of its topics as a snapshot, as will those who come back.
  void note_gap();

  /// Listens to topics: "imports.0193…" is one, "imports.*" all below, "*" everything. `after`: the last number seen
  /// before, to be sent what came since (as a snapshot when that is no longer known in full), and nothing twice when
  /// it was seen from another process that is ahead of this one. `on_ready`, when given,
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
