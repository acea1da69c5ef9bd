#include "platform/http/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>

#include "platform/http/awaiting.h"
#include "platform/http/client_address.h"
#include "platform/http/problems.h"
#include "platform/http/request_head.h"

namespace platform::http {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;

namespace {

constexpr std::size_t piece_size = 64U << 10U;
constexpr std::size_t gathered_size = 16U << 10U;

std::string peer_of(const asio::ip::tcp::socket& socket) {
  boost::system::error_code error;
  const asio::ip::address address = socket.remote_endpoint(error).address();
  if (!error && address.is_v6() && address.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  return error ? std::string() : address.to_string();
}

base::Result<bool> next_of(BodySource& source, std::string& piece) {
  try {
    return source(piece);
  } catch (const std::exception& exception) {
    return base::failure(base::internal_error, exception.what(), "Try again.");
  }
}

std::string joined_forwarded_for(const Request& request) {
  std::string all;
  for (const auto& [name, value] : request.headers)
    if (name == "x-forwarded-for") all += (all.empty() ? "" : ",") + value;
  return all;
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, Edge edge)
    : stream_(std::move(socket)), edge_(edge), peer_(peer_of(stream_.socket())) {
  boost::system::error_code ignored;
  stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
}

void Connection::close_if_idle() {
  if (socket_) {
    socket_->close(socket_going_away, "the server stops");
  } else if (is_idle_) {
    close();
  }
}

void Connection::close_if_kept() {
  if (socket_ || !is_first_) close_if_idle();
}

void Connection::close_if_idle_since(Clock::time_point then) {
  if (!socket_ && is_idle_ && idle_since_ <= then) close();
}

void Connection::close() {
  if (socket_) {
    socket_->cut_off();
    return;
  }
  boost::system::error_code ignored;
  stream_.socket().close(ignored);
}

asio::awaitable<void> Connection::serve() {
  Next next = Next::again;
  while (next == Next::again) {
    const bool has_more = co_await wait_for_request();
    if (!has_more) break;
    next = co_await exchange_once();
    parser_.reset();
    is_first_ = false;
  }
  if (next == Next::linger) co_await linger();
  close();
}

asio::awaitable<bool> Connection::wait_for_request() {
  if (buffer_.size() > 0) co_return true;
  constexpr std::size_t first_piece = 2048;
  buffer_.shrink_to_fit();
  is_idle_ = true;
  idle_since_ = Clock::now();
  if (edge_.phase == Phase::stopping && !is_first_) co_return false;
  stream_.expires_after(is_first_ ? edge_.options.header_timeout : edge_.options.idle_timeout);
  const auto [error, bytes] = co_await stream_.async_read_some(buffer_.prepare(first_piece), token);
  is_idle_ = false;
  buffer_.commit(bytes);
  co_return !error;
}

asio::awaitable<Connection::Next> Connection::exchange_once() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(edge_.options.header_limit));
  parser_->body_limit(boost::none);  // the route says, once it is known
  bytes_sent_ = 0;
  begun_ = Clock::now();
  stream_.expires_after(edge_.options.header_timeout);
  const auto [error, bytes] = co_await beast_http::async_read_header(stream_, buffer_, *parser_, token);
  if (error) {
    const Next next = co_await refuse_head(error);
    co_return next;
  }
  const RequestHead& head = parser_->get();
  Request request = to_request(head);
  request.remote_address = client_address(peer_, joined_forwarded_for(request), edge_.options.trusted_proxies);
  Pipeline::Exchange exchange = edge_.pipeline.begin(method_of(head), std::move(request));
  const bool wants_keep_alive = parser_->keep_alive();
  if (const auto framing = check_framing(head); !framing) {
    Response response = edge_.pipeline.refuse(exchange, framing.error());
    const Next next = co_await respond(exchange, response, false);
    co_return next;
  }
  IncomingBody body(stream_, buffer_, *parser_, edge_.options);
  Response response = co_await answer(exchange, body);
  if (response.status == 101) {
    co_await serve_socket(exchange);
    co_return Next::close;
  }
  const bool is_clean = co_await drain(body);
  const bool may_keep = wants_keep_alive && is_clean && edge_.phase == Phase::serving;
  const Next next = co_await respond(exchange, response, may_keep);
  co_return next;
}

asio::awaitable<void> Connection::serve_socket(Pipeline::Exchange& exchange) {
  constexpr unsigned switching_protocols = 101;
  record(exchange, switching_protocols);
  const auto head = parser_->release();
  parser_.reset();
  buffer_.clear();  // a client must not send before the upgrade is accepted
  buffer_.shrink_to_fit();
  socket_ = std::make_shared<WebSocketSession>(std::move(stream_), std::move(exchange.request),
                                               exchange.match.route->socket_handler, edge_.handlers,
                                               edge_.options.socket_backlog);
  co_await socket_->serve(head);
}

asio::awaitable<Connection::Next> Connection::refuse_head(boost::system::error_code error) {
  const bool is_parser = error.category() == make_error_code(beast_http::error::bad_method).category();
  if (!is_parser || error == beast_http::error::end_of_stream || error == beast_http::error::partial_message)
    co_return Next::close;
  Request request;
  request.remote_address = peer_;
  Pipeline::Exchange exchange = edge_.pipeline.begin(std::nullopt, std::move(request));
  base::Problem problem{&malformed,
                        fmt::format("The request cannot be read: {}.", error.message()),
                        "Check the client, or the proxy in between.",
                        {}};
  if (error == beast_http::error::header_limit) {
    problem = {&header_too_large,
               fmt::format("The header is longer than {} bytes.", edge_.options.header_limit),
               "Send fewer cookies and headers, and a shorter address.",
               {}};
  }
  Response response = edge_.pipeline.refuse(exchange, problem);
  const Next next = co_await respond(exchange, response, false);
  co_return next;
}

// Reads the body of a route that wants it whole.
asio::awaitable<std::optional<base::Problem>> Connection::take_body(Pipeline::Exchange& exchange, IncomingBody& body) {
  const Route& route = *exchange.match.route;
  body.set_limit(route.body_limit);
  if (body.length().value_or(0) > route.body_limit) co_return body.too_large();
  if (route.stream_handler) co_return std::nullopt;
  std::string& text = exchange.request.body;
  while (!body.is_done()) {
    // Memory grows with what has come, not with what was promised.
    const std::size_t had = text.size();
    text.resize(had + std::min<std::size_t>(piece_size, body.remaining().value_or(piece_size)));
    const auto got = co_await body.read_some({text.data() + had, text.size() - had});
    text.resize(had + got.value_or(0));
    if (!got) co_return got.error();
  }
  co_return std::nullopt;
}

asio::awaitable<Response> Connection::answer(Pipeline::Exchange& exchange, IncomingBody& body) {
  const Route* route = exchange.match.route;
  if (route != nullptr) {
    const std::optional<base::Problem> problem = co_await take_body(exchange, body);
    if (problem) co_return edge_.pipeline.refuse(exchange, *problem);
    if (route->is_immediate) co_return edge_.pipeline.answer(exchange);
  }
  const bool is_upload = route != nullptr && route->stream_handler;
  Response response;
  const std::function<void()> work = [&] { response = edge_.pipeline.answer(exchange, &body); };
  const bool ran = co_await run_on(is_upload ? edge_.uploads : edge_.handlers, work, Admission::if_room);
  if (!ran) {
    response = edge_.pipeline.refuse(
        exchange, {&overloaded, "All of the server's workers are busy.", "Try again in a moment.", {}});
  }
  co_return response;
}

// Takes in what is left of a body nobody read, when it is little; else the connection has to end with the answer.
asio::awaitable<bool> Connection::drain(IncomingBody& body) {
  if (body.is_done()) co_return true;
  if (body.awaits_continue() || body.remaining().value_or(piece_size + 1) > piece_size) co_return false;
  body.set_limit(body.length().value_or(0));
  std::string ignored(piece_size, '\0');
  while (!body.is_done()) {
    const auto got = co_await body.read_some(ignored);
    if (!got) co_return false;
  }
  co_return true;
}

asio::awaitable<Connection::Next> Connection::respond(Pipeline::Exchange& exchange, Response& response,
                                                      bool keeps_alive) {
  const bool is_head = exchange.request.method == Method::head;
  constexpr unsigned http_1_1 = 11;
  Framing framing;
  framing.keeps_alive = keeps_alive;
  if (response.stream) {
    framing.is_chunked = response.header("content-length").empty() && parser_->get().version() >= http_1_1;
    if (!framing.is_chunked && response.header("content-length").empty()) framing.keeps_alive = false;
  } else {
    framing.length = response.body.size();
  }
  const bool sent = co_await write(response, framing, is_head);
  record(exchange, response.status);
  if (!sent) co_return Next::close;
  co_return framing.keeps_alive ? Next::again : Next::linger;
}

asio::awaitable<bool> Connection::write(Response& response, const Framing& framing, bool is_head) {
  const std::string head = response_head(response, framing);
  const bool has_body = !is_head && !is_bodyless(response.status);
  if (!has_body || response.stream) {
    const bool sent = co_await send(asio::buffer(head));
    if (!sent || !has_body) co_return sent;
    const bool finished = co_await write_stream(response.stream, framing);
    co_return finished;
  }
  bytes_sent_ = response.body.size();
  const std::array<asio::const_buffer, 2> both{asio::buffer(head), asio::buffer(response.body)};
  const bool sent = co_await send(both);
  co_return sent;
}

// Small pieces are sent together. A source that fails cuts the answer off without its end, which tells the client that
// something is missing.
asio::awaitable<bool> Connection::write_stream(BodySource& source, const Framing& framing) {
  std::string piece, gathered;
  base::Result<bool> more = true;
  const std::function<void()> gather = [&] {
    gathered.clear();
    while (more && *more && gathered.size() < gathered_size) {
      piece.clear();
      more = next_of(source, piece);
      if (more && *more) gathered += piece;
    }
  };
  while (more && *more) {
    co_await run_on(edge_.handlers, gather, Admission::always);
    if (gathered.empty()) continue;
    const std::string size = framing.is_chunked ? fmt::format("{:x}\r\n", gathered.size()) : std::string();
    const std::string_view end = framing.is_chunked ? "\r\n" : "";
    const std::array<asio::const_buffer, 3> chunk{asio::buffer(size), asio::buffer(gathered), asio::buffer(end)};
    const bool sent = co_await send(chunk);
    if (!sent) co_return false;
    bytes_sent_ += gathered.size();
  }
  if (!more || !framing.is_chunked) co_return more.has_value();
  const bool sent = co_await send(asio::buffer(std::string_view("0\r\n\r\n")));
  co_return sent;
}

template <class Buffers>
asio::awaitable<bool> Connection::send(Buffers buffers) {
  const auto earned = std::chrono::seconds(asio::buffer_size(buffers) / std::max(edge_.options.slowest_rate, 1U));
  stream_.expires_after(edge_.options.body_timeout + earned);
  const auto [error, bytes] = co_await asio::async_write(stream_, buffers, token);
  co_return !error;
}

// Closing at once would destroy the answer while the client still sends: it is read on for a moment first.
asio::awaitable<void> Connection::linger() {
  boost::system::error_code ended;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ended);
  stream_.expires_after(std::chrono::seconds(2));
  std::array<char, 4096> ignored{};
  while (!ended) {
    const auto [error, bytes] = co_await stream_.async_read_some(asio::buffer(ignored), token);
    ended = error;
  }
}

void Connection::record(const Pipeline::Exchange& exchange, unsigned status) const {
  if (!edge_.options.on_access) return;
  const Request& request = exchange.request;
  AccessRecord access;
  access.method = exchange.has_known_method ? std::string(to_string(request.method)) : "OTHER";
  access.route = request.route;
  access.path = request.path;
  access.status = status;
  access.bytes = bytes_sent_;
  access.duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun_);
  access.request_id = request.request_id;
  if (request.caller) access.caller = request.caller->name;
  access.remote_address = request.remote_address;
  access.problem = exchange.problem;
  access.error = exchange.error;
  edge_.options.on_access(access);
}

}  // namespace platform::http
