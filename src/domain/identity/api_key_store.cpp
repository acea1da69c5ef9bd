#include "domain/identity/api_key_store.h"

#include <algorithm>
#include <iterator>

namespace identity::store {
namespace {

using platform::db::Connection;
using platform::db::Row;
using platform::db::Statement;

constexpr Statement insert_row{
    "identity.api_keys.insert",
    "INSERT INTO api_keys (id, user_id, name, prefix, secret_hash, scopes, replaces_id, created_at, expires_at) "
    "VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9)"};
constexpr Statement update_row{"identity.api_keys.update",
                               "UPDATE api_keys SET name = :p2, scopes = :p3, expires_at = :p4 WHERE id = :p1"};
constexpr Statement revoke_row{"identity.api_keys.revoke",
                               "UPDATE api_keys SET revoked_at = :p2 WHERE id = :p1 AND revoked_at IS NULL"};
constexpr Statement touch_row{"identity.api_keys.touch",
                              "UPDATE api_keys SET last_used_at = :p2 "
                              "WHERE id = :p1 AND (last_used_at IS NULL OR last_used_at < :p2)"};
constexpr Statement find_prefix{
    "identity.api_keys.find_by_prefix",
    "SELECT id, user_id, name, prefix, scopes, replaces_id, created_at, expires_at, last_used_at, revoked_at, "
    "secret_hash FROM api_keys WHERE prefix = :p1"};
constexpr Statement find_row{
    "identity.api_keys.find",
    "SELECT id, user_id, name, prefix, scopes, replaces_id, created_at, expires_at, last_used_at, revoked_at "
    "FROM api_keys WHERE id = :p1"};
constexpr Statement lock_row{"identity.api_keys.lock", "SELECT id FROM api_keys WHERE id = :p1",
                             "SELECT id FROM api_keys WHERE id = :p1 FOR UPDATE"};
constexpr Statement list_all{
    "identity.api_keys.list",
    "SELECT id, user_id, name, prefix, scopes, replaces_id, created_at, expires_at, last_used_at, revoked_at "
    "FROM api_keys WHERE id < :p1 ORDER BY id DESC LIMIT :p2"};
constexpr Statement list_of_user{
    "identity.api_keys.list_of_user",
    "SELECT id, user_id, name, prefix, scopes, replaces_id, created_at, expires_at, last_used_at, revoked_at "
    "FROM api_keys WHERE id < :p1 AND user_id = :p3 ORDER BY id DESC LIMIT :p2"};

ApiKey key_of(const Row& row) {
  return {row.uuid(0),
          row.uuid(1),
          row.text(2),
          row.text(3),
          PermissionSet::of_stored(row.text(4)),
          row.optional_uuid(5),
          row.timestamp(6),
          row.optional_timestamp(7),
          row.optional_timestamp(8),
          !row.is_null(9)};
}

}  // namespace

base::Result<> insert_api_key(Connection& connection, const StoredApiKey& stored) {
  const ApiKey& key = stored.key;
  RETURN_IF_FAILED(connection.execute(insert_row, key.id, key.user_id, key.name, key.prefix, stored.secret_hash,
                                      key.scopes.stored(), key.replaces_id, key.created_at, key.expires_at));
  return {};
}

base::Result<> update_api_key(Connection& connection, const ApiKey& key) {
  RETURN_IF_FAILED(connection.execute(update_row, key.id, key.name, key.scopes.stored(), key.expires_at));
  return {};
}

base::Result<bool> revoke_api_key(Connection& connection, const base::Uuid& id, base::Timestamp now) {
  ASSIGN_OR_RETURN(const std::int64_t revoked, connection.execute(revoke_row, id, now));
  return revoked > 0;
}

base::Result<> touch_api_key(Connection& connection, const base::Uuid& id, base::Timestamp now) {
  RETURN_IF_FAILED(connection.execute(touch_row, id, now));
  return {};
}

base::Result<std::optional<StoredApiKey>> find_by_prefix(Connection& connection, std::string_view prefix) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_prefix, prefix));
  if (!row) return std::optional<StoredApiKey>{};
  return std::optional<StoredApiKey>{{key_of(*row), row->text(10)}};
}

base::Result<std::optional<ApiKey>> find_api_key(Connection& connection, const base::Uuid& id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_row, id));
  if (!row) return std::optional<ApiKey>{};
  return std::optional<ApiKey>{key_of(*row)};
}

base::Result<std::optional<ApiKey>> lock_api_key(Connection& connection, const base::Uuid& id) {
  RETURN_IF_FAILED(connection.query(lock_row, id));
  return find_api_key(connection, id);
}

base::Result<std::vector<ApiKey>> list_api_keys(Connection& connection, const std::optional<base::Uuid>& owner,
                                                const PageRequest& page) {
  constexpr std::string_view after_all_ids = "ffffffff-ffff-ffff-ffff-ffffffffffff";
  const std::string before = page.after ? page.after->to_string() : std::string(after_all_ids);
  const auto limit = static_cast<std::int64_t>(page.limit + 1);
  ASSIGN_OR_RETURN(const auto rows, owner ? connection.query(list_of_user, before, limit, *owner)
                                          : connection.query(list_all, before, limit));
  std::vector<ApiKey> keys;
  keys.reserve(rows.size());
  std::ranges::transform(rows, std::back_inserter(keys), key_of);
  return keys;
}

}  // namespace identity::store
