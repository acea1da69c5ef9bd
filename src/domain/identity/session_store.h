#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/identity/logins.h"
#include "platform/db/connection.h"

namespace identity::store {

/// A refresh token and the login it belongs to.
struct StoredRefresh {
  Session session;
  bool is_revoked = false;
  std::optional<base::Timestamp> used_at;
};

/// A login, whether or not it is still valid.
struct StoredSession {
  Session session;
  bool is_revoked = false;
};

base::Result<> insert_session(platform::db::Connection& connection, const Session& session);
base::Result<std::optional<StoredSession>> find_session(platform::db::Connection& connection, const base::Uuid& id);
/// Those that are neither revoked nor expired, the last used first.
base::Result<std::vector<Session>> list_sessions(platform::db::Connection& connection, const base::Uuid& user_id,
                                                 base::Timestamp now);
/// True when it was valid until now.
base::Result<bool> revoke_session(platform::db::Connection& connection, const base::Uuid& id, base::Timestamp now,
                                  std::string_view reason);
/// All of a user's but `kept` (nil: all).
base::Result<> revoke_sessions_of(platform::db::Connection& connection, const base::Uuid& user_id,
                                  const base::Uuid& kept, base::Timestamp now, std::string_view reason);
/// Notes the use of a login and how long it is valid from now.
base::Result<> extend_session(platform::db::Connection& connection, const Session& session);
base::Result<> touch_session(platform::db::Connection& connection, const base::Uuid& id, base::Timestamp now);

base::Result<> insert_refresh(platform::db::Connection& connection, const std::string& hash,
                              const base::Uuid& session_id, base::Timestamp now);
base::Result<std::optional<StoredRefresh>> find_refresh(platform::db::Connection& connection, const std::string& hash);
/// True for the first use only, however many try at once.
base::Result<bool> use_refresh(platform::db::Connection& connection, const std::string& hash, base::Timestamp now);
/// True when a token made at or after `since` has been used: the exchange then reached the one who asked for it.
base::Result<bool> has_used_successor(platform::db::Connection& connection, const base::Uuid& session_id,
                                      base::Timestamp since);

base::Result<> delete_sessions_before(platform::db::Connection& connection, base::Timestamp expired_before,
                                      base::Timestamp revoked_before);

}  // namespace identity::store
