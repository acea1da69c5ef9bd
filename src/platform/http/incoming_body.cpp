#include "platform/http/incoming_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>

#include "base/text.h"
#include "platform/http/awaiting.h"
#include "platform/http/problems.h"

namespace platform::http {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t large_piece = 65'536;

bool expects_continue(const Parser& parser) {
  constexpr unsigned http_1_1 = 11;
  return !parser.is_done() && parser.get().version() >= http_1_1 &&
         base::to_lower_ascii(parser.get()[beast_http::field::expect]) == "100-continue";
}

}  // namespace

IncomingBody::IncomingBody(Stream& stream, boost::beast::flat_buffer& buffer, Parser& parser,
                           const ServerOptions& options)
    : stream_(stream),
      buffer_(buffer),
      parser_(parser),
      options_(options),
      awaits_continue_(expects_continue(parser) && buffer.size() == 0) {}

std::optional<std::uint64_t> IncomingBody::length() const {
  const auto known = parser_.content_length();
  return known ? std::optional<std::uint64_t>(*known) : std::nullopt;
}

std::optional<std::uint64_t> IncomingBody::remaining() const {
  if (is_done()) return 0;
  const auto known = parser_.content_length_remaining();
  return known ? std::optional<std::uint64_t>(*known) : std::nullopt;
}

base::Result<std::size_t> IncomingBody::read(std::span<char> out) {
  return asio::co_spawn(stream_.get_executor(), read_some(out), asio::use_future).get();
}

asio::awaitable<boost::system::error_code> IncomingBody::send_continue() {
  awaits_continue_ = false;
  constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  stream_.expires_after(options_.body_timeout);
  const auto [error, bytes] = co_await asio::async_write(stream_, asio::buffer(go_on), token);
  co_return error;
}

asio::awaitable<base::Result<std::size_t>> IncomingBody::read_some(std::span<char> out) {
  if (awaits_continue_) {
    const auto error = co_await send_continue();
    if (error) co_return base::failure(problem_of(error));
  }
  if (failed_) co_return base::failure(*failed_);
  // What is large comes in large pieces; a connection that merely waits keeps none.
  if (out.size() >= large_piece) buffer_.reserve(std::max(buffer_.size(), large_piece));
  std::size_t got = 0;
  while (got < out.size() && !is_done() && (got == 0 || has_arrived())) {
    auto more = co_await read_piece(out.subspan(got));
    if (more) {
      got += *more;
      continue;
    }
    if (got == 0) co_return more;
    failed_ = std::move(more).error();  // what came before it is the reader's
    break;
  }
  co_return got;
}

bool IncomingBody::has_arrived() {
  boost::system::error_code ignored;
  return buffer_.size() > 0 || stream_.socket().available(ignored) > 0;
}

asio::awaitable<base::Result<std::size_t>> IncomingBody::read_piece(std::span<char> out) {
  const auto begun = Clock::now();
  stream_.expires_after(std::chrono::duration_cast<Clock::duration>(patience()));
  auto& body = parser_.get().body();
  body.data = out.data();
  body.size = out.size();
  body.more = true;
  auto [error, bytes] = co_await beast_http::async_read_some(stream_, buffer_, parser_, token);
  waited_ += Clock::now() - begun;
  const std::size_t got = out.size() - body.size;
  received_ += got;
  if (error && error != beast_http::error::need_buffer) co_return base::failure(problem_of(error));
  if (received_ > limit_) co_return base::failure(too_large());
  co_return got;
}

std::chrono::nanoseconds IncomingBody::patience() const {
  const std::chrono::nanoseconds most = options_.body_timeout;
  const std::chrono::nanoseconds earned = std::chrono::seconds(received_ / std::max(options_.slowest_rate, 1U));
  return std::clamp(most + earned - waited_, std::chrono::nanoseconds(1), most);
}

base::Problem IncomingBody::too_large() const {
  return {&body_too_large,
          fmt::format("The body is longer than {} bytes.", base::group_thousands(limit_)),
          "Send less at once, or upload it as a file.",
          {}};
}

base::Problem IncomingBody::problem_of(boost::system::error_code error) const {
  if (error == boost::beast::error::timeout)
    return {&too_slow, "The body did not arrive in time.", "Try again on a faster connection.", {}};
  const bool is_parser = error.category() == make_error_code(beast_http::error::bad_chunk).category();
  if (is_parser && error != beast_http::error::partial_message && error != beast_http::error::end_of_stream)
    return {&malformed, fmt::format("The body cannot be read: {}.", error.message()), "Check the client.", {}};
  return {&body_broken_off,
          fmt::format("The connection broke after {} bytes of the body.", received_),
          "Send it again.",
          {}};
}

}  // namespace platform::http
