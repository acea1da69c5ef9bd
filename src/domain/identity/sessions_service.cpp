#include "domain/identity/account_rules.h"
#include "domain/identity/audit_facts.h"
#include "domain/identity/caller_cache.h"
#include "domain/identity/logins.h"
#include "domain/identity/reset_store.h"
#include "domain/identity/session_store.h"
#include "domain/identity/transact.h"
#include "domain/identity/user_lookup.h"
#include "domain/identity/user_store.h"
#include "platform/crypto/digest.h"

namespace identity {

using platform::db::Connection;

base::Result<> LoginService::end_session(const base::Uuid& session_id, const base::Uuid& user_id,
                                         const AuditEvent& event, const Actor& actor) {
  auto ended = in_transaction(database_, [&](Connection& connection) -> base::Result<> {
    ASSIGN_OR_RETURN(const bool was_valid,
                     store::revoke_session(connection, session_id, base::Timestamp::now(), event.action));
    if (was_valid) RETURN_IF_FAILED(AuditTrail::record(connection, actor, event));
    return {};
  });
  if (ended) cache_.forget_user(user_id);
  return ended;
}

base::Result<> LoginService::logout(const base::Uuid& session_id, const Actor& actor) {
  return end_session(session_id, actor.user_id.value_or(base::Uuid{}), {"login.closed", session_subject(session_id)},
                     actor);
}

base::Result<> LoginService::logout_by_token(std::string_view refresh_token, const Actor& actor) {
  std::optional<store::StoredRefresh> found;
  {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    ASSIGN_OR_RETURN(found, store::find_refresh(*connection, platform::crypto::sha256_hex(refresh_token)));
  }
  if (!found) return {};
  const Session& session = found->session;
  return end_session(session.id, session.user_id, {"login.closed", session_subject(session.id)}, actor);
}

base::Result<> LoginService::change_password(const base::Uuid& user_id, const base::Uuid& kept_session,
                                             std::string_view old_password, std::string_view new_password,
                                             const Actor& actor) {
  std::string stored_hash;
  {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    ASSIGN_OR_RETURN(const auto stored, known_user(store::find_user(*connection, user_id), user_id));
    RETURN_IF_FAILED(check_password(new_password, stored.user.email));
    stored_hash = stored.password_hash;
  }
  if (!passwords_.verify(old_password, stored_hash)) {
    return base::failure(password_wrong, "The present password is not right.", "Enter the password you log in with.");
  }
  const std::string hash = passwords_.hash(new_password);
  const auto now = base::Timestamp::now();
  auto changed = in_transaction(database_, [&](Connection& connection) -> base::Result<> {
    RETURN_IF_FAILED(store::lock_user(connection, user_id));
    RETURN_IF_FAILED(store::set_password(connection, user_id, hash));
    RETURN_IF_FAILED(store::delete_resets_of(connection, user_id));
    RETURN_IF_FAILED(store::revoke_sessions_of(connection, user_id, kept_session, now, "password changed"));
    return AuditTrail::record(connection, actor, {"user.password_changed", user_subject(user_id)});
  });
  if (changed) cache_.forget_user(user_id);
  return changed;
}

base::Result<std::vector<Session>> LoginService::sessions(const base::Uuid& user_id) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  return store::list_sessions(*connection, user_id, base::Timestamp::now());
}

base::Result<> LoginService::revoke_session(const base::Uuid& user_id, const base::Uuid& session_id,
                                            const Actor& actor) {
  std::optional<store::StoredSession> found;
  {
    ASSIGN_OR_RETURN(const auto connection, database_.acquire());
    ASSIGN_OR_RETURN(found, store::find_session(*connection, session_id));
  }
  if (!found || found->session.user_id != user_id || found->is_revoked) {
    return base::failure(session_unknown, "There is no login " + session_id.to_string() + " of this user.",
                         "List the logins to see which are open.");
  }
  return end_session(session_id, user_id, {"login.revoked", session_subject(session_id)}, actor);
}

}  // namespace identity
