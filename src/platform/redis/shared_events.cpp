#include "platform/redis/shared_events.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "base/uuid.h"
#include "platform/redis/event_stream.h"

namespace platform::redis {
namespace {

/// How often the sender looks whether Redis is back.
constexpr std::chrono::milliseconds look_again(200);

/// So long it sends of what was kept before it looks at what is new.
constexpr std::chrono::milliseconds turn_of_kept(100);

/// As many as can still be on their way through the stream.
constexpr std::size_t remembered_turns = 16'384;

}  // namespace

SharedEvents::SharedEvents(Redis& redis, events::EventBus& bus, Options options)
    : redis_(redis),
      bus_(bus),
      options_(options),
      own_(base::Uuid::generate().to_string()),
      stream_(redis.key({"events"})),
      began_(bus.last_number()) {
  bus_.forward_to([this](std::string topic, std::string data) { enqueue(std::move(topic), std::move(data)); });
  sender_ = std::thread([this] { send_all(); });
  receiver_ = std::thread([this] {
    do {
      static_cast<void>(receive_all());  // Redis itself tells that it is away
      const std::lock_guard lock(delivering_);
      is_receiving_ = false;
      bus_.note_alone(true);
    } while (!ending_.wait(redis_.options().pause));
  });
}

SharedEvents::~SharedEvents() {
  bus_.forward_to({});
  ending_.raise();
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  came_.notify_all();
  sender_.join();
  receiver_.join();
}

SharedEventsStatistics SharedEvents::statistics() const {
  const std::lock_guard lock(mutex_);
  return statistics_;
}

void SharedEvents::enqueue(std::string topic, std::string data) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({++turn_, std::move(topic), std::move(data), base::Timestamp::now(), false});
    if (waiting_.size() > options_.waiting) {
      waiting_.pop_front();
      waiting_.front().is_after_gap = true;
      ++statistics_.dropped;
    }
  }
  came_.notify_one();
}

void SharedEvents::send_all() {
  Clock::time_point next_turn;
  bool has_more = false;  // that was kept, and Redis takes it
  for (;;) {
    std::optional<Outgoing> next;
    {
      std::unique_lock lock(mutex_);
      const auto has_something = [this] { return is_ending_ || !waiting_.empty(); };
      if (kept_.empty()) {
        came_.wait(lock, has_something);
      } else {
        came_.wait_for(lock, has_more ? std::chrono::milliseconds(0) : look_again, has_something);
      }
      if (waiting_.empty() && is_ending_) break;
      if (!waiting_.empty()) {
        next = std::move(waiting_.front());
        waiting_.pop_front();
      }
    }
    // A slow Redis keeps nobody here from hearing what comes next.
    if (const auto now = Clock::now(); !kept_.empty() && (!next || now >= next_turn)) {
      has_more = redis_.is_available() && send_what_was_kept(now + turn_of_kept);
      next_turn = now + look_again;
    }
    if (!next) continue;
    const bool is_sent = kept_.empty() && send(*next);
    deliver_here(*next, is_sent);
    if (!is_sent) keep_for_later(*std::move(next));
  }
  // The others wait for the last words of this process; Redis may be back at its next look.
  const auto latest = Clock::now() + redis_.options().pause + redis_.options().command_timeout;
  while (!kept_.empty() && Clock::now() < latest) {
    if (redis_.is_available()) send_what_was_kept(latest);
    if (!kept_.empty()) std::this_thread::sleep_for(redis_.options().pause / 10);
  }
}

bool SharedEvents::send(const Outgoing& outgoing) {
  const auto reply = redis_.run(
      add_script, {stream_},
      {std::to_string(bus_.last_number()), std::to_string(options_.kept), own_, std::to_string(outgoing.turn),
       outgoing.topic, outgoing.data, outgoing.at.to_string(), outgoing.is_after_gap ? "1" : "0"});
  if (!reply) return false;
  const std::lock_guard lock(mutex_);
  ++statistics_.sent;
  return true;
}

void SharedEvents::keep_for_later(Outgoing outgoing) {
  kept_.push_back(std::move(outgoing));
  if (kept_.size() <= options_.waiting) return;
  // Too many: of each topic the latest says most.
  std::deque<Outgoing> latest;
  std::set<std::string> topics;
  for (auto one = kept_.rbegin(); one != kept_.rend(); ++one) {
    if (latest.size() < options_.waiting && topics.insert(one->topic).second) {
      latest.push_front(std::move(*one));
    } else {
      latest.front().is_after_gap = true;
    }
  }
  const std::uint64_t dropped = kept_.size() - latest.size();
  kept_ = std::move(latest);
  const std::lock_guard lock(mutex_);
  statistics_.dropped += dropped;
}

bool SharedEvents::send_what_was_kept(Clock::time_point until) {
  for (; !kept_.empty(); kept_.pop_front()) {
    if (Clock::now() >= until) return true;
    if (!send(kept_.front())) return false;
  }
  return false;
}

// What was sent comes back with its number, if somebody is there to receive it.
void SharedEvents::deliver_here(const Outgoing& outgoing, bool is_sent) {
  const std::lock_guard lock(delivering_);
  if (is_sent && (is_receiving_ || outgoing.turn <= received_here_)) return;
  delivered_here_.insert(outgoing.turn);
  if (delivered_here_.size() > remembered_turns) delivered_here_.erase(delivered_here_.begin());
  bus_.deliver({static_cast<std::uint64_t>(outgoing.at.microseconds()), outgoing.topic, outgoing.data, outgoing.at});
}

base::Result<> SharedEvents::receive_all() {
  ASSIGN_OR_RETURN(const auto connection, redis_.connect(ending_));
  RETURN_IF_FAILED(catch_up(*connection));
  {
    const std::lock_guard lock(delivering_);
    is_receiving_ = true;
    bus_.note_alone(false);
  }
  for (;;) {
    ASSIGN_OR_RETURN(const auto entries, read_after(*connection, stream_, position_, redis_.options().command_timeout));
    for (const StreamEntry& entry : entries) receive(entry);
  }
}

base::Result<> SharedEvents::catch_up(Connection& connection) {
  const auto patience = redis_.options().command_timeout;
  if (!position_.empty()) {
    ASSIGN_OR_RETURN(const bool is_there, has_entry(connection, stream_, position_, patience));
    if (!is_there && position_ != stream_begin) bus_.note_gap();
    return {};
  }
  ASSIGN_OR_RETURN(const auto history, read_last(connection, stream_, options_.kept, patience));
  // What was published since this process began must reach its subscribers, so from there on everything is received.
  auto entry = std::find_if(history.begin(), history.end(),
                            [this](const auto& e) { return e.origin == own_ || e.event.number > began_; });
  std::vector<events::Event> past;
  for (auto earlier = history.begin(); earlier != entry; ++earlier) {
    const std::lock_guard lock(delivering_);
    if (is_new(*earlier)) past.push_back(earlier->event);
  }
  bus_.begin_with(std::move(past));
  for (; entry != history.end(); ++entry) receive(*entry);
  position_ = history.empty() ? std::string(stream_begin) : history.back().id;
  return {};
}

void SharedEvents::receive(const StreamEntry& entry) {
  position_ = entry.id;
  const std::lock_guard lock(delivering_);
  if (!is_new(entry)) return;
  if (entry.is_after_gap) bus_.note_gap();
  bus_.deliver(entry.event);
  if (entry.origin == own_) return;
  const std::lock_guard counting(mutex_);
  ++statistics_.received;
}

bool SharedEvents::is_new(const StreamEntry& entry) {
  if (entry.origin == own_) {
    received_here_ = std::max(received_here_, entry.turn);
    return !delivered_here_.contains(entry.turn);
  }
  std::uint64_t& last = last_turns_[entry.origin];
  if (entry.turn <= last) return false;
  last = entry.turn;
  constexpr std::size_t most_processes = 1'000;  // that have come and gone
  if (last_turns_.size() > most_processes) last_turns_.erase(last_turns_.begin());
  return true;
}

}  // namespace platform::redis
