#pragma once

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <optional>
#include <string>

#include "support/http_client.h"

namespace test {

/// Asks a server on this machine over one connection, opened again when the server closes it.
class KeptConnection {
 public:
  explicit KeptConnection(unsigned short port) : port_(port) {}

  unsigned ask(const std::string& method, const std::string& target, const std::string& body, const Headers& headers) {
    namespace http = boost::beast::http;
    if (!stream_) {
      stream_.emplace(io_);
      stream_->connect(boost::asio::ip::tcp::endpoint(boost::asio::ip::address_v4::loopback(), port_));
    }
    stream_->expires_after(std::chrono::seconds(60));
    http::request<http::string_body> request(http::string_to_verb(method), target, 11);
    request.set(http::field::host, "localhost");
    if (!body.empty()) request.set(http::field::content_type, "application/json");
    for (const auto& [name, value] : headers) request.set(name, value);
    request.body() = body;
    request.prepare_payload();
    http::write(*stream_, request);
    http::response<http::string_body> answer;
    http::read(*stream_, buffer_, answer);
    if (!answer.keep_alive()) {
      stream_.reset();
      buffer_.clear();
    }
    return answer.result_int();
  }

 private:
  unsigned short port_;
  boost::asio::io_context io_;
  std::optional<boost::beast::tcp_stream> stream_;
  boost::beast::flat_buffer buffer_;
};

}  // namespace test
