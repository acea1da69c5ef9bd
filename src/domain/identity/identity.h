#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "domain/identity/api_keys.h"
#include "domain/identity/audit.h"
#include "domain/identity/logins.h"
#include "domain/identity/permissions.h"
#include "domain/identity/users.h"
#include "platform/config/settings.h"
#include "platform/crypto/access_token.h"
#include "platform/crypto/password.h"
#include "platform/crypto/sealer.h"
#include "platform/db/database.h"
#include "platform/http/message.h"

namespace identity {

/// The secrets of an installation. A previous one is valid beside its successor, or "".
struct IdentityKeys {
  std::string token, previous_token;
  std::string secret, previous_secret;
};

struct IdentityOptions {
  IdentityKeys keys;
  std::string administrator_email = "admin@localhost";
  std::string administrator_password{};  ///< "": one is made
  bool has_secure_cookies = false;       ///< the pages are reached over HTTPS
  std::string api_prefix = "/api/v1";
  LoginOptions logins{};
  platform::crypto::PasswordCost password_cost{};
  /// A login or key ended by another process is refused here after this long at the latest.
  std::chrono::milliseconds cache_lifetime{5'000};

  /// From the settings. Keys that are not set are made once and kept under DATA_DIR; fails with key_file_unusable.
  static base::Result<IdentityOptions> from(const platform::config::Settings& settings);
};

/// The administrator made at the first start; the password is shown this once.
struct FirstAdministrator {
  std::string email;
  std::string password;
  bool is_generated = false;  ///< else it is the one of the settings
};

class CallerCache;

/// The people, programs and what they may do. Thread-safe.
class IdentityService {
 public:
  /// `main` must outlive this.
  IdentityService(platform::db::Database& main, IdentityOptions options);
  IdentityService(const IdentityService&) = delete;
  IdentityService& operator=(const IdentityService&) = delete;
  ~IdentityService();

  /// Makes an administrator when there is no user at all; of several processes starting at once one does.
  base::Result<std::optional<FirstAdministrator>> start();

  /// Who calls, by "Authorization: Bearer" (access token or API key) or "X-API-Key"; nothing when the request names
  /// nobody. Fails with the kinds of access tokens, session_ended, api_key_refused, credentials_unknown.
  base::Result<std::optional<platform::http::Caller>> authenticate(const platform::http::Request& request);
  /// The same for a credential that came another way, as a WebSocket's does.
  base::Result<platform::http::Caller> authenticate(std::string_view credential);

  UserService& users() { return users_; }
  LoginService& logins() { return logins_; }
  ApiKeyService& api_keys() { return api_keys_; }
  AuditTrail& audit() { return audit_; }
  /// Encrypts secrets before they are stored.
  const platform::crypto::Sealer& sealer() const { return sealer_; }
  const IdentityOptions& options() const { return options_; }

  /// Removes what has expired: logins, tokens, resets, counters of failed logins. Meant for once an hour.
  base::Result<> tidy();

 private:
  base::Result<platform::http::Caller> caller_of_token(std::string_view token);
  base::Result<platform::http::Caller> caller_of_key(std::string_view key);

  platform::db::Database& database_;
  IdentityOptions options_;
  platform::crypto::PasswordHasher passwords_;
  platform::crypto::AccessTokenSigner signer_;
  platform::crypto::Sealer sealer_;
  std::unique_ptr<CallerCache> cache_;
  UserService users_;
  LoginService logins_;
  ApiKeyService api_keys_;
  AuditTrail audit_;
};

inline constexpr base::ProblemKind credentials_unknown{"auth.credentials_unknown", "Credentials are not understood",
                                                       401, base::LogLevel::info};

}  // namespace identity
