#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "platform/http/message.h"
#include "platform/http/route.h"

namespace platform::http {

/// One open WebSocket. May be kept and used from any thread; after the connection ended, sending does nothing.
class WebSocket {
 public:
  WebSocket() = default;
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;
  virtual ~WebSocket() = default;

  /// Puts a text into the queue. False when the client reads so slowly that the queue (ServerOptions::socket_backlog)
  /// is full, or when the connection has ended; WebSocketHandler::drained tells when there is room again.
  virtual bool send(std::string text) = 0;
  virtual void close(std::uint16_t code, std::string reason) = 0;
  /// The request that was upgraded, with its caller.
  virtual const Request& request() const = 0;
};

/// What happens on a WebSocket. All run on handler threads, for one connection never two of opened, received and closed
/// at once; exceptions close the connection.
struct WebSocketHandler {
  using Socket = std::shared_ptr<WebSocket>;
  std::function<void(const Socket&)> opened;
  std::function<void(const Socket&, const std::string& text)> received;
  std::function<void(const Socket&)> closed;
  std::function<void(const Socket&)> drained;  ///< the queue is empty again after a send() that was refused
};

/// RFC 6455: why a connection is closed.
inline constexpr std::uint16_t socket_going_away = 1001;
inline constexpr std::uint16_t socket_policy = 1008;
inline constexpr std::uint16_t socket_too_long = 1009;
inline constexpr std::uint16_t socket_broken = 1011;

inline constexpr base::ProblemKind upgrade_required{"request.upgrade_required", "This address is a WebSocket", 426,
                                                    base::LogLevel::info};

}  // namespace platform::http
