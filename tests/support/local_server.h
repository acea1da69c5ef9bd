#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "platform/http/server.h"

namespace test {

/// A real web server on this machine, as a supplier runs one. What it was asked is kept.
class LocalServer {
 public:
  using Handler = std::function<base::Result<platform::http::Response>(const platform::http::Request&)>;

  /// Answers GET and POST of each path.
  explicit LocalServer(const std::vector<std::pair<std::string, Handler>>& pages) {
    platform::http::RouteTable table;
    for (const auto& [path, handler] : pages) {
      const auto told = [this, answer = handler](const platform::http::Request& request) {
        const std::scoped_lock lock(mutex_);
        requests_.push_back(request);
        return answer(request);
      };
      table.push_back(platform::http::get(path, "get", "test", "Read").absolute().anonymous().answers(told));
      table.push_back(platform::http::post(path, "post", "test", "Write").absolute().anonymous());
      table.back().handler = told;
    }
    platform::http::ServerOptions options;
    options.address = "127.0.0.1";
    options.port = 0;
    options.handler_threads = 2;
    options.rate_limits = {0, 0, 0, 0, 1000};
    server_.emplace(options, std::move(table), [](const auto&) { return std::optional<platform::http::Caller>{}; });
    if (const auto started = server_->start(); !started) throw std::runtime_error(started.error().text());
  }
  LocalServer(const LocalServer&) = delete;
  LocalServer& operator=(const LocalServer&) = delete;
  ~LocalServer() { server_->stop(std::chrono::milliseconds(500)); }

  unsigned short port() const { return server_->port(); }
  std::string url(std::string_view path, std::string_view host = "127.0.0.1") const {
    return "http://" + std::string(host) + ":" + std::to_string(port()) + std::string(path);
  }
  std::vector<platform::http::Request> requests() const {
    const std::scoped_lock lock(mutex_);
    return requests_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<platform::http::Request> requests_;
  std::optional<platform::http::Server> server_;
};

/// One connection of a RawServer.
class RawPeer {
 public:
  explicit RawPeer(int socket) : socket_(socket) {}
  RawPeer(const RawPeer&) = delete;
  RawPeer& operator=(const RawPeer&) = delete;
  ~RawPeer() { ::close(socket_); }

  int socket() const { return socket_; }
  /// The head of the request.
  std::string receive() {
    std::string head;
    char byte = 0;
    while (!head.ends_with("\r\n\r\n") && ::recv(socket_, &byte, 1, 0) == 1) head += byte;
    return head;
  }
  /// False when the other side has gone.
  bool send(std::string_view text) {
    while (!text.empty()) {
      const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

 private:
  int socket_;
};

/// A server that says exactly what a test wants, right or wrong, to one connection after the other.
class RawServer {
 public:
  explicit RawServer(std::function<void(RawPeer&)> answer) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) != 0 || ::listen(socket_, 16) != 0 ||
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      throw std::runtime_error("cannot listen");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this, answer = std::move(answer)] {
      for (int connection = 0; (connection = ::accept(socket_, nullptr, nullptr)) >= 0;) {
        RawPeer peer(connection);
        answer(peer);
      }
    });
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;
  ~RawServer() {
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
  }

  std::string url(std::string_view path = "/") const {
    return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
  }

 private:
  int socket_;
  unsigned short port_ = 0;
  std::jthread thread_;
};

}  // namespace test
