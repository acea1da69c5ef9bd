#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "domain/identity/account_rules.h"
#include "domain/identity/audit_facts.h"
#include "domain/identity/caller_cache.h"
#include "domain/identity/page.h"
#include "domain/identity/reset_store.h"
#include "domain/identity/session_store.h"
#include "domain/identity/transact.h"
#include "domain/identity/user_lookup.h"
#include "domain/identity/user_store.h"
#include "domain/identity/users.h"

namespace identity {
namespace {

using platform::db::Connection;

base::Result<> check_within(const Authority& authority, const PermissionSet& permissions, std::string_view whose) {
  if (permissions.is_within(authority.permissions)) return {};
  return base::failure(beyond_own_permissions,
                       std::string(whose) + " may do what you may not: " +
                           base::join((permissions - authority.permissions).names(), ", ") + '.',
                       "Ask an administrator who has these permissions.");
}

base::Result<> check_version(const Authority& authority, const User& user) {
  return authority.precondition ? authority.precondition(user.version) : base::Result<>{};
}

bool is_administrator(const User& user) {
  return user.role == Role::admin && user.has_password && !user.is_disabled && user.permissions().has("admin.users");
}

/// `administrators` as they are before the change; `after` is nothing when the user goes.
base::Result<> check_administrator_left(const std::vector<User>& administrators, const User& before,
                                        const std::optional<User>& after) {
  if (!is_administrator(before) || (after && is_administrator(*after))) return {};
  const bool is_other_left = std::ranges::any_of(
      administrators, [&](const User& user) { return user.id != before.id && is_administrator(user); });
  if (is_other_left) return {};
  return base::failure(last_administrator, before.email + " is the last user who can manage users.",
                       "Make somebody else an administrator first.");
}

base::Result<User> changed(User user, const UserChange& change, base::Timestamp now) {
  if (change.email) {
    ASSIGN_OR_RETURN(user.email, checked_email(*change.email));
  }
  if (change.name) {
    ASSIGN_OR_RETURN(user.name, checked_name(*change.name, name_invalid));
  }
  if (change.password) RETURN_IF_FAILED(check_password(*change.password, user.email));
  user.role = change.role.value_or(user.role);
  user.is_disabled = change.is_disabled.value_or(user.is_disabled);
  user.denied = change.denied.value_or(user.denied);
  user.granted = change.granted.value_or(user.granted) - user.denied;
  user.has_password = user.has_password || change.password.has_value();
  user.updated_at = now;
  ++user.version;
  return user;
}

/// A unique key was violated: there is only that of the address.
base::Result<> unless_taken(base::Result<> written, const std::string& email) {
  if (written || written.error().code() != platform::db::db_conflict.code) return written;
  return base::failure(email_taken, "There is a user " + email + " already.", "Use another address.");
}

}  // namespace

base::Result<CreatedUser> UserService::create(const Authority& authority, const NewUser& wanted) {
  store::StoredUser stored;
  User& user = stored.user;
  ASSIGN_OR_RETURN(user.email, checked_email(wanted.email));
  ASSIGN_OR_RETURN(user.name, checked_name(wanted.name.empty() ? wanted.email : wanted.name, name_invalid));
  user.role = wanted.role;
  RETURN_IF_FAILED(check_within(authority, user.permissions(), "The new user"));
  if (wanted.password) {
    RETURN_IF_FAILED(check_password(*wanted.password, user.email));
    stored.password_hash = passwords_.hash(*wanted.password);
    user.has_password = true;
  }
  user.id = base::Uuid::generate();
  user.created_at = user.updated_at = base::Timestamp::now();
  PendingReset invitation;
  auto made = in_transaction(database_, [&](Connection& connection) -> base::Result<CreatedUser> {
    RETURN_IF_FAILED(unless_taken(store::insert_user(connection, stored), user.email));
    RETURN_IF_FAILED(AuditTrail::record(connection, authority.actor,
                                        difference("user.created", user_subject(user.id), {}, facts_of(user))));
    CreatedUser created{user, {}};
    if (!user.has_password) {
      ASSIGN_OR_RETURN(invitation, add_reset(connection, user, authority.actor, invitation_lifetime));
      created.reset_token = invitation.token;
    }
    return created;
  });
  if (made && made->reset_token && mail(user, invitation, true, authority.actor).value_or(false)) {
    made->reset_token.reset();
  }
  return made;
}

base::Result<Page<User>> UserService::list(std::string_view search, const PageRequest& page) {
  if (!is_storable(search)) return Page<User>{};
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto users, store::list_users(*connection, search, page));
  return page_of(std::move(users), page.limit);
}

base::Result<std::vector<User>> UserService::who_may(std::string_view permission) {
  std::vector<User> able;
  PageRequest page{{}, 500};
  do {
    ASSIGN_OR_RETURN(const auto some, list({}, page));
    std::ranges::copy_if(some.items, std::back_inserter(able), [&](const User& user) {
      return !user.is_disabled && user.role != Role::api_client && user.permissions().has(permission);
    });
    page.after = some.next;
  } while (page.after);
  return able;
}

base::Result<User> UserService::find(const base::Uuid& id) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto stored, known_user(store::find_user(*connection, id), id));
  return std::move(stored.user);
}

base::Result<User> UserService::find_within(const Authority& authority, const base::Uuid& id) {
  ASSIGN_OR_RETURN(User user, find(id));
  RETURN_IF_FAILED(check_within(authority, user.permissions(), "The user"));
  return user;
}

base::Result<User> UserService::update(const Authority& authority, const base::Uuid& id, const UserChange& change) {
  const auto now = base::Timestamp::now();
  const std::string hash = change.password ? passwords_.hash(*change.password) : std::string();
  auto updated = in_transaction(database_, [&](Connection& connection) -> base::Result<User> {
    // Administrators are locked before the user, by everybody: no two wait for each other.
    ASSIGN_OR_RETURN(const auto administrators, store::lock_administrators(connection));
    ASSIGN_OR_RETURN(const auto stored, known_user(store::lock_user(connection, id), id));
    const User& before = stored.user;
    RETURN_IF_FAILED(check_version(authority, before));
    RETURN_IF_FAILED(check_within(authority, before.permissions(), "The user"));
    ASSIGN_OR_RETURN(const User after, changed(before, change, now));
    RETURN_IF_FAILED(check_within(authority, after.permissions(), "The changed user"));
    RETURN_IF_FAILED(check_administrator_left(administrators, before, after));
    if (change.password) {
      RETURN_IF_FAILED(store::set_password(connection, id, hash));
      RETURN_IF_FAILED(store::delete_resets_of(connection, id));
      RETURN_IF_FAILED(AuditTrail::record(connection, authority.actor, {"user.password_changed", user_subject(id)}));
    }
    RETURN_IF_FAILED(unless_taken(store::update_user(connection, after), after.email));
    RETURN_IF_FAILED(store::write_permissions(connection, after));
    if (change.password || after.is_disabled) {
      RETURN_IF_FAILED(store::revoke_sessions_of(connection, id, base::Uuid{}, now, "user changed"));
    }
    const AuditEvent event = difference("user.updated", user_subject(id), facts_of(before), facts_of(after));
    if (event.after != "{}") RETURN_IF_FAILED(AuditTrail::record(connection, authority.actor, event));
    return after;
  });
  if (updated) cache_.forget_user(id);
  return updated;
}

base::Result<> UserService::remove(const Authority& authority, const base::Uuid& id) {
  auto removed = in_transaction(database_, [&](Connection& connection) -> base::Result<> {
    ASSIGN_OR_RETURN(const auto administrators, store::lock_administrators(connection));
    ASSIGN_OR_RETURN(const auto stored, known_user(store::lock_user(connection, id), id));
    RETURN_IF_FAILED(check_version(authority, stored.user));
    RETURN_IF_FAILED(check_within(authority, stored.user.permissions(), "The user"));
    RETURN_IF_FAILED(check_administrator_left(administrators, stored.user, std::nullopt));
    RETURN_IF_FAILED(store::delete_user(connection, id));
    return AuditTrail::record(connection, authority.actor,
                              difference("user.deleted", user_subject(id), facts_of(stored.user), {}));
  });
  if (removed) cache_.forget_user(id);
  return removed;
}

base::Result<PendingReset> UserService::issue_reset(const Authority& authority, const base::Uuid& id) {
  User user;
  auto issued = in_transaction(database_, [&](Connection& connection) -> base::Result<PendingReset> {
    ASSIGN_OR_RETURN(const auto stored, known_user(store::lock_user(connection, id), id));
    RETURN_IF_FAILED(check_within(authority, stored.user.permissions(), "The user"));
    RETURN_IF_FAILED(AuditTrail::record(connection, authority.actor, {"user.reset_issued", user_subject(id)}));
    RETURN_IF_FAILED(store::delete_resets_of(connection, id));
    user = stored.user;
    return add_reset(connection, stored.user, authority.actor, reset_lifetime);
  });
  if (issued && mail(user, *issued, false, authority.actor).value_or(false)) issued->token.reset();
  return issued;
}

}  // namespace identity
