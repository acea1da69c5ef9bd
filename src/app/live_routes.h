#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/events/event_bus.h"
#include "platform/http/route.h"
#include "platform/http/websocket.h"

namespace app {

/// Carries events to the WebSockets that listen for them. One thread does it for all: a slow reader keeps one message
/// waiting, and the bus gives it snapshots afterwards. Thread-safe.
class LiveEvents {
 public:
  explicit LiveEvents(platform::events::EventBus& bus);
  LiveEvents(const LiveEvents&) = delete;
  LiveEvents& operator=(const LiveEvents&) = delete;
  ~LiveEvents();

  /// /ws?topics=imports.*&after=NUMBER: messages {"events": [{number, topic, at, data}], "snapshot"}.
  platform::http::RouteTable routes();
  std::size_t listeners() const;

 private:
  using Socket = platform::http::WebSocketHandler::Socket;
  struct Listener {
    Socket socket;
    std::shared_ptr<platform::events::Subscription> subscription;
    std::string waiting;  // refused by a full queue, to be sent first
  };

  void open(const Socket& socket);
  void close(const Socket& socket);
  void wake(const std::weak_ptr<Listener>& listener);
  void carry(const std::stop_token& stop);
  static void deliver(Listener& listener);

  platform::events::EventBus& bus_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::map<const platform::http::WebSocket*, std::shared_ptr<Listener>> listeners_;
  std::deque<std::weak_ptr<Listener>> ready_;
  std::jthread carrier_;
};

}  // namespace app
