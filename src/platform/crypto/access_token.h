#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"

namespace platform::crypto {

/// What an access token says: who, in which login, from when to when (whole seconds).
struct AccessClaims {
  base::Uuid user_id;
  base::Uuid session_id;
  base::Timestamp issued_at;
  base::Timestamp expires_at;
};

/// Signs and checks access tokens: JWT, HS256 and nothing else. Two keys are valid while one replaces the other.
class AccessTokenSigner {
 public:
  /// Clocks of two machines may differ by this much.
  static constexpr std::chrono::seconds clock_skew{60};

  /// `previous_key` may be empty.
  AccessTokenSigner(std::string key, const std::string& previous_key);

  std::string sign(const AccessClaims& claims) const;
  /// Fails with token_invalid or token_expired.
  base::Result<AccessClaims> verify(std::string_view token, base::Timestamp now) const;

 private:
  struct Key {
    std::string id;
    std::string secret;
  };

  const Key* find(std::string_view id) const;

  std::vector<Key> keys_;  // the one that signs is first
};

inline constexpr base::ProblemKind token_invalid{"auth.token_invalid", "Access token is not valid", 401,
                                                 base::LogLevel::info};
inline constexpr base::ProblemKind token_expired{"auth.token_expired", "Access token has expired", 401,
                                                 base::LogLevel::info};

}  // namespace platform::crypto
