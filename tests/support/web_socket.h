#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "support/http_client.h"

namespace test {

/// A WebSocket client on this machine.
class WebSocket {
 public:
  /// Asks for the upgrade; answer() says what came of it.
  WebSocket(unsigned short port, const std::string& target, const Headers& headers, std::chrono::seconds longest);
  WebSocket(const WebSocket&) = delete;
  WebSocket& operator=(const WebSocket&) = delete;
  ~WebSocket();

  const HttpAnswer& answer() const { return answer_; }
  /// The next message; the deadline ends a wait for nothing.
  std::string next();

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
  HttpAnswer answer_;
};

}  // namespace test
