#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/identity/users.h"
#include "platform/db/connection.h"

namespace identity::store {

struct StoredReset {
  base::Uuid user_id;
  std::string sealed_token;  ///< "": it went out by mail
  std::string address;
  base::Timestamp created_at;
  base::Timestamp expires_at;
};

base::Result<> insert_reset(platform::db::Connection& connection, const std::string& hash, const StoredReset& reset);
/// Those not used and not expired, newest first, at most 500.
base::Result<std::vector<StoredReset>> list_resets(platform::db::Connection& connection, base::Timestamp now);
/// How many of a user are neither used nor expired.
base::Result<std::int64_t> count_resets(platform::db::Connection& connection, const base::Uuid& user_id,
                                        base::Timestamp now);
/// The user whose open reset this is, which is now used: once, however many try at the same moment.
base::Result<std::optional<base::Uuid>> use_reset(platform::db::Connection& connection, const std::string& hash,
                                                  base::Timestamp now);
/// Ends all open resets of a user.
base::Result<> delete_resets_of(platform::db::Connection& connection, const base::Uuid& user_id);
base::Result<> delete_resets_before(platform::db::Connection& connection, base::Timestamp expired_before);

}  // namespace identity::store
