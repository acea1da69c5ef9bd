#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"

namespace ops {

struct WireOptions {
  std::string host;
  std::string port;
  bool has_tls = false;
  bool is_verified = true;                   ///< false: any certificate will do, to be looked at
  std::string authority{};                   ///< certificates to trust in place of the system's (PEM file)
  std::chrono::milliseconds longest{5'000};  ///< from the beginning to the end of the conversation
};

/// From now on a server that hangs up while it is written to is an answer, not the end of this process.
void outlive_hang_ups();

/// One conversation with a server, byte by byte, in a bounded time.
class Wire {
 public:
  /// Fails with wire_failed, wire_tls_failed.
  static base::Result<Wire> open(const WireOptions& options);
  Wire(Wire&&) noexcept;
  Wire& operator=(Wire&&) = delete;
  ~Wire();

  base::Result<> send(std::string_view bytes);
  /// What the server says until `is_whole` finds it complete. Fails with wire_failed when it ends or time runs out
  /// before.
  base::Result<std::string> receive(const std::function<bool(std::string_view so_far)>& is_whole);
  /// The same up to `end`, and no byte more: what follows is for the next call.
  base::Result<std::string> receive_until(std::string_view end);
  /// The same, `count` bytes.
  base::Result<std::string> receive_exactly(std::size_t count);
  /// When the server's certificate ceases to hold; nothing without TLS.
  std::optional<base::Timestamp> certificate_end() const;

 private:
  struct State;
  explicit Wire(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

inline constexpr base::ProblemKind wire_failed{"ops.unreachable", "Service does not answer", 503,
                                               base::LogLevel::warning};
inline constexpr base::ProblemKind wire_tls_failed{"ops.tls_failed", "Encrypted connection failed", 502,
                                                   base::LogLevel::warning};

}  // namespace ops
