#include "app/live_routes.h"

#include <array>
#include <atomic>
#include <charconv>

#include "base/json_writer.h"
#include "base/text.h"

namespace app {
namespace {

using platform::events::Delivery;
using platform::http::Request;

/// Whoever may read a subject may watch it.
struct TopicRule {
  std::string_view prefix, permission;
};
constexpr std::array<TopicRule, 3> topic_rules{{
    {"imports.", "imports.read"},
    {"jobs.", "imports.read"},
    {"dashboard", "products.read"},
}};

/// A user's notifications are that user's alone.
constexpr std::string_view own_topic = "notifications.";

/// The permission a topic asks for; "" when there is no such topic.
std::string_view permission_for(std::string_view topic) {
  for (const TopicRule& rule : topic_rules) {
    if (topic.substr(0, rule.prefix.size()) == rule.prefix) return rule.permission;
  }
  return {};
}

/// Why the caller may not watch the topic; nothing when nothing speaks against it.
std::optional<std::string> refusal(const std::string& topic, const Request& request) {
  if (!request.caller) return "Sign in first";
  if (topic == std::string(own_topic) + request.caller->user_id.to_string()) return std::nullopt;
  const std::string_view permission = permission_for(topic);
  if (permission.empty()) return "There is no topic " + topic + " for you";
  if (!request.caller->may(permission)) return "Topic " + topic + " needs " + std::string(permission);
  return std::nullopt;
}

std::vector<std::string> topics_of(const Request& request) {
  std::vector<std::string> topics;
  for (const std::string_view topic : base::split(request.query_value("topics").value_or(""), ',')) {
    if (const auto trimmed = base::trim(topic); !trimmed.empty()) topics.emplace_back(trimmed);
  }
  return topics;
}

std::optional<std::uint64_t> last_seen(const Request& request) {
  const std::string_view text = request.query_value("after").value_or("");
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::string message_of(const Delivery& delivery) {
  base::JsonWriter json;
  json.begin_object().key("events").begin_array();
  for (const auto& event : delivery.events) {
    json.begin_object();
    json.member("number", event->number);
    json.member("topic", event->topic);
    json.member("at", event->at.to_string());
    json.key("data").raw(event->data);
    json.end_object();
  }
  json.end_array().member("snapshot", delivery.is_snapshot).end_object();
  return json.take();
}

}  // namespace

LiveEvents::LiveEvents(platform::events::EventBus& bus)
    : bus_(bus), carrier_([this](const std::stop_token& stop) { carry(stop); }) {}

LiveEvents::~LiveEvents() {
  carrier_.request_stop();
  changed_.notify_all();
}

platform::http::RouteTable LiveEvents::routes() {
  platform::http::WebSocketHandler events;
  events.opened = [this](const Socket& socket) { open(socket); };
  events.closed = [this](const Socket& socket) { close(socket); };
  events.drained = [this](const Socket& socket) {
    std::weak_ptr<Listener> listener;
    {
      const std::lock_guard lock(mutex_);
      if (const auto found = listeners_.find(socket.get()); found != listeners_.end()) listener = found->second;
    }
    wake(listener);
  };
  platform::http::RouteTable routes;
  routes.push_back(
      platform::http::get("/ws", "watch", "live", "Live events over a WebSocket")
          .query("topics", "string", "Comma separated: imports.ID, imports.*, jobs.*, dashboard, notifications.YOUR-ID")
          .query("after", "integer", "Number of the last event seen; what came since is sent first")
          .upgrades(std::move(events)));
  return routes;
}

void LiveEvents::open(const Socket& socket) {
  const Request& request = socket->request();
  const auto topics = topics_of(request);
  if (topics.empty()) return socket->close(platform::http::socket_policy, "Name the topics: ?topics=imports.*");
  for (const std::string& topic : topics) {
    if (const auto why_not = refusal(topic, request)) return socket->close(platform::http::socket_policy, *why_not);
  }
  const auto listener = std::make_shared<Listener>();
  listener->socket = socket;
  const auto is_open = std::make_shared<std::atomic<bool>>(false);
  listener->subscription = bus_.subscribe(topics, last_seen(request), [this, is_open, weak = std::weak_ptr(listener)] {
    if (is_open->load()) wake(weak);
  });
  {
    const std::lock_guard lock(mutex_);
    listeners_[socket.get()] = listener;
    is_open->store(true);
  }
  wake(listener);
}

void LiveEvents::close(const Socket& socket) {
  std::shared_ptr<Listener> ended;  // destroyed outside the lock: its subscription has a lock of its own
  const std::lock_guard lock(mutex_);
  if (const auto found = listeners_.find(socket.get()); found != listeners_.end()) {
    ended = std::move(found->second);
    listeners_.erase(found);
  }
}

std::size_t LiveEvents::listeners() const {
  const std::lock_guard lock(mutex_);
  return listeners_.size();
}

void LiveEvents::wake(const std::weak_ptr<Listener>& listener) {
  const std::lock_guard lock(mutex_);
  ready_.push_back(listener);
  changed_.notify_one();
}

void LiveEvents::carry(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return !ready_.empty(); })) {
    const std::shared_ptr<Listener> listener = ready_.front().lock();
    ready_.pop_front();
    if (!listener) continue;
    lock.unlock();
    deliver(*listener);
    lock.lock();
  }
}

void LiveEvents::deliver(Listener& listener) {
  if (!listener.waiting.empty()) {
    if (!listener.socket->send(listener.waiting)) return;
    listener.waiting.clear();
  }
  for (;;) {
    const Delivery delivery = listener.subscription->take();
    if (delivery.events.empty()) return;
    std::string message = message_of(delivery);
    if (!listener.socket->send(message)) {
      listener.waiting = std::move(message);
      return;
    }
  }
}

}  // namespace app
