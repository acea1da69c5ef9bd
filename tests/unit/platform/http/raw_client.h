#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

// A client that says exactly what a test wants, right or wrong.
namespace http_test {

struct RawAnswer {
  int status = 0;
  std::string head;
  std::string body;

  std::string header(std::string_view name) const {
    const auto at = head.find("\r\n" + std::string(name) + ": ");
    if (at == std::string::npos) return {};
    const auto begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
};

class RawClient {
 public:
  explicit RawClient(unsigned short port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("cannot connect");
  }
  RawClient(RawClient&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() { hang_up(); }

  void hang_up() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }
  /// False when the server has closed.
  bool send(std::string_view text) {
    while (!text.empty()) {
      const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void end_sending() { ::shutdown(socket_, SHUT_WR); }

  /// The next answer; status 0 when the connection ended before it.
  RawAnswer receive(bool is_head = false) {
    RawAnswer answer;
    if (!fill_until("\r\n\r\n")) return answer;
    answer.head = take(buffer_.find("\r\n\r\n") + 4);
    answer.status = std::stoi(answer.head.substr(9, 3));
    if (is_head || answer.status == 204 || answer.status == 304 || answer.status == 100) return answer;
    if (answer.header("Transfer-Encoding") == "chunked") {
      answer.body = chunks();
    } else if (const std::string length = answer.header("Content-Length"); !length.empty()) {
      while (buffer_.size() < std::stoull(length) && fill()) continue;
      answer.body = take(std::stoull(length));
    } else {
      answer.body = rest();
    }
    return answer;
  }
  /// Everything up to the end of the connection.
  std::string rest() {
    while (fill()) continue;
    return take(buffer_.size());
  }
  /// True when the server closes within the time.
  bool is_closed_within(std::chrono::milliseconds patience) {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return false;
    char byte = 0;
    return ::recv(socket_, &byte, 1, 0) <= 0;
  }
  bool ended_well() const { return ended_well_; }

 private:
  bool fill() {
    constexpr int patience = 15'000;
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, patience) <= 0) return false;
    char piece[16'384];
    const auto got = ::recv(socket_, piece, sizeof piece, 0);
    if (got <= 0) return false;
    buffer_.append(piece, static_cast<std::size_t>(got));
    return true;
  }
  bool fill_until(std::string_view mark) {
    while (buffer_.find(mark) == std::string::npos)
      if (!fill()) return false;
    return true;
  }
  std::string take(std::size_t size) {
    std::string taken = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return taken;
  }
  std::string chunks() {
    std::string body;
    ended_well_ = false;
    while (fill_until("\r\n")) {
      const std::string line = take(buffer_.find("\r\n") + 2);
      const std::size_t size = std::stoul(line, nullptr, 16);
      while (buffer_.size() < size + 2 && fill()) continue;
      body += take(size);
      take(2);
      if (size != 0) continue;
      ended_well_ = true;
      break;
    }
    return body;
  }

  int socket_;
  std::string buffer_;
  bool ended_well_ = true;
};

}  // namespace http_test
