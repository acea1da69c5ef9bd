#include "platform/events/event_bus.h"

#include <algorithm>
#include <utility>

#include "platform/events/mailbox.h"

namespace platform::events {
namespace {

/// The patterns a topic answers to: itself, "a.b.*", "a.*", "*".
std::vector<std::string> patterns_of(std::string_view topic) {
  std::vector<std::string> patterns{std::string(topic)};
  for (auto dot = topic.rfind('.'); dot != std::string_view::npos && dot > 0; dot = topic.rfind('.', dot - 1)) {
    patterns.push_back(std::string(topic.substr(0, dot + 1)) + "*");
  }
  patterns.emplace_back("*");
  return patterns;
}

bool matches(const std::vector<std::string>& wanted, std::string_view topic) {
  const auto patterns = patterns_of(topic);
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& pattern) {
    return std::find(patterns.begin(), patterns.end(), pattern) != patterns.end();
  });
}

}  // namespace

/// What the bus and its subscriptions share, so that either may go first.
struct Subscription::Core {
  explicit Core(BusOptions chosen) : options(chosen) {}

  void remember(const EventPointer& event);
  /// Puts what was before this process in front of what it knows.
  void begin_with(std::vector<Event> history);
  /// Whether it is the number of an event that is still kept.
  bool knows(std::uint64_t number) const;
  /// Numbers the event and hands it out, `handing_out` being held.
  std::uint64_t hand_out(Event event);
  /// Mailboxes that listen to the topic, each once.
  std::set<std::shared_ptr<Mailbox>> listeners(std::string_view topic) const;
  std::vector<EventPointer> latest_of(const std::vector<std::string>& topics) const;
  /// What came after a number that a subscriber has seen.
  Delivery since(std::uint64_t seen, const std::vector<std::string>& topics) const;
  std::set<std::shared_ptr<Mailbox>> everybody() const;
  bool is_shared();
  void add(const std::shared_ptr<Mailbox>& mailbox);
  void remove(const std::shared_ptr<Mailbox>& mailbox);

  const BusOptions options;
  std::mutex mutex;
  // A new process begins above all numbers an earlier one can have given.
  std::uint64_t last_number = static_cast<std::uint64_t>(base::Timestamp::now().microseconds());
  std::uint64_t forgotten = last_number;  // the last number that is not in the ring any more
  std::deque<EventPointer> ring;
  std::map<std::string, EventPointer> latest;
  std::map<std::uint64_t, std::string> topics_by_age;  // number of its latest event to topic
  std::map<std::string, std::set<std::shared_ptr<Mailbox>>, std::less<>> by_pattern;
  std::size_t subscribers = 0;
  bool has_history = false;  // what was before this process has been told
  bool is_alone = false;
  // One publisher at a time hands out, so that all subscribers see the same order.
  std::mutex handing_out;
  std::mutex forwarding;
  Forward forward;
};

void Subscription::Core::remember(const EventPointer& event) {
  ring.push_back(event);
  if (ring.size() > options.replayed) {
    forgotten = ring.front()->number;
    ring.pop_front();
  }
  EventPointer& known = latest[event->topic];
  if (known) topics_by_age.erase(known->number);
  known = event;
  topics_by_age.emplace(event->number, event->topic);
  if (latest.size() <= options.topics_remembered) return;
  latest.erase(topics_by_age.begin()->second);
  topics_by_age.erase(topics_by_age.begin());
}

void Subscription::Core::begin_with(std::vector<Event> history) {
  const auto own = std::exchange(ring, {});
  forgotten = history.front().number - 1;
  latest.clear();
  topics_by_age.clear();
  for (Event& event : history) remember(std::make_shared<const Event>(std::move(event)));
  for (const EventPointer& event : own) remember(event);
  last_number = ring.back()->number;
}

bool Subscription::Core::knows(std::uint64_t number) const {
  const auto found =
      std::lower_bound(ring.begin(), ring.end(), number,
                       [](const EventPointer& event, std::uint64_t wanted) { return event->number < wanted; });
  return found != ring.end() && (*found)->number == number;
}

std::set<std::shared_ptr<Subscription::Mailbox>> Subscription::Core::listeners(std::string_view topic) const {
  std::set<std::shared_ptr<Mailbox>> all;
  for (const std::string& pattern : patterns_of(topic)) {
    const auto found = by_pattern.find(pattern);
    if (found != by_pattern.end()) all.insert(found->second.begin(), found->second.end());
  }
  return all;
}

std::vector<EventPointer> Subscription::Core::latest_of(const std::vector<std::string>& topics) const {
  std::vector<EventPointer> events;
  for (const auto& [topic, event] : latest) {
    if (matches(topics, topic)) events.push_back(event);
  }
  std::sort(events.begin(), events.end(),
            [](const EventPointer& a, const EventPointer& b) { return a->number < b->number; });
  return events;
}

Delivery Subscription::Core::since(std::uint64_t seen, const std::vector<std::string>& topics) const {
  if (seen < forgotten || seen > last_number) return {latest_of(topics), true};
  Delivery missed;
  for (const EventPointer& event : ring) {
    if (event->number > seen && matches(topics, event->topic)) missed.events.push_back(event);
  }
  return missed;
}

std::set<std::shared_ptr<Subscription::Mailbox>> Subscription::Core::everybody() const {
  std::set<std::shared_ptr<Mailbox>> all;
  for (const auto& [pattern, some] : by_pattern) all.insert(some.begin(), some.end());
  return all;
}

bool Subscription::Core::is_shared() {
  const std::lock_guard lock(forwarding);
  return forward != nullptr;
}

void Subscription::Core::add(const std::shared_ptr<Mailbox>& mailbox) {
  for (const std::string& pattern : mailbox->topics()) by_pattern[pattern].insert(mailbox);
  ++subscribers;
}

void Subscription::Core::remove(const std::shared_ptr<Mailbox>& mailbox) {
  const std::lock_guard lock(mutex);
  for (const std::string& pattern : mailbox->topics()) {
    const auto found = by_pattern.find(pattern);
    if (found == by_pattern.end()) continue;
    found->second.erase(mailbox);
    if (found->second.empty()) by_pattern.erase(found);
  }
  --subscribers;
}

Subscription::Subscription(std::shared_ptr<Core> core, std::shared_ptr<Mailbox> mailbox)
    : core_(std::move(core)), mailbox_(std::move(mailbox)) {}

Subscription::~Subscription() {
  core_->remove(mailbox_);
}

Delivery Subscription::take() {
  return mailbox_->take();
}

Delivery Subscription::wait(std::chrono::milliseconds longest) {
  return mailbox_->wait(longest);
}

EventBus::EventBus(BusOptions options) : core_(std::make_shared<Subscription::Core>(options)) {}

std::uint64_t Subscription::Core::hand_out(Event fresh) {
  EventPointer event;
  std::set<std::shared_ptr<Mailbox>> all;
  {
    const std::lock_guard lock(mutex);
    fresh.number = std::max(fresh.number, last_number + 1);
    last_number = fresh.number;
    event = std::make_shared<const Event>(std::move(fresh));
    remember(event);
    all = listeners(event->topic);
  }
  for (const auto& listener : all) listener->put(event);
  return event->number;
}

std::uint64_t EventBus::publish(std::string topic, std::string data) {
  {
    const std::lock_guard lock(core_->forwarding);
    if (core_->forward) {
      core_->forward(std::move(topic), std::move(data));
      return 0;
    }
  }
  const std::lock_guard in_order(core_->handing_out);
  return core_->hand_out(Event{0, std::move(topic), std::move(data), base::Timestamp::now()});
}

void EventBus::forward_to(Forward forward) {
  const std::lock_guard lock(core_->forwarding);
  core_->forward = std::move(forward);
}

void EventBus::deliver(Event event) {
  const std::lock_guard in_order(core_->handing_out);
  core_->hand_out(std::move(event));
}

void EventBus::begin_with(std::vector<Event> history) {
  const std::lock_guard in_order(core_->handing_out);
  std::vector<std::pair<std::shared_ptr<Subscription::Mailbox>, Delivery>> early;
  {
    const std::lock_guard lock(core_->mutex);
    core_->has_history = true;
    if (history.empty()) return;
    const bool has_own = !core_->ring.empty();
    core_->begin_with(std::move(history));
    for (const auto& mailbox : core_->everybody()) {
      const auto seen = mailbox->seen();
      if (!seen || *seen > core_->last_number) continue;
      early.emplace_back(mailbox, has_own ? Delivery{core_->latest_of(mailbox->topics()), true}
                                          : core_->since(*seen, mailbox->topics()));
    }
  }
  for (auto& [mailbox, missed] : early) {
    if (missed.is_snapshot) {
      mailbox->restart_with(std::move(missed.events));
    } else {
      for (EventPointer& event : missed.events) mailbox->put(std::move(event));
    }
  }
}

void EventBus::note_alone(bool is_alone) {
  const std::lock_guard lock(core_->mutex);
  core_->is_alone = is_alone;
}

void EventBus::note_gap() {
  const std::lock_guard in_order(core_->handing_out);
  std::vector<std::pair<std::shared_ptr<Subscription::Mailbox>, std::vector<EventPointer>>> all;
  {
    const std::lock_guard lock(core_->mutex);
    core_->forgotten = core_->last_number;
    core_->ring.clear();
    for (const auto& mailbox : core_->everybody()) all.emplace_back(mailbox, core_->latest_of(mailbox->topics()));
  }
  for (auto& [mailbox, events] : all) mailbox->restart_with(std::move(events));
}

std::shared_ptr<Subscription> EventBus::subscribe(std::vector<std::string> topics, std::optional<std::uint64_t> after,
                                                  std::function<void()> on_ready) {
  // Numbers of processes that share their events follow the clock: one from the future is of somewhere else.
  const auto now = static_cast<std::uint64_t>(base::Timestamp::now().microseconds());
  const auto seen = core_->is_shared() && after && *after <= now ? after : std::nullopt;
  const auto mailbox =
      std::make_shared<Subscription::Mailbox>(std::move(topics), core_->options.queue, std::move(on_ready), seen);
  // No event can fall between what is replayed and what is put.
  const std::lock_guard in_order(core_->handing_out);
  const std::lock_guard lock(core_->mutex);
  // Another process may be ahead of this one, and this one may not know yet what was before it: both come by
  // themselves, unless nothing comes just now.
  const bool is_cut_off = seen && core_->is_alone && !core_->knows(*seen);
  const bool comes_yet =
      seen && !is_cut_off && (*seen > core_->last_number || (!core_->has_history && core_->ring.empty()));
  if (after && !comes_yet) {
    Delivery missed =
        is_cut_off ? Delivery{core_->latest_of(mailbox->topics()), true} : core_->since(*after, mailbox->topics());
    mailbox->begin_with(std::move(missed.events), missed.is_snapshot);
  }
  core_->add(mailbox);
  return std::make_shared<Subscription>(core_, mailbox);
}

std::vector<EventPointer> EventBus::latest(const std::vector<std::string>& topics) const {
  const std::lock_guard lock(core_->mutex);
  return core_->latest_of(topics);
}

std::uint64_t EventBus::last_number() const {
  const std::lock_guard lock(core_->mutex);
  return core_->last_number;
}

std::size_t EventBus::subscribers() const {
  const std::lock_guard lock(core_->mutex);
  return core_->subscribers;
}

}  // namespace platform::events
