#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <system_error>

#include "platform/redis/tls.h"
#include "platform/redis/wire.h"

namespace platform::redis {

struct Dialer::Known {
  Known() = default;
  explicit Known(const addrinfo& found) : family(found.ai_family), size(found.ai_addrlen) {
    std::memcpy(&address, found.ai_addr, found.ai_addrlen);
  }

  int family = AF_UNSPEC;
  socklen_t size = 0;
  sockaddr_storage address{};
  mutable std::mutex mutex{};
};

Dialer::Dialer(RedisAddress address)
    : address_(std::move(address)),
      tls_(address_.has_tls ? std::make_unique<const TlsContext>() : nullptr),
      known_(std::make_unique<Known>()) {}

Dialer::~Dialer() = default;

base::Result<std::unique_ptr<Wire>> Dialer::connect(const Known& known, Clock::time_point deadline,
                                                    const Interrupt* interrupt) const {
  const int socket = ::socket(known.family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) {
    return unavailable("No socket for a connection to Redis: " + std::generic_category().message(errno) + ".");
  }
  auto wire = std::make_unique<Wire>(socket, interrupt);
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  sockaddr_storage address = known.address;
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), known.size) != 0 && errno != EINPROGRESS) {
    return unavailable("Redis did not take the connection: " + std::generic_category().message(errno) + ".");
  }
  RETURN_IF_FAILED(wire->finish_connecting(deadline));
  if (tls_) RETURN_IF_FAILED(wire->encrypt(*tls_, address_.host, deadline));
  return wire;
}

base::Result<std::unique_ptr<Wire>> Dialer::dial(std::chrono::milliseconds longest, const Interrupt* interrupt) const {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int failed = ::getaddrinfo(address_.host.c_str(), address_.port.c_str(), &hints, &list);
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(list, &::freeaddrinfo);
  if (failed != 0) return unavailable("The host " + address_.host + " is not found: " + ::gai_strerror(failed) + ".");
  base::Result<std::unique_ptr<Wire>> wire = unavailable("The host " + address_.host + " has no address.");
  for (const addrinfo* one = list; one != nullptr; one = one->ai_next) {
    const Known candidate(*one);
    wire = connect(candidate, Clock::now() + longest, interrupt);
    if (!wire) continue;
    const std::lock_guard lock(known_->mutex);
    known_->family = candidate.family;
    known_->size = candidate.size;
    known_->address = candidate.address;
    break;
  }
  return wire;
}

base::Result<std::unique_ptr<Wire>> Dialer::dial_again(std::chrono::milliseconds longest) const {
  Known known;
  {
    const std::lock_guard lock(known_->mutex);
    known.family = known_->family;
    known.size = known_->size;
    known.address = known_->address;
  }
  if (known.size == 0) return unavailable("Redis has not answered yet.");
  return connect(known, Clock::now() + longest, nullptr);
}

}  // namespace platform::redis
