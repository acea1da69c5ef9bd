#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace test {

struct HttpAnswer {
  unsigned status = 0;
  boost::beast::http::fields headers;
  std::string body;

  boost::json::value json() const { return boost::json::parse(body); }
  std::string header(const std::string& name) const { return std::string(headers[name]); }
  /// The code of the problem answered; "" when it is none.
  std::string problem() const {
    return header("Content-Type") == "application/problem+json" ? std::string(json().at("code").as_string()) : "";
  }
};

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Speaks HTTP to a server on this machine, one connection a request.
class HttpClient {
 public:
  explicit HttpClient(unsigned short port) : port_(port) {}

  /// Sent with every request from now on.
  void set(const std::string& name, const std::string& value) { always_.emplace_back(name, value); }
  /// Speaks from this loopback address from now on, as a machine of its own.
  void from(const std::string& address) { address_ = boost::asio::ip::make_address_v4(address); }
  void bearer(const std::string& token) { always_ = {{"Authorization", "Bearer " + token}}; }

  std::string always(const std::string& name) const {
    for (const auto& [known, value] : always_) {
      if (known == name) return value;
    }
    return {};
  }

  HttpAnswer send(const std::string& method, const std::string& target, const std::string& body = {},
                  const Headers& headers = {}) const {
    namespace http = boost::beast::http;
    boost::asio::io_context io;
    boost::beast::tcp_stream stream(io);
    stream.expires_after(std::chrono::seconds(60));
    if (!address_.is_unspecified()) {
      stream.socket().open(boost::asio::ip::tcp::v4());
      stream.socket().bind({address_, 0});
    }
    stream.connect(boost::asio::ip::tcp::endpoint(boost::asio::ip::address_v4::loopback(), port_));

    http::request<http::string_body> request(http::string_to_verb(method), target, 11);
    request.set(http::field::host, "localhost");
    request.set(http::field::connection, "close");
    if (!body.empty()) request.set(http::field::content_type, "application/json");
    for (const auto& [name, value] : always_) request.set(name, value);
    for (const auto& [name, value] : headers) request.set(name, value);
    request.body() = body;
    request.prepare_payload();
    boost::beast::error_code refused;  // a refusal may come before everything was sent
    http::write(stream, request, refused);

    boost::beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(boost::none);
    http::read(stream, buffer, parser);
    const auto answer = parser.release();
    return {answer.result_int(), answer.base(), answer.body()};
  }
  HttpAnswer get(const std::string& target, const Headers& headers = {}) const {
    return send("GET", target, {}, headers);
  }
  HttpAnswer post(const std::string& target, const boost::json::value& body, const Headers& headers = {}) const {
    return send("POST", target, boost::json::serialize(body), headers);
  }

 private:
  unsigned short port_;
  boost::asio::ip::address_v4 address_;
  Headers always_;
};

}  // namespace test
