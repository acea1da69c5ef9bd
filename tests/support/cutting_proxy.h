#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <string>

#include "support/local_server.h"

namespace test {

/// Stands before a server on this machine and passes on what both say. The first connection is cut once the server has
/// sent so many bytes (0: never).
class CuttingProxy {
 public:
  CuttingProxy(const std::string& server_port, std::uint64_t cut_after)
      : server_port_(static_cast<unsigned short>(std::stoi(server_port))), cut_after_(cut_after) {}

  std::string port() const {
    const std::string url = front_.url("");
    return url.substr(url.rfind(':') + 1);
  }
  /// What the server has sent over all connections.
  std::uint64_t bytes() const { return bytes_; }

 private:
  int connected() const {
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server_port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("the server behind the proxy does not answer");
    return server;
  }

  void pass(RawPeer& client) {
    const RawPeer server(connected());
    const bool is_first = connections_++ == 0;
    const std::uint64_t begin = bytes_;
    std::array<pollfd, 2> both{{{client.socket(), POLLIN, 0}, {server.socket(), POLLIN, 0}}};
    std::array<char, 16U << 10U> block{};
    while (::poll(both.data(), both.size(), 10'000) > 0) {
      for (std::size_t from = 0; from < both.size(); ++from) {
        if (both[from].revents == 0) continue;
        const auto got = ::recv(both[from].fd, block.data(), block.size(), 0);
        if (got <= 0) return;
        if (from == 1) bytes_ += static_cast<std::uint64_t>(got);
        if (is_first && cut_after_ > 0 && bytes_ - begin >= cut_after_) return;
        if (::send(both[1 - from].fd, block.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) != got) return;
      }
    }
  }

  unsigned short server_port_;
  std::uint64_t cut_after_;
  std::atomic<std::uint64_t> bytes_{0};
  std::atomic<int> connections_{0};
  RawServer front_{[this](RawPeer& client) { pass(client); }};
};

}  // namespace test
