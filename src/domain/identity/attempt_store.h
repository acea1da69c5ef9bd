#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "platform/db/connection.h"

namespace identity::store {

/// Failed logins in a row, and when the next attempt may be made.
struct Attempts {
  std::int64_t failures = 0;
  base::Timestamp last_at;
  base::Timestamp open_at;
};

/// None yet for an account and network never seen.
base::Result<Attempts> find_attempts(platform::db::Connection& connection, std::string_view account,
                                     std::string_view network);
/// The same, and nobody else counts here until this transaction ends.
base::Result<Attempts> lock_attempts(platform::db::Connection& connection, std::string_view account,
                                     std::string_view network, base::Timestamp now);
base::Result<> write_attempts(platform::db::Connection& connection, std::string_view account, std::string_view network,
                              const Attempts& attempts);
base::Result<> delete_attempts(platform::db::Connection& connection, std::string_view account,
                               std::string_view network);
base::Result<> delete_attempts_before(platform::db::Connection& connection, base::Timestamp last_before);

base::Result<bool> is_known_network(platform::db::Connection& connection, const base::Uuid& user_id,
                                    std::string_view network);
base::Result<> write_known_network(platform::db::Connection& connection, const base::Uuid& user_id,
                                   std::string_view network, base::Timestamp now);
base::Result<> delete_known_networks_before(platform::db::Connection& connection, base::Timestamp last_before);

}  // namespace identity::store
