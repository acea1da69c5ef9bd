#include "platform/http/websocket_session.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/core/buffers_to_string.hpp>

#include "base/text.h"
#include "platform/http/awaiting.h"

namespace platform::http {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;

namespace {

constexpr std::size_t longest_message = 64U << 10U;

// The first protocol a client offers, apart from the one that carries its token.
std::string protocol_of(const Request& request) {
  for (const std::string_view offered : base::split(request.header("sec-websocket-protocol"), ','))
    if (const auto name = base::trim(offered); !name.empty() && !name.starts_with("bearer.")) return std::string(name);
  return {};
}

}  // namespace

WebSocketSession::WebSocketSession(Stream stream, Request request, std::shared_ptr<const WebSocketHandler> handler,
                                   HandlerPool& pool, std::size_t backlog)
    : executor_(stream.get_executor()),
      stream_(std::in_place, std::move(stream)),
      request_(std::move(request)),
      handler_(std::move(handler)),
      pool_(pool),
      backlog_(backlog) {}

bool WebSocketSession::send(std::string text) {
  const std::lock_guard lock(mutex_);
  if (has_ended_) return false;
  if (queued_bytes_ + text.size() > backlog_) {
    is_refusing_ = true;
    return false;
  }
  queued_bytes_ += text.size();
  queue_.push_back(std::move(text));
  if (!std::exchange(is_writing_, true)) asio::co_spawn(executor_, write_waiting(shared_from_this()), asio::detached);
  return true;
}

void WebSocketSession::close(std::uint16_t code, std::string reason) {
  const std::lock_guard lock(mutex_);
  if (has_ended_) return;
  asio::co_spawn(executor_, say_goodbye(shared_from_this(), code, std::move(reason)), asio::detached);
}

asio::awaitable<void> WebSocketSession::say_goodbye(Self self, std::uint16_t code, std::string reason) {
  if (!self->stream_ || !self->stream_->is_open()) co_return;
  const Use use(*self);
  const std::string_view shortened = base::utf8_prefix(reason, 30);  // 123 bytes at most
  const websocket::close_reason why(static_cast<websocket::close_code>(code),
                                    boost::beast::string_view(shortened.data(), shortened.size()));
  const auto [error] = co_await self->stream_->async_close(why, token);
  if (error) self->cut_off();
}

void WebSocketSession::cut_off() {
  if (!stream_) return;
  boost::system::error_code ignored;
  boost::beast::get_lowest_layer(*stream_).socket().close(ignored);
}

asio::awaitable<void> WebSocketSession::serve(const Parser::value_type& head) {
  const Use use(*this);
  const bool accepted = co_await accept(head);
  if (accepted) co_await converse();
  end();
  cut_off();
}

asio::awaitable<void> WebSocketSession::converse() {
  co_await tell(Event::opened);
  co_await read_all();
  end();  // nothing is sent from `closed`
  co_await tell(Event::closed);
}

asio::awaitable<bool> WebSocketSession::accept(const Parser::value_type& head) {
  boost::beast::get_lowest_layer(*stream_).expires_never();
  websocket::stream_base::timeout timeout{};
  timeout.handshake_timeout = std::chrono::seconds(10);
  timeout.idle_timeout = std::chrono::seconds(60);
  timeout.keep_alive_pings = true;
  stream_->set_option(timeout);
  stream_->read_message_max(0);
  const std::string protocol = protocol_of(request_);
  stream_->set_option(
      websocket::stream_base::decorator([protocol, id = request_.request_id](websocket::response_type& response) {
        response.set("X-Request-Id", id);
        if (!protocol.empty()) response.set(boost::beast::http::field::sec_websocket_protocol, protocol);
      }));
  const auto [error] = co_await stream_->async_accept(head, token);
  co_return !error;
}

asio::awaitable<void> WebSocketSession::read_all() {
  for (;;) {
    const std::optional<std::string> text = co_await read_message();
    if (!text) co_return;
    if (stream_->got_text()) co_await tell(Event::received, *text);
  }
}

// Length is limited here, not by the stream: a close that is not followed by reading what is still on its way would be
// lost to the client.
asio::awaitable<std::optional<std::string>> WebSocketSession::read_message() {
  boost::beast::flat_buffer buffer;
  do {
    const auto [error, bytes] = co_await stream_->async_read_some(buffer, longest_message + 1 - buffer.size(), token);
    if (error) co_return std::nullopt;
    if (buffer.size() > longest_message) {
      co_await say_goodbye(shared_from_this(), socket_too_long, "the message is too long");
      co_return std::nullopt;
    }
  } while (!stream_->is_message_done());
  co_return boost::beast::buffers_to_string(buffer.data());
}

void WebSocketSession::release() {
  if (--uses_ > 0) return;
  const std::lock_guard lock(mutex_);
  if (has_ended_) stream_.reset();
}

void WebSocketSession::end() {
  const std::lock_guard lock(mutex_);
  has_ended_ = true;
  queue_.clear();
  queued_bytes_ = 0;
}

asio::awaitable<void> WebSocketSession::tell(Event event, const std::string& text) {
  const std::function<void()> work = [&] {
    try {
      call(event, text);
    } catch (const std::exception&) {
      close(socket_broken, "something went wrong on our side");
    }
  };
  co_await run_on(pool_, work, Admission::always);
}

void WebSocketSession::call(Event event, const std::string& text) {
  const auto self = shared_from_this();
  if (event == Event::received) {
    if (handler_->received) handler_->received(self, text);
    return;
  }
  const auto& function = event == Event::opened   ? handler_->opened
                         : event == Event::closed ? handler_->closed
                                                  : handler_->drained;
  if (function) function(self);
}

bool WebSocketSession::take_next(std::string& text, bool& was_refused) {
  const std::lock_guard lock(mutex_);
  if (has_ended_ || queue_.empty()) {
    is_writing_ = false;
    was_refused = std::exchange(is_refusing_, false) && !has_ended_;
    return false;
  }
  text = std::move(queue_.front());
  queue_.pop_front();
  queued_bytes_ -= text.size();
  return true;
}

asio::awaitable<void> WebSocketSession::write_waiting(Self self) {
  if (!self->stream_) co_return;
  const Use use(*self);
  std::string text;
  bool was_refused = false;
  while (self->take_next(text, was_refused)) {
    self->stream_->text(true);
    const auto [error, bytes] = co_await self->stream_->async_write(asio::buffer(text), token);
    if (!error) continue;
    self->end();
    self->cut_off();
    co_return;
  }
  if (was_refused) co_await self->tell(Event::drained);
}

}  // namespace platform::http
