#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "platform/db/connection.h"

namespace identity::store {

/// What is known of a key that somebody has claimed.
struct StoredKey {
  std::string fingerprint;
  std::optional<std::string> answer;  ///< sealed; none while the request is under way
};

struct KeyClaim {
  std::string key;
  base::Uuid holder;
};

/// True when the key is the holder's now: it was new, expired, or its holder has let the lease run out.
base::Result<bool> claim_key(platform::db::Connection& connection, const KeyClaim& claim, std::string_view fingerprint,
                             base::Timestamp now, base::Timestamp lease_until, base::Timestamp expires_at);
base::Result<std::optional<StoredKey>> find_key(platform::db::Connection& connection, std::string_view key);
base::Result<> renew_key(platform::db::Connection& connection, const KeyClaim& claim, base::Timestamp lease_until);
base::Result<> answer_key(platform::db::Connection& connection, const KeyClaim& claim, std::string_view answer);
base::Result<> release_key(platform::db::Connection& connection, const KeyClaim& claim);
base::Result<> delete_expired_keys(platform::db::Connection& connection, base::Timestamp now);

}  // namespace identity::store
