#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <functional>
#include <list>
#include <stdexcept>
#include <thread>

#include "support/s3_server.h"

namespace test {

/// Stands between a client and the S3 server and cuts connections after so many bytes.
class BreakingProxy {
 public:
  /// Bytes that pass in a direction before connection number `i` (from 0) is cut; a negative number lets all pass.
  struct Cut {
    long to_server = -1, to_client = -1;
  };
  using Plan = std::function<Cut(int i)>;

  BreakingProxy(unsigned short server_port, Plan plan)
      : server_port_(server_port), plan_(std::move(plan)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) != 0 || ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      throw std::runtime_error("cannot listen");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  BreakingProxy(const BreakingProxy&) = delete;
  BreakingProxy& operator=(const BreakingProxy&) = delete;
  ~BreakingProxy() {
    is_ending_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    for (std::thread& one : connections_) one.join();
    ::close(listener_);
  }

  std::string endpoint() const { return "127.0.0.1:" + std::to_string(port_); }
  int connections() const { return count_; }

 private:
  void serve() {
    for (int client = 0; (client = ::accept(listener_, nullptr, nullptr)) >= 0;) {
      const Cut cut = plan_(count_++);
      connections_.emplace_back([this, client, cut] { relay(client, cut); });
    }
  }
  void relay(int client, Cut cut) const {
    const int server = connect_to(server_port_);
    std::array<pollfd, 2> both{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
    while (server >= 0 && !is_ending_) {
      if (::poll(both.data(), both.size(), 50) < 0) break;
      if (both[0].revents != 0 && !pass(client, server, cut.to_server)) break;
      if (both[1].revents != 0 && !pass(server, client, cut.to_client)) break;
    }
    // A reset, as when a machine goes: not a polite end.
    const linger at_once{1, 0};
    ::setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(client);
    if (server >= 0) ::close(server);
  }
  static bool pass(int from, int to, long& allowed) {
    std::array<char, 64 << 10> bytes{};
    ssize_t got = ::recv(from, bytes.data(), bytes.size(), 0);
    if (got <= 0) return false;
    const bool is_last = allowed >= 0 && got >= allowed;
    if (is_last) got = allowed;
    for (ssize_t sent = 0; sent < got;) {
      const ssize_t some = ::send(to, bytes.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
      if (some <= 0) return false;
      sent += some;
    }
    if (allowed >= 0) allowed -= got;
    return !is_last;
  }

  unsigned short server_port_;
  Plan plan_;
  int listener_;
  unsigned short port_ = 0;
  std::atomic<int> count_{0};
  std::atomic<bool> is_ending_{false};
  std::list<std::thread> connections_;
  std::thread thread_;
};

}  // namespace test
