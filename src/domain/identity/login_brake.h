#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"
#include "domain/identity/users.h"
#include "platform/db/database.h"

namespace identity {

/// Slows down guessing without letting anybody lock somebody else out. Each (account, origin) waits longer after each
/// failure. All unknown origins of one account together are slowed down too, while an origin from which this user has
/// logged in before never waits for what others do. An origin is a browser that has logged in before (by its device
/// cookie), else a network.
class LoginBrake {
 public:
  /// Of one attempt to log in.
  struct Attempt {
    std::string account;  ///< SHA-256 of the address typed
    std::string origin;
    bool is_known = false;  ///< the user has logged in from there before
  };

  explicit LoginBrake(platform::db::Database& main) : database_(main) {}

  /// `user`: the one the address belongs to, if anybody. `device` is the cookie, "" when there is none.
  static base::Result<Attempt> attempt(platform::db::Connection& connection, std::string_view email,
                                       const std::optional<User>& user, std::string_view address,
                                       std::string_view device);
  /// Counts the attempt as failed before it is judged, so that guesses made at the same moment do not slip through.
  /// Zero: go ahead; otherwise how long to wait, and nothing was counted.
  base::Result<std::chrono::seconds> begin(const Attempt& attempt, base::Timestamp now);
  /// The wait begin() would answer.
  static base::Result<std::chrono::seconds> wait(platform::db::Connection& connection, const Attempt& attempt,
                                                 base::Timestamp now);
  /// The attempt was right: takes the count back, and the origin is known from now on.
  static base::Result<> succeeded(platform::db::Connection& connection, const Attempt& attempt, const User& user,
                                  base::Timestamp now);

  /// A browser that keeps `device` is a known origin of this user from now on.
  static base::Result<> know_device(platform::db::Connection& connection, const User& user, std::string_view device,
                                    base::Timestamp now);

  static base::Result<> tidy(platform::db::Connection& connection, base::Timestamp now);

 private:
  platform::db::Database& database_;
};

}  // namespace identity
