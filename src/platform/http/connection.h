#pragma once

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "platform/http/handler_pool.h"
#include "platform/http/incoming_body.h"
#include "platform/http/pipeline.h"
#include "platform/http/response_head.h"
#include "platform/http/websocket_session.h"

namespace platform::http {

/// How far a server is with ending.
enum class Phase {
  serving,
  leaving,  ///< answers everything, and keeps no connection after its answer
  stopping,
};

/// What all connections of a server share.
struct Edge {
  const ServerOptions& options;
  const Pipeline& pipeline;
  HandlerPool& handlers;
  HandlerPool& uploads;
  const std::atomic<Phase>& phase;
};

/// One client's connection: requests are read, answered and written one after the other, in the order they were sent.
/// Lives on one I/O thread; only handlers run elsewhere.
class Connection {
 public:
  Connection(boost::asio::ip::tcp::socket socket, Edge edge);

  /// Serves until the client or the server has had enough.
  boost::asio::awaitable<void> serve();
  /// Ends a connection that waits for a request; one at work goes on to the end of its answer.
  void close_if_idle();
  /// The same, without those that have not had their first answer: their request is on its way.
  void close_if_kept();
  /// Ends a connection on which no request came for so long; WebSockets stay.
  void close_if_idle_since(std::chrono::steady_clock::time_point then);
  void close();

 private:
  using Clock = std::chrono::steady_clock;
  enum class Next { again, close, linger };

  boost::asio::awaitable<bool> wait_for_request();
  boost::asio::awaitable<Next> exchange_once();
  boost::asio::awaitable<Next> refuse_head(boost::system::error_code error);
  boost::asio::awaitable<std::optional<base::Problem>> take_body(Pipeline::Exchange& exchange, IncomingBody& body);
  boost::asio::awaitable<Response> answer(Pipeline::Exchange& exchange, IncomingBody& body);
  boost::asio::awaitable<bool> drain(IncomingBody& body);
  boost::asio::awaitable<Next> respond(Pipeline::Exchange& exchange, Response& response, bool keeps_alive);
  boost::asio::awaitable<bool> write(Response& response, const Framing& framing, bool is_head);
  boost::asio::awaitable<bool> write_stream(BodySource& source, const Framing& framing);
  boost::asio::awaitable<void> serve_socket(Pipeline::Exchange& exchange);
  boost::asio::awaitable<void> linger();
  template <class Buffers>
  boost::asio::awaitable<bool> send(Buffers buffers);
  void record(const Pipeline::Exchange& exchange, unsigned status) const;

  Stream stream_;
  Edge edge_;
  std::string peer_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::shared_ptr<WebSocketSession> socket_;  // once upgraded; stream_ is empty then
  Clock::time_point begun_;
  std::uint64_t bytes_sent_ = 0;  // of the current answer's body
  Clock::time_point idle_since_ = Clock::now();
  bool is_idle_ = true;
  bool is_first_ = true;
};

}  // namespace platform::http
