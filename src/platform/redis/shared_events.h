#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <set>

#include "platform/events/event_bus.h"
#include "platform/redis/event_stream.h"
#include "platform/redis/redis.h"

namespace platform::redis {

struct SharedEventsStatistics {
  std::uint64_t sent = 0;      ///< to the other processes
  std::uint64_t received = 0;  ///< from them
  std::uint64_t dropped = 0;   ///< never sent to them: too many came at once, or while Redis was away
};

/// Carries the events of a bus to the buses of all processes, through a stream in Redis that numbers them and keeps the
/// last ones for whoever comes back. While Redis is away each process hears its own; the others get them once it is
/// back, and only the latest of each topic when there were too many. Publishing never waits: one thread sends, one
/// receives.
class SharedEvents {
 public:
  struct Options {
    std::size_t kept = 4'096;     ///< events in the stream, about
    std::size_t waiting = 4'096;  ///< events that wait to be sent, and as many while Redis is away; more, and some go
  };

  /// Both must outlive this.
  SharedEvents(Redis& redis, events::EventBus& bus) : SharedEvents(redis, bus, Options()) {}
  SharedEvents(Redis& redis, events::EventBus& bus, Options options);
  SharedEvents(const SharedEvents&) = delete;
  SharedEvents& operator=(const SharedEvents&) = delete;
  ~SharedEvents();

  SharedEventsStatistics statistics() const;

 private:
  struct Outgoing {
    std::uint64_t turn = 0;  // counts what this process publishes
    std::string topic, data;
    base::Timestamp at;
    bool is_after_gap = false;
  };

  void enqueue(std::string topic, std::string data);
  void send_all();
  bool send(const Outgoing& outgoing);
  void keep_for_later(Outgoing outgoing);
  /// Whether time ended it, before all was sent or Redis took no more.
  bool send_what_was_kept(Clock::time_point until);
  void deliver_here(const Outgoing& outgoing, bool is_sent);

  base::Result<> receive_all();
  base::Result<> catch_up(Connection& connection);
  void receive(const StreamEntry& entry);
  bool is_new(const StreamEntry& entry);

  Redis& redis_;
  events::EventBus& bus_;
  const Options options_;
  const std::string own_, stream_;
  const std::uint64_t began_;  // the bus's last number then

  mutable std::mutex mutex_;
  std::condition_variable came_;
  std::deque<Outgoing> waiting_;
  std::uint64_t turn_ = 0;
  bool is_ending_ = false;
  SharedEventsStatistics statistics_;

  std::deque<Outgoing> kept_;  // what could not be sent, in turn; of the sending thread

  // Of both threads, under delivering_: what this process has handed out itself must not come again.
  std::mutex delivering_;
  std::set<std::uint64_t> delivered_here_;
  std::uint64_t received_here_ = 0;  // the last of this process that came back
  bool is_receiving_ = false;

  // Of the receiving thread.
  std::string position_;
  std::map<std::string, std::uint64_t> last_turns_;

  Interrupt ending_;
  std::thread sender_, receiver_;
};

}  // namespace platform::redis
