#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <string>

#include "support/http_client.h"

namespace test {

/// A WebSocket client on this machine.
class WebSocket {
 public:
  /// Asks for the upgrade; answer() says what came of it.
  WebSocket(unsigned short port, const std::string& target, const Headers& headers, std::chrono::seconds longest)
      : stream_(io_) {
    namespace beast = boost::beast;
    beast::get_lowest_layer(stream_).expires_after(longest);
    beast::get_lowest_layer(stream_).connect({boost::asio::ip::address_v4::loopback(), port});
    stream_.set_option(beast::websocket::stream_base::decorator([&](beast::websocket::request_type& request) {
      for (const auto& [name, value] : headers) request.set(name, value);
    }));
    beast::websocket::response_type answer;
    beast::error_code refused;
    stream_.handshake(answer, "localhost", target, refused);
    answer_ = {answer.result_int(), answer.base(), answer.body()};
  }

  const HttpAnswer& answer() const { return answer_; }
  /// The next message; the deadline ends a wait for nothing.
  std::string next() {
    boost::beast::flat_buffer message;
    stream_.read(message);
    return boost::beast::buffers_to_string(message.data());
  }

 private:
  boost::asio::io_context io_;
  boost::beast::websocket::stream<boost::beast::tcp_stream> stream_;
  HttpAnswer answer_;
};

}  // namespace test
