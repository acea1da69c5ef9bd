#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace platform::redis {

/// Where a Redis server is, and who asks it.
struct RedisAddress {
  std::string host = "127.0.0.1";
  std::string port = "6379";
  std::string user{}, password{};  ///< "" none
  unsigned database = 0;
  bool has_tls = false;

  /// "redis://user:password@host:port/database", "rediss://…" over TLS; all but the host may be left out. Fails with
  /// redis_url_invalid, which never shows a password.
  static base::Result<RedisAddress> from(std::string_view url);
  /// For people and logs: without user and password.
  std::string shown() const;
};

inline constexpr base::ProblemKind redis_url_invalid{"config.redis_url", "Redis URL is not valid", 500,
                                                     base::LogLevel::error};

}  // namespace platform::redis
