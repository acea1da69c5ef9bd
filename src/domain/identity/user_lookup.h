#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "domain/identity/account_rules.h"
#include "domain/identity/user_store.h"

namespace identity {

/// The user found, or user_unknown.
inline base::Result<store::StoredUser> known_user(base::Result<std::optional<store::StoredUser>> found,
                                                  const base::Uuid& id) {
  if (!found) return base::failure(std::move(found).error());
  if (*found) return **std::move(found);
  return base::failure(user_unknown, "There is no user " + id.to_string() + '.', "List the users to see their ids.");
}

/// The user of an address that somebody typed; nothing for what is no address.
inline base::Result<std::optional<store::StoredUser>> user_of_address(platform::db::Connection& connection,
                                                                      std::string_view email) {
  if (!checked_email(email)) return std::optional<store::StoredUser>{};
  return store::find_by_email(connection, email_key(email));
}

}  // namespace identity
