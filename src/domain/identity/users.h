#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "domain/identity/audit.h"
#include "domain/identity/permissions.h"
#include "platform/crypto/password.h"
#include "platform/crypto/sealer.h"
#include "platform/db/database.h"

namespace identity {

struct User {
  base::Uuid id;
  std::string email;
  std::string name;
  Role role = Role::user;
  PermissionSet granted;  ///< beyond the role
  PermissionSet denied;   ///< in spite of the role and of `granted`
  bool has_password = false;
  bool is_disabled = false;
  std::int64_t version = 1;  ///< counts changes, for conditional writes
  base::Timestamp created_at;
  base::Timestamp updated_at;
  std::optional<base::Timestamp> last_login_at;

  PermissionSet permissions() const { return (permissions_of(role) | granted) - denied; }
};

struct NewUser {
  std::string email;
  std::string name;
  Role role = Role::user;
  std::optional<std::string> password;  ///< none: the user sets one with the reset token
};

/// A user just made. Without a password given, a token to set one, shown this once.
struct CreatedUser {
  User user;
  std::optional<std::string> reset_token;
};

/// What to change; members that are not set stay.
struct UserChange {
  std::optional<std::string> email{};
  std::optional<std::string> name{};
  std::optional<Role> role{};
  std::optional<bool> is_disabled{};
  std::optional<std::string> password{};
  std::optional<PermissionSet> granted{};
  std::optional<PermissionSet> denied{};
};

/// Whose change it is, and what it may be based on.
struct Authority {
  Actor actor;
  PermissionSet permissions;  ///< nobody gives, or acts on somebody who has, what he has not himself
  /// Refuses a change of another version than the caller has read (If-Match).
  std::function<base::Result<>(std::int64_t version)> precondition{};
};

/// A link to set a password, to be mailed.
struct PasswordMail {
  std::string email, name;
  std::string token;
  base::Timestamp expires_at;
  bool is_invitation = false;  ///< to somebody who has no password yet
  std::string language{};      ///< of the browser that asked; "" when it did not say
};
/// Takes a mail for sending. It must not wait for a mail server: how long an answer takes would tell who has an
/// account.
using PasswordMailer = std::function<base::Result<>(const PasswordMail&)>;

/// A reset that was asked for and is still open. The token is there while no mail is set up.
struct PendingReset {
  base::Uuid user_id;
  std::string email;
  std::string address;  ///< from which it was asked for
  base::Timestamp created_at;
  base::Timestamp expires_at;
  std::optional<std::string> token;
};

class CallerCache;

/// The people and programs that may log in. Thread-safe.
class UserService {
 public:
  /// How long a reset token works; somebody invited has more time.
  static constexpr std::chrono::hours reset_lifetime{1};
  static constexpr std::chrono::hours invitation_lifetime{72};

  UserService(platform::db::Database& main, const platform::crypto::PasswordHasher& passwords,
              const platform::crypto::Sealer& sealer, CallerCache& cache)
      : database_(main), passwords_(passwords), sealer_(sealer), cache_(cache) {}

  /// From now on tokens go out by mail and are shown to nobody. Before requests are served.
  void mail_by(PasswordMailer mailer) { mailer_ = std::move(mailer); }

  /// Fails with email_invalid, email_taken, password_weak, beyond_own_permissions. A token that cannot be mailed is in
  /// the answer.
  base::Result<CreatedUser> create(const Authority& authority, const NewUser& wanted);
  /// In order of creation; `search` is a part of the address or name.
  base::Result<Page<User>> list(std::string_view search, const PageRequest& page);
  /// People, not programs, who may log in and have the permission.
  base::Result<std::vector<User>> who_may(std::string_view permission);
  /// Fails with user_unknown.
  base::Result<User> find(const base::Uuid& id);
  /// The same, for acting on him. Fails with beyond_own_permissions too.
  base::Result<User> find_within(const Authority& authority, const base::Uuid& id);
  /// Fails with user_unknown, email_taken, last_administrator, beyond_own_permissions, and as the precondition
  /// does. A new password, and disabling, end all logins of the user.
  base::Result<User> update(const Authority& authority, const base::Uuid& id, const UserChange& change);
  /// Fails as update() does.
  base::Result<> remove(const Authority& authority, const base::Uuid& id);

  /// Somebody forgot a password. Succeeds for unknown addresses too, so that nobody learns who has an account; the
  /// token is returned for the mail, and is never for the caller. Nothing is made while several tokens are open
  /// already.
  base::Result<std::optional<std::string>> request_reset(const Actor& actor, std::string_view email);
  /// Open resets, newest first, at most 500. Those of users beyond `viewer` come without the token.
  base::Result<std::vector<PendingReset>> pending_resets(const PermissionSet& viewer);
  /// A token for this user, mailed, or shown once to an administrator when it cannot be.
  base::Result<PendingReset> issue_reset(const Authority& authority, const base::Uuid& id);
  /// Sets the password by a token, once; ends all logins of the user. Fails with reset_token_invalid, password_weak.
  base::Result<> confirm_reset(const Actor& actor, std::string_view token, std::string_view new_password);

 private:
  base::Result<PendingReset> add_reset(platform::db::Connection& connection, const User& user, const Actor& actor,
                                       std::chrono::seconds lifetime) const;
  /// Mails the token; true when it is on its way.
  base::Result<bool> mail(const User& user, const PendingReset& reset, bool is_invitation, const Actor& actor) const;

  platform::db::Database& database_;
  const platform::crypto::PasswordHasher& passwords_;
  const platform::crypto::Sealer& sealer_;
  CallerCache& cache_;
  PasswordMailer mailer_;
};

inline constexpr base::ProblemKind user_unknown{"identity.user_unknown", "No such user", 404, base::LogLevel::info};
inline constexpr base::ProblemKind email_invalid{"identity.email_invalid", "Address is not valid", 422,
                                                 base::LogLevel::info};
inline constexpr base::ProblemKind name_invalid{"identity.name_invalid", "Name is not valid", 422,
                                                base::LogLevel::info};
inline constexpr base::ProblemKind email_taken{"identity.email_taken", "Address is taken", 409, base::LogLevel::info};
inline constexpr base::ProblemKind password_weak{"identity.password_weak", "Password is too easy to guess", 422,
                                                 base::LogLevel::info};
inline constexpr base::ProblemKind last_administrator{"identity.last_administrator", "Last administrator", 409,
                                                      base::LogLevel::info};
inline constexpr base::ProblemKind beyond_own_permissions{"identity.beyond_own_permissions",
                                                          "More than the caller may do", 403, base::LogLevel::warning};
inline constexpr base::ProblemKind reset_token_invalid{"auth.reset_token_invalid", "Reset token is not valid", 422,
                                                       base::LogLevel::info};

}  // namespace identity
