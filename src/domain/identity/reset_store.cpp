#include "domain/identity/reset_store.h"

namespace identity::store {
namespace {

using platform::db::Connection;
using platform::db::Row;
using platform::db::Statement;

constexpr Statement insert_row{
    "identity.password_resets.insert",
    "INSERT INTO password_resets (token_hash, user_id, sealed_token, address, created_at, expires_at) "
    "VALUES (:p1, :p2, :p3, :p4, :p5, :p6)"};
constexpr Statement list_rows{
    "identity.password_resets.list",
    "SELECT user_id, sealed_token, address, created_at, expires_at FROM password_resets "
    "WHERE used_at IS NULL AND expires_at > :p1 ORDER BY created_at DESC, token_hash LIMIT 500"};
constexpr Statement count_rows{
    "identity.password_resets.count",
    "SELECT COUNT(*) FROM password_resets WHERE user_id = :p1 AND used_at IS NULL AND expires_at > :p2"};
constexpr Statement use_row{"identity.password_resets.use",
                            "UPDATE password_resets SET used_at = :p2 "
                            "WHERE token_hash = :p1 AND used_at IS NULL AND expires_at > :p2"};
constexpr Statement find_owner{"identity.password_resets.owner",
                               "SELECT user_id FROM password_resets WHERE token_hash = :p1"};
constexpr Statement delete_of_user{"identity.password_resets.delete_of_user",
                                   "DELETE FROM password_resets WHERE user_id = :p1"};
constexpr Statement delete_expired{"identity.password_resets.delete_expired",
                                   "DELETE FROM password_resets WHERE expires_at < :p1"};

}  // namespace

base::Result<> insert_reset(Connection& connection, const std::string& hash, const StoredReset& reset) {
  const auto sealed = reset.sealed_token.empty() ? std::nullopt : std::optional<std::string>(reset.sealed_token);
  RETURN_IF_FAILED(
      connection.execute(insert_row, hash, reset.user_id, sealed, reset.address, reset.created_at, reset.expires_at));
  return {};
}

base::Result<std::vector<StoredReset>> list_resets(Connection& connection, base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_rows, now));
  std::vector<StoredReset> resets;
  resets.reserve(rows.size());
  for (const Row& row : rows) {
    resets.push_back({row.uuid(0), row.text(1), row.text(2), row.timestamp(3), row.timestamp(4)});
  }
  return resets;
}

base::Result<std::int64_t> count_resets(Connection& connection, const base::Uuid& user_id, base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(count_rows, user_id, now));
  return row ? row->integer(0) : 0;
}

base::Result<std::optional<base::Uuid>> use_reset(Connection& connection, const std::string& hash,
                                                  base::Timestamp now) {
  ASSIGN_OR_RETURN(const std::int64_t used, connection.execute(use_row, hash, now));
  if (used == 0) return std::optional<base::Uuid>{};
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_owner, hash));
  return row ? std::optional<base::Uuid>{row->uuid(0)} : std::nullopt;
}

base::Result<> delete_resets_of(Connection& connection, const base::Uuid& user_id) {
  RETURN_IF_FAILED(connection.execute(delete_of_user, user_id));
  return {};
}

base::Result<> delete_resets_before(Connection& connection, base::Timestamp expired_before) {
  RETURN_IF_FAILED(connection.execute(delete_expired, expired_before));
  return {};
}

}  // namespace identity::store
