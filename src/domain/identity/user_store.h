#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/identity/users.h"
#include "platform/db/connection.h"

namespace identity::store {

/// A user with the hash that proves it is him; "" before a password was set.
struct StoredUser {
  User user;
  std::string password_hash;
};

/// Fails with db_conflict when the address is taken.
base::Result<> insert_user(platform::db::Connection& connection, const StoredUser& stored);
/// Everything but password, login time and permissions.
base::Result<> update_user(platform::db::Connection& connection, const User& user);
base::Result<> delete_user(platform::db::Connection& connection, const base::Uuid& id);
/// Replaces grants and denials.
base::Result<> write_permissions(platform::db::Connection& connection, const User& user);
/// Counts as a change of the user.
base::Result<> set_password(platform::db::Connection& connection, const base::Uuid& id, const std::string& hash);
/// The same password hashed anew; nothing when it was changed meanwhile.
base::Result<> replace_hash(platform::db::Connection& connection, const base::Uuid& id, const std::string& old_hash,
                            const std::string& new_hash);
base::Result<> set_last_login(platform::db::Connection& connection, const base::Uuid& id, base::Timestamp at);

base::Result<std::optional<StoredUser>> find_user(platform::db::Connection& connection, const base::Uuid& id);
/// The same, and nobody else changes him until this transaction ends.
base::Result<std::optional<StoredUser>> lock_user(platform::db::Connection& connection, const base::Uuid& id);
base::Result<std::optional<StoredUser>> find_by_email(platform::db::Connection& connection, std::string_view email_key);
base::Result<std::vector<User>> list_users(platform::db::Connection& connection, std::string_view search,
                                           const PageRequest& page);
/// All of role admin; nobody else changes one of them until this transaction ends.
base::Result<std::vector<User>> lock_administrators(platform::db::Connection& connection);

/// Makes processes that start wait for one another, until this transaction ends.
base::Result<> lock_start(platform::db::Connection& connection, base::Timestamp now);
base::Result<bool> has_users(platform::db::Connection& connection);

}  // namespace identity::store
