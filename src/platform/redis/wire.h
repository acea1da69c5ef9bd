#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/redis/interrupt.h"
#include "platform/redis/redis_address.h"

namespace platform::redis {

using Clock = std::chrono::steady_clock;

class Tls;
class TlsContext;

/// A connected socket, plain or under TLS, on which nothing waits longer than it is told.
class Wire {
 public:
  /// Takes the socket over.
  Wire(int socket, const Interrupt* interrupt);
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  ~Wire();

  base::Result<> finish_connecting(Clock::time_point deadline);
  /// From here on everything is encrypted; the server must show a certificate for `host`.
  base::Result<> encrypt(const TlsContext& context, const std::string& host, Clock::time_point deadline);
  base::Result<> send(std::string_view bytes, Clock::time_point deadline);
  /// Nothing has come that was not asked for; a server that has closed the connection is not quiet.
  bool is_quiet() const;
  /// What has come, valid until the next call; nothing when nothing came in time.
  base::Result<std::optional<std::string_view>> receive(Clock::time_point deadline);

 private:
  base::Result<bool> wait(short events, Clock::time_point deadline) const;
  base::Result<> send_raw(std::string_view bytes, Clock::time_point deadline) const;
  base::Result<std::optional<std::string_view>> receive_raw(Clock::time_point deadline);

  int socket_;
  const Interrupt* interrupt_;
  std::unique_ptr<Tls> tls_;
  std::array<char, 16'384> buffer_{};
  std::string plain_;
};

/// Knows how to reach one server.
class Dialer {
 public:
  explicit Dialer(RedisAddress address);
  Dialer(const Dialer&) = delete;
  Dialer& operator=(const Dialer&) = delete;
  ~Dialer();

  const RedisAddress& address() const { return address_; }
  /// Looks the host up and connects. The look-up takes as long as the system's resolver takes.
  base::Result<std::unique_ptr<Wire>> dial(std::chrono::milliseconds longest, const Interrupt* interrupt) const;
  /// Connects to the address that answered last, without a look-up. Fails when none has answered yet.
  base::Result<std::unique_ptr<Wire>> dial_again(std::chrono::milliseconds longest) const;

 private:
  struct Known;
  base::Result<std::unique_ptr<Wire>> connect(const Known& known, Clock::time_point deadline,
                                              const Interrupt* interrupt) const;

  const RedisAddress address_;
  std::unique_ptr<const TlsContext> tls_;
  std::unique_ptr<Known> known_;
};

inline constexpr base::ProblemKind redis_unavailable{"redis.unavailable", "Redis cannot be reached", 503,
                                                     base::LogLevel::warning};

/// A Problem of kind redis_unavailable: nothing a user would ever see.
tl::unexpected<base::Problem> unavailable(std::string message);

}  // namespace platform::redis
