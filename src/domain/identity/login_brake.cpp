#include "domain/identity/login_brake.h"

#include <algorithm>

#include "domain/identity/account_rules.h"
#include "domain/identity/attempt_store.h"
#include "domain/identity/transact.h"
#include "platform/crypto/digest.h"

namespace identity {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::seconds;

/// How many failures cost nothing, and how long the wait gets.
struct Brake {
  std::int64_t free_failures;
  seconds longest_wait;
  hours forgotten_after;
};

constexpr std::string_view all_unknown_origins = "*";
constexpr Brake one_origin{4, seconds(300), hours(24)};
constexpr Brake unknown_origins{19, seconds(30), hours(1)};
constexpr hours known_for{24 * 365};

seconds wait_after(const Brake& brake, std::int64_t failures) {
  constexpr std::int64_t most_doublings = 20;
  if (failures <= brake.free_failures) return seconds(0);
  const auto doublings = std::min(failures - brake.free_failures - 1, most_doublings);
  return std::min(seconds(std::int64_t{1} << doublings), brake.longest_wait);
}

std::string origin_of_device(std::string_view device) {
  return "device:" + platform::crypto::sha256_hex(device);
}

seconds left_of(const store::Attempts& attempts, base::Timestamp now) {
  return std::max(seconds(0), std::chrono::ceil<seconds>(attempts.open_at - now));
}

store::Attempts with_failure(store::Attempts attempts, const Brake& brake, base::Timestamp now) {
  if (now - attempts.last_at > brake.forgotten_after) attempts.failures = 0;
  ++attempts.failures;
  attempts.last_at = now;
  attempts.open_at = now + wait_after(brake, attempts.failures);
  return attempts;
}

}  // namespace

base::Result<LoginBrake::Attempt> LoginBrake::attempt(platform::db::Connection& connection, std::string_view email,
                                                      const std::optional<User>& user, std::string_view address,
                                                      std::string_view device) {
  Attempt attempt{platform::crypto::sha256_hex(email_key(email)), network_of(address), false};
  if (!user) return attempt;
  if (!device.empty()) {
    const std::string device_origin = origin_of_device(device);
    ASSIGN_OR_RETURN(attempt.is_known, store::is_known_network(connection, user->id, device_origin));
    if (attempt.is_known) {
      attempt.origin = device_origin;
      return attempt;
    }
  }
  ASSIGN_OR_RETURN(attempt.is_known, store::is_known_network(connection, user->id, attempt.origin));
  return attempt;
}

base::Result<seconds> LoginBrake::begin(const Attempt& attempt, base::Timestamp now) {
  return in_transaction(database_, [&](platform::db::Connection& connection) -> base::Result<seconds> {
    ASSIGN_OR_RETURN(const auto own, store::lock_attempts(connection, attempt.account, attempt.origin, now));
    store::Attempts shared;
    if (!attempt.is_known) {
      ASSIGN_OR_RETURN(shared, store::lock_attempts(connection, attempt.account, all_unknown_origins, now));
    }
    const seconds left = std::max(left_of(own, now), left_of(shared, now));
    if (left > seconds(0)) return left;
    RETURN_IF_FAILED(
        store::write_attempts(connection, attempt.account, attempt.origin, with_failure(own, one_origin, now)));
    if (!attempt.is_known) {
      RETURN_IF_FAILED(store::write_attempts(connection, attempt.account, all_unknown_origins,
                                             with_failure(shared, unknown_origins, now)));
    }
    return seconds(0);
  });
}

base::Result<seconds> LoginBrake::wait(platform::db::Connection& connection, const Attempt& attempt,
                                       base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto own, store::find_attempts(connection, attempt.account, attempt.origin));
  if (attempt.is_known) return left_of(own, now);
  ASSIGN_OR_RETURN(const auto shared, store::find_attempts(connection, attempt.account, all_unknown_origins));
  return std::max(left_of(own, now), left_of(shared, now));
}

base::Result<> LoginBrake::succeeded(platform::db::Connection& connection, const Attempt& attempt, const User& user,
                                     base::Timestamp now) {
  RETURN_IF_FAILED(store::delete_attempts(connection, attempt.account, attempt.origin));
  if (!attempt.is_known) {
    ASSIGN_OR_RETURN(auto shared, store::lock_attempts(connection, attempt.account, all_unknown_origins, now));
    shared.failures = std::max<std::int64_t>(0, shared.failures - 1);
    RETURN_IF_FAILED(store::write_attempts(connection, attempt.account, all_unknown_origins, shared));
  }
  return store::write_known_network(connection, user.id, attempt.origin, now);
}

base::Result<> LoginBrake::know_device(platform::db::Connection& connection, const User& user, std::string_view device,
                                       base::Timestamp now) {
  return store::write_known_network(connection, user.id, origin_of_device(device), now);
}

base::Result<> LoginBrake::tidy(platform::db::Connection& connection, base::Timestamp now) {
  RETURN_IF_FAILED(store::delete_attempts_before(connection, now + -microseconds(one_origin.forgotten_after)));
  return store::delete_known_networks_before(connection, now + -microseconds(known_for));
}

}  // namespace identity
