#pragma once

// What /auth, /users, /api-keys and /audit take and give, as JSON.

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "base/uuid.h"
#include "domain/identity/identity.h"

namespace identity {

BOOST_DESCRIBE_ENUM(Role, admin, manager, user, api_client)

struct UserView {
  base::Uuid id;
  std::string email;
  std::string name;
  Role role = Role::user;
  std::vector<std::string> permissions, granted, denied;
  bool has_password = false;
  bool disabled = false;
  std::int64_t version = 0;
  base::Timestamp created_at, updated_at;
  std::optional<base::Timestamp> last_login_at;
};
BOOST_DESCRIBE_STRUCT(UserView, (),
                      (id, email, name, role, permissions, granted, denied, has_password, disabled, version, created_at,
                       updated_at, last_login_at))

/// A list in pages: the next one starts at `next_cursor`.
template <class T>
struct ListView {
  std::vector<T> items;
  std::optional<base::Uuid> next_cursor;
  BOOST_DESCRIBE_CLASS(ListView, (), (items, next_cursor), (), ())
};

struct LoginInput {
  std::string email;
  std::string password;
  std::optional<bool> use_cookie;  ///< for browsers: the refresh token goes into a cookie instead of the answer
};
BOOST_DESCRIBE_STRUCT(LoginInput, (), (email, password, use_cookie))

struct RefreshInput {
  std::optional<std::string> refresh_token;  ///< absent: the cookie's
};
BOOST_DESCRIBE_STRUCT(RefreshInput, (), (refresh_token))

struct TokensView {
  std::string access_token;
  std::string token_type;
  std::int64_t expires_in = 0;
  std::optional<std::string> refresh_token;  ///< absent: it is in the cookie
  base::Timestamp refresh_expires_at;
  base::Uuid session_id;
  UserView user;
};
BOOST_DESCRIBE_STRUCT(TokensView, (),
                      (access_token, token_type, expires_in, refresh_token, refresh_expires_at, session_id, user))

struct MeView {
  UserView user;
  std::vector<std::string> permissions;  ///< of this caller: for an API key its scopes
  bool by_api_key = false;
  std::optional<base::Uuid> session_id;
};
BOOST_DESCRIBE_STRUCT(MeView, (), (user, permissions, by_api_key, session_id))

struct PasswordInput {
  std::string old_password;
  std::string new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordInput, (), (old_password, new_password))

struct ResetInput {
  std::string email;
};
BOOST_DESCRIBE_STRUCT(ResetInput, (), (email))

struct ResetConfirmInput {
  std::string token;
  std::string new_password;
};
BOOST_DESCRIBE_STRUCT(ResetConfirmInput, (), (token, new_password))

struct ResetView {
  base::Uuid user_id;
  std::string email;
  std::string requested_from;
  base::Timestamp created_at, expires_at;
  std::optional<std::string> token;
};
BOOST_DESCRIBE_STRUCT(ResetView, (), (user_id, email, requested_from, created_at, expires_at, token))

struct SessionView {
  base::Uuid id;
  std::string address;
  std::string user_agent;
  base::Timestamp created_at, last_used_at, expires_at;
  bool current = false;  ///< the one this request is made in
};
BOOST_DESCRIBE_STRUCT(SessionView, (), (id, address, user_agent, created_at, last_used_at, expires_at, current))

struct UserInput {
  std::string email;
  std::optional<std::string> name;
  Role role = Role::user;
  std::optional<std::string> password;  ///< absent: the answer holds a token with which the user sets one
};
BOOST_DESCRIBE_STRUCT(UserInput, (), (email, name, role, password))

struct CreatedUserView {
  UserView user;
  std::optional<std::string> reset_token;
};
BOOST_DESCRIBE_STRUCT(CreatedUserView, (), (user, reset_token))

struct UserPatch {
  std::optional<std::string> email, name;
  std::optional<Role> role;
  std::optional<bool> disabled;
  std::optional<std::string> password;
};
BOOST_DESCRIBE_STRUCT(UserPatch, (), (email, name, role, disabled, password))

struct PermissionsInput {
  std::vector<std::string> granted, denied;
};
BOOST_DESCRIBE_STRUCT(PermissionsInput, (), (granted, denied))

struct PermissionView {
  std::string name;
  std::string meaning;
};
BOOST_DESCRIBE_STRUCT(PermissionView, (), (name, meaning))

struct RoleView {
  Role role = Role::user;
  std::vector<std::string> permissions;
};
BOOST_DESCRIBE_STRUCT(RoleView, (), (role, permissions))

struct PermissionsView {
  std::vector<PermissionView> permissions;
  std::vector<RoleView> roles;
};
BOOST_DESCRIBE_STRUCT(PermissionsView, (), (permissions, roles))

struct ApiKeyView {
  base::Uuid id, user_id;
  std::string name;
  std::string prefix;
  std::vector<std::string> scopes;
  bool revoked = false;
  std::optional<base::Uuid> replaces_id;
  base::Timestamp created_at;
  std::optional<base::Timestamp> expires_at, last_used_at;
};
BOOST_DESCRIBE_STRUCT(ApiKeyView, (),
                      (id, user_id, name, prefix, scopes, revoked, replaces_id, created_at, expires_at, last_used_at))

struct ApiKeyInput {
  std::string name;
  std::vector<std::string> scopes;
  std::optional<base::Timestamp> expires_at;
  std::optional<base::Uuid> user_id;  ///< absent: the caller's own
};
BOOST_DESCRIBE_STRUCT(ApiKeyInput, (), (name, scopes, expires_at, user_id))

struct ApiKeyPatch {
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> scopes;
  std::optional<base::Timestamp> expires_at;
};
BOOST_DESCRIBE_STRUCT(ApiKeyPatch, (), (name, scopes, expires_at))

struct RotateInput {
  std::optional<std::int64_t> overlap_seconds;  ///< how long the old key stays valid; absent: a day
};
BOOST_DESCRIBE_STRUCT(RotateInput, (), (overlap_seconds))

struct CreatedApiKeyView {
  ApiKeyView api_key;
  std::string secret;  ///< the key itself, shown this once
};
BOOST_DESCRIBE_STRUCT(CreatedApiKeyView, (), (api_key, secret))

struct AuditView {
  base::Uuid id;
  base::Timestamp at;
  std::optional<base::Uuid> actor_id;
  std::string actor;
  bool by_api_key = false;
  std::string action;
  std::string subject;
  boost::json::value before, after;
  std::string address;
  std::string request_id;
};
BOOST_DESCRIBE_STRUCT(AuditView, (),
                      (id, at, actor_id, actor, by_api_key, action, subject, before, after, address, request_id))

UserView view_of(const User& user);
ResetView view_of(const PendingReset& reset);
SessionView view_of(const Session& session, const base::Uuid& current);
ApiKeyView view_of(const ApiKey& key);
AuditView view_of(const AuditEntry& entry);

}  // namespace identity
