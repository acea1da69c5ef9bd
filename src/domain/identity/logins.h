#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "domain/identity/audit.h"
#include "domain/identity/login_brake.h"
#include "domain/identity/users.h"
#include "platform/crypto/access_token.h"
#include "platform/crypto/password.h"
#include "platform/db/database.h"

namespace identity {

/// From where and with what program somebody logs in.
struct LoginPlace {
  std::string address;
  std::string user_agent{};
  std::string request_id{};
  std::string device{};     ///< what an earlier login left in this browser, see Tokens::device
  bool is_browser = false;  ///< it can keep a device token
};

struct Credentials {
  std::string email;
  std::string password;
};

/// What a login or a refresh gives. The refresh token is shown this once.
struct Tokens {
  std::string access_token;
  std::chrono::seconds expires_in{};
  std::string refresh_token;
  base::Timestamp refresh_expires_at;
  base::Uuid session_id;
  User user;
  /// For a browser to keep: a later login from there is not slowed down by what others do. Only after a login.
  std::optional<std::string> device{};
};

/// A login that is still valid.
struct Session {
  base::Uuid id;
  base::Uuid user_id;
  std::string address;
  std::string user_agent;
  base::Timestamp created_at;
  base::Timestamp last_used_at;
  base::Timestamp expires_at;
};

struct LoginOptions {
  std::chrono::seconds access_lifetime{std::chrono::minutes(120)};
  /// A login not used for so long ends...
  std::chrono::seconds idle_lifetime{std::chrono::hours(24 * 30)};
  /// ...and so does one this old.
  std::chrono::seconds longest_lifetime{std::chrono::hours(24 * 90)};
  /// Two tabs may send one refresh token at the same moment: until then the second use is no theft.
  std::chrono::milliseconds reuse_grace{10'000};
};

class CallerCache;

/// Logging in, staying so, and logging out. Thread-safe.
class LoginService {
 public:
  LoginService(platform::db::Database& main, const platform::crypto::PasswordHasher& passwords,
               const platform::crypto::AccessTokenSigner& signer, CallerCache& cache, LoginOptions options)
      : database_(main), brake_(main), passwords_(passwords), signer_(signer), cache_(cache), options_(options) {}

  /// Fails with login_failed (the same for a wrong password, an unknown and a disabled user) or too_many_attempts.
  base::Result<Tokens> login(const Credentials& credentials, const LoginPlace& place);
  /// How long this caller has to wait before the next attempt counts; zero when he need not.
  base::Result<std::chrono::seconds> wait_before_login(std::string_view email, const LoginPlace& place);
  /// Exchanges a refresh token for new ones. A token used twice ends the login: one of the two callers stole it. Fails
  /// with refresh_invalid.
  base::Result<Tokens> refresh(std::string_view refresh_token, const LoginPlace& place);
  /// Ends the login at once in this process, within seconds in the others.
  base::Result<> logout(const base::Uuid& session_id, const Actor& actor);
  /// Ends the login that the refresh token belongs to; an unknown one is nothing to do.
  base::Result<> logout_by_token(std::string_view refresh_token, const Actor& actor);

  /// Changes the caller's own password and ends his other logins. Fails with password_wrong, password_weak.
  base::Result<> change_password(const base::Uuid& user_id, const base::Uuid& kept_session,
                                 std::string_view old_password, std::string_view new_password, const Actor& actor);

  /// The user's logins that are valid, the last used first, at most 500.
  base::Result<std::vector<Session>> sessions(const base::Uuid& user_id);
  /// Fails with session_unknown, also when the login is somebody else's.
  base::Result<> revoke_session(const base::Uuid& user_id, const base::Uuid& session_id, const Actor& actor);

 private:
  base::Result<Tokens> open_session(const User& user, const LoginPlace& place, const LoginBrake::Attempt& attempt);
  base::Result<Tokens> give_tokens(platform::db::Connection& connection, const User& user, const Session& session,
                                   base::Timestamp now) const;
  base::Result<> rehash_if_outdated(const User& user, const std::string& stored_hash, std::string_view password);
  base::Result<> end_session(const base::Uuid& session_id, const base::Uuid& user_id, const AuditEvent& event,
                             const Actor& actor);

  platform::db::Database& database_;
  LoginBrake brake_;
  const platform::crypto::PasswordHasher& passwords_;
  const platform::crypto::AccessTokenSigner& signer_;
  CallerCache& cache_;
  LoginOptions options_;
};

inline constexpr base::ProblemKind login_failed{"auth.login_failed", "Login failed", 401, base::LogLevel::info};
inline constexpr base::ProblemKind too_many_attempts{"auth.too_many_attempts", "Too many failed logins", 429,
                                                     base::LogLevel::warning};
inline constexpr base::ProblemKind refresh_invalid{"auth.refresh_invalid", "Login has ended", 401,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind session_unknown{"auth.session_unknown", "No such login", 404, base::LogLevel::info};
inline constexpr base::ProblemKind session_ended{"auth.session_ended", "Login has ended", 401, base::LogLevel::info};
inline constexpr base::ProblemKind password_wrong{"auth.password_wrong", "Password is not right", 422,
                                                  base::LogLevel::info};

}  // namespace identity
