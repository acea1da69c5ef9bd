#include <algorithm>

#include "domain/identity/account_rules.h"
#include "domain/identity/audit_facts.h"
#include "domain/identity/logins.h"
#include "domain/identity/session_store.h"
#include "domain/identity/transact.h"
#include "domain/identity/user_lookup.h"
#include "domain/identity/user_store.h"
#include "platform/crypto/digest.h"
#include "platform/crypto/random.h"

namespace identity {
namespace {

using platform::db::Connection;

constexpr std::size_t token_letters = 52;  // 260 bits

Actor actor_of(const User& user, const LoginPlace& place) {
  return {user.id, user.email, false, place.address, place.request_id};
}

tl::unexpected<base::Problem> wrong_credentials() {
  return base::failure(login_failed, "The address or the password is not right.",
                       "Check both, or ask for a new password.");
}

tl::unexpected<base::Problem> wait_first(std::chrono::seconds wait) {
  return base::failure(too_many_attempts, "There were too many failed logins.",
                       "Wait " + std::to_string(wait.count()) + " seconds, then try again.");
}

}  // namespace

base::Result<Tokens> LoginService::login(const Credentials& credentials, const LoginPlace& place) {
  std::optional<store::StoredUser> stored;
  LoginBrake::Attempt attempt;
  {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    ASSIGN_OR_RETURN(stored, user_of_address(*connection, credentials.email));
    const auto user = stored ? std::optional<User>(stored->user) : std::nullopt;
    ASSIGN_OR_RETURN(attempt, LoginBrake::attempt(*connection, credentials.email, user, place.address, place.device));
  }
  ASSIGN_OR_RETURN(const auto wait, brake_.begin(attempt, base::Timestamp::now()));
  if (wait.count() > 0) return wait_first(wait);
  const bool may_log_in = stored && stored->user.has_password && !stored->user.is_disabled;
  const bool is_right = may_log_in ? passwords_.verify(credentials.password, stored->password_hash)
                                   : passwords_.verify_nobody(credentials.password);
  if (is_right) {
    RETURN_IF_FAILED(rehash_if_outdated(stored->user, stored->password_hash, credentials.password));
    return open_session(stored->user, place, attempt);
  }
  if (stored) {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    Actor actor{{}, "anonymous", false, place.address, place.request_id};
    RETURN_IF_FAILED(AuditTrail::record(*connection, actor, {"login.failed", user_subject(stored->user.id)}));
  }
  return wrong_credentials();
}

base::Result<std::chrono::seconds> LoginService::wait_before_login(std::string_view email, const LoginPlace& place) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(const auto stored, user_of_address(*connection, email));
  const auto user = stored ? std::optional<User>(stored->user) : std::nullopt;
  ASSIGN_OR_RETURN(const auto attempt, LoginBrake::attempt(*connection, email, user, place.address, place.device));
  return LoginBrake::wait(*connection, attempt, base::Timestamp::now());
}

base::Result<> LoginService::rehash_if_outdated(const User& user, const std::string& stored_hash,
                                                std::string_view password) {
  if (!passwords_.is_outdated(stored_hash)) return {};
  const std::string hash = passwords_.hash(password);
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  return store::replace_hash(*connection, user.id, stored_hash, hash);
}

base::Result<Tokens> LoginService::open_session(const User& user, const LoginPlace& place,
                                                const LoginBrake::Attempt& attempt) {
  const auto now = base::Timestamp::now();
  const Session session{base::Uuid::generate(),
                        user.id,
                        place.address,
                        kept_user_agent(place.user_agent),
                        now,
                        now,
                        now + std::min(options_.idle_lifetime, options_.longest_lifetime)};
  return in_transaction(database_, [&](Connection& connection) -> base::Result<Tokens> {
    // Whoever disabled the user or changed the password in this moment has ended the logins already.
    ASSIGN_OR_RETURN(const auto present, store::lock_user(connection, user.id));
    if (!present || present->user.is_disabled || present->user.version != user.version) return wrong_credentials();
    RETURN_IF_FAILED(store::insert_session(connection, session));
    RETURN_IF_FAILED(store::set_last_login(connection, user.id, now));
    RETURN_IF_FAILED(LoginBrake::succeeded(connection, attempt, user, now));
    RETURN_IF_FAILED(
        AuditTrail::record(connection, actor_of(user, place), {"login.opened", session_subject(session.id)}));
    ASSIGN_OR_RETURN(auto tokens, give_tokens(connection, user, session, now));
    if (place.is_browser) {
      const bool keeps_device = attempt.is_known && attempt.origin.starts_with("device:");
      tokens.device = keeps_device ? place.device : platform::crypto::random_letters(token_letters);
      RETURN_IF_FAILED(LoginBrake::know_device(connection, user, *tokens.device, now));
    }
    return tokens;
  });
}

base::Result<Tokens> LoginService::give_tokens(Connection& connection, const User& user, const Session& session,
                                               base::Timestamp now) const {
  Tokens tokens;
  tokens.access_token = signer_.sign({user.id, session.id, now, now + options_.access_lifetime});
  tokens.expires_in = options_.access_lifetime;
  tokens.refresh_token = platform::crypto::random_letters(token_letters);
  tokens.refresh_expires_at = session.expires_at;
  tokens.session_id = session.id;
  tokens.user = user;
  RETURN_IF_FAILED(
      store::insert_refresh(connection, platform::crypto::sha256_hex(tokens.refresh_token), session.id, now));
  return tokens;
}

}  // namespace identity
