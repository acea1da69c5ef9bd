#include "load_generator/websockets.h"

#include <fmt/format.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <memory>

namespace load_generator {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
constexpr auto token = asio::as_tuple(asio::use_awaitable);

class Holding {
 public:
  explicit Holding(const Options& options) : options_(options), to_open_(options.websockets), end_(context_) {
    request_ = "GET " + options.paths.front() +
               " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    for (const std::string& header : options.headers) request_ += header + "\r\n";
    request_ += "\r\n";
  }

  bool hold() {
    for (unsigned i = 0; i < options_.connections; ++i) asio::co_spawn(context_, open_some(), asio::detached);
    context_.run();
    return !has_failed_;
  }

 private:
  asio::awaitable<void> open_some() {
    while (to_open_ > 0 && !has_failed_) {
      --to_open_;
      sockets_.push_back(std::make_unique<tcp::socket>(context_));
      tcp::socket& socket = *sockets_.back();
      const auto [refused] = co_await socket.async_connect({asio::ip::address_v4::loopback(), options_.port}, token);
      const auto [failed, written] = co_await asio::async_write(socket, asio::buffer(request_), token);
      std::string head;
      const auto [ended, size] = co_await asio::async_read_until(socket, asio::dynamic_buffer(head), "\r\n\r\n", token);
      if (refused || failed || ended || !head.starts_with("HTTP/1.1 101 ")) {
        give_up(head.substr(0, head.find('\r')));
        co_return;
      }
      asio::co_spawn(context_, answer_pings(socket), asio::detached);
      if (++open_ == options_.websockets) asio::co_spawn(context_, stay(), asio::detached);
    }
  }

  // The server asks now and then whether a listener is still there: a frame without content, answered in kind.
  asio::awaitable<void> answer_pings(tcp::socket& socket) {
    constexpr char ping = '\x89';
    constexpr std::array<char, 6> pong{'\x8A', '\x80', 0, 0, 0, 0};
    for (std::array<char, 256> frames{};;) {
      const auto [ended, size] = co_await socket.async_read_some(asio::buffer(frames), token);
      if (ended) {
        if (!is_over_) give_up("a WebSocket was closed");
        co_return;
      }
      if (frames[0] == ping) co_await asio::async_write(socket, asio::buffer(pong), token);
    }
  }

  asio::awaitable<void> stay() {
    std::puts(fmt::format(R"({{"open": {}}})", open_).c_str());
    std::fflush(stdout);  // whoever measures waits for this line
    end_.expires_after(std::chrono::duration_cast<std::chrono::steady_clock::duration>(options_.time));
    co_await end_.async_wait(token);
    close_all();
  }

  void give_up(const std::string& why) {
    if (has_failed_) return;
    has_failed_ = true;
    std::fputs(fmt::format("after {} WebSockets: {}\n", open_, why.empty() ? "no answer" : why).c_str(), stderr);
    end_.cancel();
    close_all();
  }

  void close_all() {
    is_over_ = true;
    boost::system::error_code ignored;
    for (const auto& socket : sockets_) socket->close(ignored);
  }

  const Options& options_;
  asio::io_context context_{1};
  std::string request_;
  unsigned to_open_, open_ = 0;
  bool is_over_ = false, has_failed_ = false;
  std::vector<std::unique_ptr<tcp::socket>> sockets_;
  asio::steady_timer end_;
};

}  // namespace

bool hold_websockets(const Options& options) {
  return Holding(options).hold();
}

}  // namespace load_generator
