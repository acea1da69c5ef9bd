#include "domain/identity/account_rules.h"
#include "domain/identity/audit_facts.h"
#include "domain/identity/caller_cache.h"
#include "domain/identity/identity.h"
#include "domain/identity/reset_store.h"
#include "domain/identity/session_store.h"
#include "domain/identity/transact.h"
#include "domain/identity/user_store.h"
#include "platform/crypto/random.h"

namespace identity {
namespace {

using platform::db::Connection;

/// Four groups of five letters: 100 bits that can be copied by hand.
std::string generated_password() {
  std::string password = platform::crypto::random_letters(5);
  for (int group = 1; group < 4; ++group) password += '-' + platform::crypto::random_letters(5);
  return password;
}

}  // namespace

IdentityService::IdentityService(platform::db::Database& main, IdentityOptions options)
    : database_(main),
      options_(std::move(options)),
      passwords_(options_.password_cost),
      signer_(options_.keys.token, options_.keys.previous_token),
      sealer_(options_.keys.secret, options_.keys.previous_secret),
      cache_(std::make_unique<CallerCache>(options_.cache_lifetime)),
      users_(main, passwords_, sealer_, *cache_),
      logins_(main, passwords_, signer_, *cache_, options_.logins),
      api_keys_(main, *cache_),
      audit_(main) {}

IdentityService::~IdentityService() = default;

base::Result<std::optional<FirstAdministrator>> IdentityService::start() {
  using Made = std::optional<FirstAdministrator>;
  {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    ASSIGN_OR_RETURN(const bool has_users, store::has_users(*connection));
    if (has_users) return Made{};
  }
  FirstAdministrator administrator{options_.administrator_email, options_.administrator_password, false};
  administrator.is_generated = administrator.password.empty();
  if (administrator.is_generated) administrator.password = generated_password();
  store::StoredUser stored;
  ASSIGN_OR_RETURN(stored.user.email, checked_email(administrator.email));
  stored.user.id = base::Uuid::generate();
  stored.user.name = "Administrator";
  stored.user.role = Role::admin;
  stored.user.created_at = stored.user.updated_at = base::Timestamp::now();
  stored.password_hash = passwords_.hash(administrator.password);
  return in_transaction(database_, [&](Connection& connection) -> base::Result<Made> {
    RETURN_IF_FAILED(store::lock_start(connection, stored.user.created_at));
    ASSIGN_OR_RETURN(const bool has_users, store::has_users(connection));
    if (has_users) return Made{};
    RETURN_IF_FAILED(store::insert_user(connection, stored));
    RETURN_IF_FAILED(AuditTrail::record(
        connection, Actor{}, difference("user.created", user_subject(stored.user.id), {}, facts_of(stored.user))));
    return Made{administrator};
  });
}

base::Result<> IdentityService::tidy() {
  constexpr std::chrono::hours shown_after_end{24 * 30};
  const auto now = base::Timestamp::now();
  const auto before = now + -std::chrono::microseconds(shown_after_end);
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  RETURN_IF_FAILED(store::delete_sessions_before(*connection, before, before));
  RETURN_IF_FAILED(store::delete_resets_before(*connection, now));
  return LoginBrake::tidy(*connection, now);
}

}  // namespace identity
