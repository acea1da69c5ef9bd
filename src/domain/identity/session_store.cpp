#include "domain/identity/session_store.h"

namespace identity::store {
namespace {

using platform::db::Connection;
using platform::db::Row;
using platform::db::Statement;

constexpr Statement insert_row{
    "identity.sessions.insert",
    "INSERT INTO sessions (id, user_id, address, user_agent, created_at, last_used_at, expires_at) "
    "VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7)"};
constexpr Statement find_row{"identity.sessions.find",
                             "SELECT id, user_id, address, user_agent, created_at, last_used_at, expires_at, "
                             "revoked_at FROM sessions WHERE id = :p1"};
constexpr Statement list_rows{
    "identity.sessions.list",
    "SELECT id, user_id, address, user_agent, created_at, last_used_at, expires_at FROM sessions "
    "WHERE user_id = :p1 AND revoked_at IS NULL AND expires_at > :p2 ORDER BY last_used_at DESC, id DESC LIMIT 500"};
constexpr Statement revoke_row{
    "identity.sessions.revoke",
    "UPDATE sessions SET revoked_at = :p2, revoked_reason = :p3 WHERE id = :p1 AND revoked_at IS NULL"};
constexpr Statement revoke_rows{"identity.sessions.revoke_of_user",
                                "UPDATE sessions SET revoked_at = :p3, revoked_reason = :p4 "
                                "WHERE user_id = :p1 AND id <> :p2 AND revoked_at IS NULL"};
constexpr Statement extend_row{
    "identity.sessions.extend",
    "UPDATE sessions SET last_used_at = :p2, expires_at = :p3, address = :p4, user_agent = :p5 WHERE id = :p1"};
constexpr Statement touch_row{"identity.sessions.touch",
                              "UPDATE sessions SET last_used_at = :p2 WHERE id = :p1 AND last_used_at < :p2"};

constexpr Statement insert_token{"identity.refresh_tokens.insert",
                                 "INSERT INTO refresh_tokens (token_hash, session_id, created_at) "
                                 "VALUES (:p1, :p2, :p3)"};
constexpr Statement find_token{
    "identity.refresh_tokens.find",
    "SELECT s.id, s.user_id, s.address, s.user_agent, s.created_at, s.last_used_at, s.expires_at, s.revoked_at, "
    "t.used_at FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE t.token_hash = :p1"};
constexpr Statement use_token{"identity.refresh_tokens.use",
                              "UPDATE refresh_tokens SET used_at = :p2 WHERE token_hash = :p1 AND used_at IS NULL"};
constexpr Statement used_successor{"identity.refresh_tokens.used_successor",
                                   "SELECT 1 FROM refresh_tokens WHERE session_id = :p1 AND created_at >= :p2 "
                                   "AND used_at IS NOT NULL LIMIT 1"};
constexpr Statement delete_old{"identity.sessions.delete_old",
                               "DELETE FROM sessions WHERE expires_at < :p1 OR revoked_at < :p2"};

Session session_of(const Row& row) {
  return {row.uuid(0), row.uuid(1), row.text(2), row.text(3), row.timestamp(4), row.timestamp(5), row.timestamp(6)};
}

}  // namespace

base::Result<> insert_session(Connection& connection, const Session& session) {
  RETURN_IF_FAILED(connection.execute(insert_row, session.id, session.user_id, session.address, session.user_agent,
                                      session.created_at, session.last_used_at, session.expires_at));
  return {};
}

base::Result<std::optional<StoredSession>> find_session(Connection& connection, const base::Uuid& id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_row, id));
  if (!row) return std::optional<StoredSession>{};
  return std::optional<StoredSession>{{session_of(*row), !row->is_null(7)}};
}

base::Result<std::vector<Session>> list_sessions(Connection& connection, const base::Uuid& user_id,
                                                 base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_rows, user_id, now));
  std::vector<Session> sessions;
  sessions.reserve(rows.size());
  for (const Row& row : rows) sessions.push_back(session_of(row));
  return sessions;
}

base::Result<bool> revoke_session(Connection& connection, const base::Uuid& id, base::Timestamp now,
                                  std::string_view reason) {
  ASSIGN_OR_RETURN(const std::int64_t revoked, connection.execute(revoke_row, id, now, reason));
  return revoked > 0;
}

base::Result<> revoke_sessions_of(Connection& connection, const base::Uuid& user_id, const base::Uuid& kept,
                                  base::Timestamp now, std::string_view reason) {
  RETURN_IF_FAILED(connection.execute(revoke_rows, user_id, kept, now, reason));
  return {};
}

base::Result<> extend_session(Connection& connection, const Session& session) {
  RETURN_IF_FAILED(connection.execute(extend_row, session.id, session.last_used_at, session.expires_at, session.address,
                                      session.user_agent));
  return {};
}

base::Result<> touch_session(Connection& connection, const base::Uuid& id, base::Timestamp now) {
  RETURN_IF_FAILED(connection.execute(touch_row, id, now));
  return {};
}

base::Result<> insert_refresh(Connection& connection, const std::string& hash, const base::Uuid& session_id,
                              base::Timestamp now) {
  RETURN_IF_FAILED(connection.execute(insert_token, hash, session_id, now));
  return {};
}

base::Result<std::optional<StoredRefresh>> find_refresh(Connection& connection, const std::string& hash) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_token, hash));
  if (!row) return std::optional<StoredRefresh>{};
  return std::optional<StoredRefresh>{{session_of(*row), !row->is_null(7), row->optional_timestamp(8)}};
}

base::Result<bool> use_refresh(Connection& connection, const std::string& hash, base::Timestamp now) {
  ASSIGN_OR_RETURN(const std::int64_t used, connection.execute(use_token, hash, now));
  return used > 0;
}

base::Result<bool> has_used_successor(Connection& connection, const base::Uuid& session_id, base::Timestamp since) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(used_successor, session_id, since));
  return row.has_value();
}

base::Result<> delete_sessions_before(Connection& connection, base::Timestamp expired_before,
                                      base::Timestamp revoked_before) {
  RETURN_IF_FAILED(connection.execute(delete_old, expired_before, revoked_before));
  return {};
}

}  // namespace identity::store
