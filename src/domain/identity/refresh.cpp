#include <algorithm>

#include "domain/identity/account_rules.h"
#include "domain/identity/audit_facts.h"
#include "domain/identity/caller_cache.h"
#include "domain/identity/logins.h"
#include "domain/identity/session_store.h"
#include "domain/identity/transact.h"
#include "domain/identity/user_store.h"
#include "platform/crypto/digest.h"

namespace identity {
namespace {

using platform::db::Connection;

tl::unexpected<base::Problem> ended(std::string message) {
  return base::failure(refresh_invalid, std::move(message), "Log in again.");
}

/// What came of an exchange. That a token was stolen is kept in the database, so it must not be a failure there.
struct Exchange {
  std::optional<Tokens> tokens;
  base::Uuid ended_user;
};

}  // namespace

base::Result<Tokens> LoginService::refresh(std::string_view refresh_token, const LoginPlace& place) {
  const std::string hash = platform::crypto::sha256_hex(refresh_token);
  const auto now = base::Timestamp::now();
  auto exchange = in_transaction(database_, [&](Connection& connection) -> base::Result<Exchange> {
    ASSIGN_OR_RETURN(auto found, store::find_refresh(connection, hash));
    if (!found) return ended("The refresh token is not known.");
    if (found->is_revoked || found->session.expires_at <= now) return ended("This login has ended.");
    ASSIGN_OR_RETURN(const bool is_first_use, store::use_refresh(connection, hash, now));
    Session& session = found->session;
    if (!is_first_use) {
      // Another request may have been quicker by a moment: what it wrote is seen now.
      ASSIGN_OR_RETURN(found, store::find_refresh(connection, hash));
      const auto used_at = found->used_at.value_or(now);
      ASSIGN_OR_RETURN(const bool has_arrived, store::has_used_successor(connection, session.id, used_at));
      if (has_arrived || now - used_at > options_.reuse_grace) {
        RETURN_IF_FAILED(store::revoke_session(connection, session.id, now, "refresh token used twice"));
        const Actor actor{session.user_id, "refresh token", false, place.address, place.request_id};
        RETURN_IF_FAILED(AuditTrail::record(connection, actor, {"login.reuse_detected", session_subject(session.id)}));
        return Exchange{{}, session.user_id};
      }
    }
    ASSIGN_OR_RETURN(const auto stored, store::find_user(connection, session.user_id));
    if (!stored || stored->user.is_disabled) return ended("This login has ended.");
    session.last_used_at = now;
    session.expires_at = std::min(now + options_.idle_lifetime, session.created_at + options_.longest_lifetime);
    session.address = place.address;
    if (!place.user_agent.empty()) session.user_agent = kept_user_agent(place.user_agent);
    RETURN_IF_FAILED(store::extend_session(connection, session));
    ASSIGN_OR_RETURN(auto tokens, give_tokens(connection, stored->user, session, now));
    return Exchange{std::move(tokens), {}};
  });
  if (!exchange) return base::failure(std::move(exchange).error());
  if (exchange->tokens) return *std::move(exchange->tokens);
  cache_.forget_user(exchange->ended_user);
  return ended("This refresh token was used before, so the login was ended for safety.");
}

}  // namespace identity
