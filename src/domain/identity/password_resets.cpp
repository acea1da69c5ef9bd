#include "domain/identity/account_rules.h"
#include "domain/identity/audit_facts.h"
#include "domain/identity/caller_cache.h"
#include "domain/identity/reset_store.h"
#include "domain/identity/session_store.h"
#include "domain/identity/transact.h"
#include "domain/identity/user_lookup.h"
#include "domain/identity/user_store.h"
#include "domain/identity/users.h"
#include "platform/crypto/digest.h"
#include "platform/crypto/random.h"

namespace identity {
namespace {

using platform::crypto::sha256_hex;
using platform::db::Connection;

constexpr std::size_t token_letters = 40;
constexpr std::int64_t most_open_resets = 3;

tl::unexpected<base::Problem> invalid_token() {
  return base::failure(reset_token_invalid, "The reset token is unknown, used or older than allowed.",
                       "Ask for a new one.");
}

}  // namespace

base::Result<PendingReset> UserService::add_reset(Connection& connection, const User& user, const Actor& actor,
                                                  std::chrono::seconds lifetime) const {
  const auto now = base::Timestamp::now();
  std::string token = platform::crypto::random_letters(token_letters);
  const std::string sealed = mailer_ ? std::string() : sealer_.seal(token);
  RETURN_IF_FAILED(
      store::insert_reset(connection, sha256_hex(token), {user.id, sealed, actor.address, now, now + lifetime}));
  return PendingReset{user.id, user.email, actor.address, now, now + lifetime, std::move(token)};
}

base::Result<bool> UserService::mail(const User& user, const PendingReset& reset, bool is_invitation,
                                     const Actor& actor) const {
  if (!mailer_) return false;
  RETURN_IF_FAILED(
      mailer_({user.email, user.name, reset.token.value_or(""), reset.expires_at, is_invitation, actor.language}));
  return true;
}

base::Result<std::optional<std::string>> UserService::request_reset(const Actor& actor, std::string_view email) {
  using Token = std::optional<std::string>;
  User user;
  PendingReset reset;
  auto token = in_transaction(database_, [&](Connection& connection) -> base::Result<Token> {
    ASSIGN_OR_RETURN(const auto found, user_of_address(connection, email));
    if (!found || found->user.is_disabled) return Token{};
    RETURN_IF_FAILED(store::lock_user(connection, found->user.id));
    // Earlier tokens stay valid: anybody may ask, so asking must not spoil what the user holds already.
    ASSIGN_OR_RETURN(const std::int64_t open, store::count_resets(connection, found->user.id, base::Timestamp::now()));
    if (open >= most_open_resets) return Token{};
    RETURN_IF_FAILED(AuditTrail::record(connection, actor, {"user.reset_requested", user_subject(found->user.id)}));
    user = found->user;
    ASSIGN_OR_RETURN(reset, add_reset(connection, user, actor, reset_lifetime));
    return reset.token;
  });
  if (token && *token) RETURN_IF_FAILED(mail(user, reset, false, actor));
  return token;
}

base::Result<std::vector<PendingReset>> UserService::pending_resets(const PermissionSet& viewer) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(const auto resets, store::list_resets(*connection, base::Timestamp::now()));
  std::vector<PendingReset> pending;
  pending.reserve(resets.size());
  for (const auto& reset : resets) {
    ASSIGN_OR_RETURN(const auto owner, store::find_user(*connection, reset.user_id));
    if (!owner) continue;
    PendingReset shown{reset.user_id, owner->user.email, reset.address, reset.created_at, reset.expires_at, {}};
    if (!reset.sealed_token.empty() && owner->user.permissions().is_within(viewer)) {
      // A token sealed under a lost key is of no use, and no reason to hide the others.
      if (auto token = sealer_.open(reset.sealed_token)) shown.token = *std::move(token);
    }
    pending.push_back(std::move(shown));
  }
  return pending;
}

base::Result<> UserService::confirm_reset(const Actor& actor, std::string_view token, std::string_view new_password) {
  RETURN_IF_FAILED(check_password(new_password, {}));
  const std::string hash = passwords_.hash(new_password);
  const auto now = base::Timestamp::now();
  const auto owner = in_transaction(database_, [&](Connection& connection) -> base::Result<base::Uuid> {
    ASSIGN_OR_RETURN(const auto id, store::use_reset(connection, sha256_hex(token), now));
    if (!id) return invalid_token();
    ASSIGN_OR_RETURN(const auto stored, known_user(store::lock_user(connection, *id), *id));
    if (stored.user.is_disabled) return invalid_token();
    RETURN_IF_FAILED(check_password(new_password, stored.user.email));
    RETURN_IF_FAILED(store::set_password(connection, *id, hash));
    RETURN_IF_FAILED(store::delete_resets_of(connection, *id));
    RETURN_IF_FAILED(store::revoke_sessions_of(connection, *id, base::Uuid{}, now, "password reset"));
    RETURN_IF_FAILED(AuditTrail::record(connection, actor, {"user.password_reset", user_subject(*id)}));
    return *id;
  });
  if (!owner) return base::failure(owner.error());
  cache_.forget_user(*owner);
  return {};
}

}  // namespace identity
