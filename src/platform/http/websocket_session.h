#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "platform/http/handler_pool.h"
#include "platform/http/incoming_body.h"
#include "platform/http/websocket.h"

namespace platform::http {

/// A connection after its upgrade. Reading and writing happen on the connection's I/O thread, the handler's functions
/// on the pool.
class WebSocketSession final : public WebSocket, public std::enable_shared_from_this<WebSocketSession> {
 public:
  WebSocketSession(Stream stream, Request request, std::shared_ptr<const WebSocketHandler> handler, HandlerPool& pool,
                   std::size_t backlog);

  bool send(std::string text) override;
  void close(std::uint16_t code, std::string reason) override;
  const Request& request() const override { return request_; }

  /// Accepts the upgrade and serves until one side ends it.
  boost::asio::awaitable<void> serve(const Parser::value_type& head);
  /// Ends the connection without a word; on its I/O thread.
  void cut_off();

 private:
  enum class Event { opened, received, closed, drained };
  using Self = std::shared_ptr<WebSocketSession>;

  static boost::asio::awaitable<void> write_waiting(Self self);
  static boost::asio::awaitable<void> say_goodbye(Self self, std::uint16_t code, std::string reason);
  boost::asio::awaitable<bool> accept(const Parser::value_type& head);
  boost::asio::awaitable<void> converse();
  boost::asio::awaitable<void> read_all();
  boost::asio::awaitable<std::optional<std::string>> read_message();
  boost::asio::awaitable<void> tell(Event event, const std::string& text = {});
  void call(Event event, const std::string& text);
  bool take_next(std::string& text, bool& was_refused);
  void end();

  // One coroutine at work on the stream. With the last of an ended session the stream goes, so that whoever keeps the
  // WebSocket for longer keeps no part of the server.
  class Use {
   public:
    explicit Use(WebSocketSession& session) : session_(session) { ++session_.uses_; }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    ~Use() { session_.release(); }

   private:
    WebSocketSession& session_;
  };
  void release();

  boost::asio::any_io_executor executor_;
  std::optional<boost::beast::websocket::stream<Stream, false>> stream_;  // of the I/O thread, as is uses_
  int uses_ = 0;
  Request request_;
  std::shared_ptr<const WebSocketHandler> handler_;
  HandlerPool& pool_;
  std::size_t backlog_;

  std::mutex mutex_;
  std::deque<std::string> queue_;
  std::size_t queued_bytes_ = 0;
  bool is_writing_ = false;
  bool is_refusing_ = false;  // a send() was refused since the queue was last empty
  bool has_ended_ = false;
};

}  // namespace platform::http
