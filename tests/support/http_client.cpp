#include "support/http_client.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

#include "support/web_socket.h"

namespace test {
namespace {

template <class Message>
Headers headers_of(const Message& message) {
  Headers headers;
  for (const auto& field : message) headers.emplace_back(field.name_string(), field.value());
  return headers;
}

}  // namespace

std::string HttpAnswer::header(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (boost::beast::iequals(known, name)) return value;
  }
  return {};
}

HttpAnswer HttpClient::send(const std::string& method, const std::string& target, const std::string& body,
                            const Headers& headers) const {
  namespace http = boost::beast::http;
  boost::asio::io_context io;
  boost::beast::tcp_stream stream(io);
  stream.expires_after(std::chrono::seconds(60));
  if (!address_.empty()) {
    stream.socket().open(boost::asio::ip::tcp::v4());
    stream.socket().bind({boost::asio::ip::make_address_v4(address_), 0});
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
  return {answer.result_int(), headers_of(answer), answer.body()};
}

struct WebSocket::Connection {
  boost::asio::io_context io;
  boost::beast::websocket::stream<boost::beast::tcp_stream> stream{io};
};

WebSocket::WebSocket(unsigned short port, const std::string& target, const Headers& headers,
                     std::chrono::seconds longest)
    : connection_(std::make_unique<Connection>()) {
  namespace beast = boost::beast;
  auto& stream = connection_->stream;
  beast::get_lowest_layer(stream).expires_after(longest);
  beast::get_lowest_layer(stream).connect({boost::asio::ip::address_v4::loopback(), port});
  stream.set_option(beast::websocket::stream_base::decorator([&](beast::websocket::request_type& request) {
    for (const auto& [name, value] : headers) request.set(name, value);
  }));
  beast::websocket::response_type answer;
  beast::error_code refused;
  stream.handshake(answer, "localhost", target, refused);
  answer_ = {answer.result_int(), headers_of(answer), answer.body()};
}

WebSocket::~WebSocket() = default;

std::string WebSocket::next() {
  boost::beast::flat_buffer message;
  connection_->stream.read(message);
  return boost::beast::buffers_to_string(message.data());
}

}  // namespace test
