#include "platform/redis/wire.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "platform/redis/tls.h"

namespace platform::redis {
namespace {

std::string meaning_of(int error) {
  return std::generic_category().message(error);
}

}  // namespace

tl::unexpected<base::Problem> unavailable(std::string message) {
  return base::failure(redis_unavailable, std::move(message),
                       "Nothing is lost without Redis, only slower; check that it runs and that its URL is right.");
}

Wire::Wire(int socket, const Interrupt* interrupt) : socket_(socket), interrupt_(interrupt) {}

Wire::~Wire() {
  ::close(socket_);
}

base::Result<bool> Wire::wait(short events, Clock::time_point deadline) const {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return false;
    std::array<pollfd, 2> watched{
        {{socket_, events, 0}, {interrupt_ == nullptr ? -1 : interrupt_->descriptor(), POLLIN, 0}}};
    const int ready = ::poll(watched.data(), watched.size(), static_cast<int>(left.count()));
    if (ready < 0 && errno != EINTR) return unavailable("Waiting for Redis failed: " + meaning_of(errno) + ".");
    if (watched[1].revents != 0) return unavailable("The program is ending.");
    if (watched[0].revents != 0) return true;
  }
}

bool Wire::is_quiet() const {
  pollfd watched{socket_, POLLIN, 0};
  return ::poll(&watched, 1, 0) == 0;
}

base::Result<> Wire::finish_connecting(Clock::time_point deadline) {
  ASSIGN_OR_RETURN(const bool is_ready, wait(POLLOUT, deadline));
  if (!is_ready) return unavailable("Redis did not take the connection in time.");
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  if (error != 0) return unavailable("Redis did not take the connection: " + meaning_of(error) + ".");
  return {};
}

base::Result<> Wire::send_raw(std::string_view bytes, Clock::time_point deadline) const {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return unavailable("The connection to Redis broke: " + meaning_of(errno) + ".");
    ASSIGN_OR_RETURN(const bool is_ready, wait(POLLOUT, deadline));
    if (!is_ready) return unavailable("Redis took nothing more in time.");
  }
  return {};
}

base::Result<std::optional<std::string_view>> Wire::receive_raw(Clock::time_point deadline) {
  for (;;) {
    const auto came = ::recv(socket_, buffer_.data(), buffer_.size(), 0);
    if (came > 0) return std::string_view(buffer_.data(), static_cast<std::size_t>(came));
    if (came == 0) return unavailable("Redis closed the connection.");
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return unavailable("The connection to Redis broke: " + meaning_of(errno) + ".");
    ASSIGN_OR_RETURN(const bool is_ready, wait(POLLIN, deadline));
    if (!is_ready) return std::optional<std::string_view>{};
  }
}

base::Result<> Wire::encrypt(const TlsContext& context, const std::string& host, Clock::time_point deadline) {
  ASSIGN_OR_RETURN(auto tls, Tls::open(context, host));
  for (;;) {
    ASSIGN_OR_RETURN(const bool is_done, tls->shake_hands());
    RETURN_IF_FAILED(send_raw(tls->take_outgoing(), deadline));
    if (is_done) break;
    ASSIGN_OR_RETURN(const auto came, receive_raw(deadline));
    if (!came) return unavailable("Redis did not agree on encryption in time.");
    tls->feed(*came);
  }
  tls_ = std::move(tls);
  return {};
}

base::Result<> Wire::send(std::string_view bytes, Clock::time_point deadline) {
  if (!tls_) return send_raw(bytes, deadline);
  RETURN_IF_FAILED(tls_->write(bytes));
  return send_raw(tls_->take_outgoing(), deadline);
}

base::Result<std::optional<std::string_view>> Wire::receive(Clock::time_point deadline) {
  if (!tls_) return receive_raw(deadline);
  for (;;) {
    ASSIGN_OR_RETURN(plain_, tls_->read());
    if (!plain_.empty()) return std::string_view(plain_);
    ASSIGN_OR_RETURN(const auto came, receive_raw(deadline));
    if (!came) return came;
    tls_->feed(*came);
  }
}

}  // namespace platform::redis
