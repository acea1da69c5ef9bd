#include "domain/identity/user_store.h"

#include <algorithm>
#include <unordered_map>

#include "domain/identity/account_rules.h"
#include "domain/identity/like_pattern.h"

namespace identity::store {
namespace {

using platform::db::Connection;
using platform::db::Row;
using platform::db::Statement;

constexpr Statement insert_row{
    "identity.users.insert",
    "INSERT INTO users (id, email, email_key, name, role, password_hash, version, created_at, updated_at, disabled_at) "
    "VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10)"};
constexpr Statement update_row{
    "identity.users.update",
    "UPDATE users SET email = :p2, email_key = :p3, name = :p4, role = :p5, version = :p6, updated_at = :p7, "
    "disabled_at = :p8 WHERE id = :p1"};
constexpr Statement delete_row{"identity.users.delete", "DELETE FROM users WHERE id = :p1"};
constexpr Statement clear_permissions{"identity.user_permissions.clear",
                                      "DELETE FROM user_permissions WHERE user_id = :p1"};
constexpr Statement insert_permission{
    "identity.user_permissions.insert",
    "INSERT INTO user_permissions (user_id, permission, effect) VALUES (:p1, :p2, :p3)"};
constexpr Statement write_password{"identity.users.set_password",
                                   "UPDATE users SET password_hash = :p2, version = version + 1 WHERE id = :p1"};
constexpr Statement write_new_hash{"identity.users.replace_hash",
                                   "UPDATE users SET password_hash = :p3 WHERE id = :p1 AND password_hash = :p2"};
constexpr Statement write_last_login{"identity.users.set_last_login",
                                     "UPDATE users SET last_login_at = :p2 WHERE id = :p1"};

constexpr Statement find_by_id{
    "identity.users.find",
    "SELECT id, email, name, role, password_hash, version, created_at, updated_at, disabled_at, last_login_at "
    "FROM users WHERE id = :p1"};
constexpr Statement find_by_key{
    "identity.users.find_by_email",
    "SELECT id, email, name, role, password_hash, version, created_at, updated_at, disabled_at, last_login_at "
    "FROM users WHERE email_key = :p1"};
constexpr Statement list_page{
    "identity.users.list",
    "SELECT id, email, name, role, password_hash, version, created_at, updated_at, disabled_at, last_login_at "
    "FROM users WHERE id > :p1 AND (email_key LIKE :p2 ESCAPE '\\' OR LOWER(name) LIKE :p2 ESCAPE '\\') "
    "ORDER BY id LIMIT :p3"};
constexpr Statement list_administrators{
    "identity.users.administrators",
    "SELECT id, email, name, role, password_hash, version, created_at, updated_at, disabled_at, last_login_at "
    "FROM users WHERE role = 'admin' ORDER BY id"};
constexpr Statement permissions_between{"identity.user_permissions.between",
                                        "SELECT user_id, permission, effect FROM user_permissions "
                                        "WHERE user_id >= :p1 AND user_id <= :p2"};

// SQLite's transactions hold the whole database.
constexpr Statement lock_row{"identity.users.lock", "SELECT id FROM users WHERE id = :p1",
                             "SELECT id FROM users WHERE id = :p1 FOR UPDATE"};
constexpr Statement lock_admin_rows{"identity.users.lock_administrators", "SELECT id FROM users WHERE role = 'admin'",
                                    "SELECT id FROM users WHERE role = 'admin' ORDER BY id FOR UPDATE"};
constexpr Statement lock_start_row{"identity.starts.lock",
                                   "INSERT INTO identity_starts (id, started_at) VALUES (1, :p1) "
                                   "ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at"};
constexpr Statement any_user{"identity.users.any", "SELECT 1 FROM users LIMIT 1"};

StoredUser user_of(const Row& row) {
  StoredUser stored;
  User& user = stored.user;
  user.id = row.uuid(0);
  user.email = row.text(1);
  user.name = row.text(2);
  user.role = role_of(row.text(3)).value();
  stored.password_hash = row.text(4);
  user.has_password = !stored.password_hash.empty();
  user.version = row.integer(5);
  user.created_at = row.timestamp(6);
  user.updated_at = row.timestamp(7);
  user.is_disabled = !row.is_null(8);
  user.last_login_at = row.optional_timestamp(9);
  return stored;
}

std::optional<base::Timestamp> disabled_at(const User& user) {
  return user.is_disabled ? std::optional<base::Timestamp>(user.updated_at) : std::nullopt;
}

/// Fills in the grants and denials of users in order of their ids.
base::Result<> add_permissions(Connection& connection, std::vector<StoredUser>& all) {
  if (all.empty()) return {};
  ASSIGN_OR_RETURN(const auto rows, connection.query(permissions_between, all.front().user.id, all.back().user.id));
  std::unordered_map<base::Uuid, User*> by_id;
  for (StoredUser& stored : all) by_id.emplace(stored.user.id, &stored.user);
  for (const Row& row : rows) {
    const auto found = by_id.find(row.uuid(0));
    if (found == by_id.end()) continue;
    PermissionSet& set = row.text(2) == "grant" ? found->second->granted : found->second->denied;
    set.add(row.text(1));
  }
  return {};
}

base::Result<std::vector<StoredUser>> users_of(Connection& connection, const std::vector<Row>& rows) {
  std::vector<StoredUser> all;
  all.reserve(rows.size());
  std::ranges::transform(rows, std::back_inserter(all), user_of);
  RETURN_IF_FAILED(add_permissions(connection, all));
  return all;
}

base::Result<std::optional<StoredUser>> only_user_of(Connection& connection, base::Result<std::vector<Row>> rows) {
  if (!rows) return base::failure(std::move(rows).error());
  ASSIGN_OR_RETURN(auto all, users_of(connection, *rows));
  if (all.empty()) return std::optional<StoredUser>{};
  return std::optional<StoredUser>{std::move(all.front())};
}

std::vector<User> without_hashes(std::vector<StoredUser> all) {
  std::vector<User> users;
  users.reserve(all.size());
  for (StoredUser& stored : all) users.push_back(std::move(stored.user));
  return users;
}

}  // namespace

base::Result<> insert_user(Connection& connection, const StoredUser& stored) {
  const User& user = stored.user;
  const auto hash = stored.password_hash.empty() ? std::nullopt : std::optional<std::string>(stored.password_hash);
  RETURN_IF_FAILED(connection.execute(insert_row, user.id, user.email, email_key(user.email), user.name,
                                      to_string(user.role), hash, user.version, user.created_at, user.updated_at,
                                      disabled_at(user)));
  return write_permissions(connection, user);
}

base::Result<> update_user(Connection& connection, const User& user) {
  RETURN_IF_FAILED(connection.execute(update_row, user.id, user.email, email_key(user.email), user.name,
                                      to_string(user.role), user.version, user.updated_at, disabled_at(user)));
  return {};
}

base::Result<> delete_user(Connection& connection, const base::Uuid& id) {
  RETURN_IF_FAILED(connection.execute(delete_row, id));
  return {};
}

base::Result<> write_permissions(Connection& connection, const User& user) {
  RETURN_IF_FAILED(connection.execute(clear_permissions, user.id));
  for (const std::string& name : user.denied.names()) {
    RETURN_IF_FAILED(connection.execute(insert_permission, user.id, name, "deny"));
  }
  for (const std::string& name : (user.granted - user.denied).names()) {
    RETURN_IF_FAILED(connection.execute(insert_permission, user.id, name, "grant"));
  }
  return {};
}

base::Result<> set_password(Connection& connection, const base::Uuid& id, const std::string& hash) {
  RETURN_IF_FAILED(connection.execute(write_password, id, hash));
  return {};
}

base::Result<> replace_hash(Connection& connection, const base::Uuid& id, const std::string& old_hash,
                            const std::string& new_hash) {
  RETURN_IF_FAILED(connection.execute(write_new_hash, id, old_hash, new_hash));
  return {};
}

base::Result<> set_last_login(Connection& connection, const base::Uuid& id, base::Timestamp at) {
  RETURN_IF_FAILED(connection.execute(write_last_login, id, at));
  return {};
}

base::Result<std::optional<StoredUser>> find_user(Connection& connection, const base::Uuid& id) {
  return only_user_of(connection, connection.query(find_by_id, id));
}

base::Result<std::optional<StoredUser>> lock_user(Connection& connection, const base::Uuid& id) {
  RETURN_IF_FAILED(connection.query(lock_row, id));
  return find_user(connection, id);
}

base::Result<std::optional<StoredUser>> find_by_email(Connection& connection, std::string_view email_key) {
  return only_user_of(connection, connection.query(find_by_key, email_key));
}

base::Result<std::vector<User>> list_users(Connection& connection, std::string_view search, const PageRequest& page) {
  const std::string pattern = '%' + escaped_for_like(email_key(search)) + '%';
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_page, page.after.value_or(base::Uuid{}), pattern,
                                                     static_cast<std::int64_t>(page.limit + 1)));
  ASSIGN_OR_RETURN(auto all, users_of(connection, rows));
  return without_hashes(std::move(all));
}

base::Result<std::vector<User>> lock_administrators(Connection& connection) {
  RETURN_IF_FAILED(connection.query(lock_admin_rows));
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_administrators));
  ASSIGN_OR_RETURN(auto all, users_of(connection, rows));
  return without_hashes(std::move(all));
}

base::Result<> lock_start(Connection& connection, base::Timestamp now) {
  RETURN_IF_FAILED(connection.execute(lock_start_row, now));
  return {};
}

base::Result<bool> has_users(Connection& connection) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(any_user));
  return row.has_value();
}

}  // namespace identity::store
