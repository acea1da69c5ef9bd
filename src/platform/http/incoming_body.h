#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <chrono>
#include <optional>

#include "platform/http/server.h"

namespace platform::http {

using Stream = boost::beast::tcp_stream;
using Parser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;

/// The rest of a request whose head has been read, as it comes from the socket. A client that is slower than the
/// slowest rate is cut off; the time a handler takes between two reads is not held against the client.
class IncomingBody final : public BodyReader {
 public:
  IncomingBody(Stream& stream, boost::beast::flat_buffer& buffer, Parser& parser, const ServerOptions& options);

  /// From another thread than the connection's.
  base::Result<std::size_t> read(std::span<char> out) override;
  std::optional<std::uint64_t> length() const override;

  /// On the connection's own thread.
  boost::asio::awaitable<base::Result<std::size_t>> read_some(std::span<char> out);
  /// Fails with body_too_large from now on beyond so many bytes.
  void set_limit(std::uint64_t bytes) { limit_ = bytes; }
  base::Problem too_large() const;

  bool is_done() const { return parser_.is_done(); }
  /// The client waits to be told to send its body.
  bool awaits_continue() const { return awaits_continue_; }
  /// What is known to be still to come; nothing when that is not known.
  std::optional<std::uint64_t> remaining() const;

 private:
  boost::asio::awaitable<boost::system::error_code> send_continue();
  /// Whether more can be read without waiting.
  bool has_arrived();
  boost::asio::awaitable<base::Result<std::size_t>> read_piece(std::span<char> out);
  std::chrono::nanoseconds patience() const;
  base::Problem problem_of(boost::system::error_code error) const;

  Stream& stream_;
  boost::beast::flat_buffer& buffer_;
  Parser& parser_;
  const ServerOptions& options_;
  std::uint64_t limit_ = 0;
  std::uint64_t received_ = 0;
  std::chrono::nanoseconds waited_{};
  bool awaits_continue_ = false;
  std::optional<base::Problem> failed_;
};

}  // namespace platform::http
