#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/identity/api_keys.h"
#include "platform/db/connection.h"

namespace identity::store {

/// A key with the SHA-256 of its text.
struct StoredApiKey {
  ApiKey key;
  std::string secret_hash;
};

base::Result<> insert_api_key(platform::db::Connection& connection, const StoredApiKey& stored);
/// Name, scopes and expiry.
base::Result<> update_api_key(platform::db::Connection& connection, const ApiKey& key);
/// True when it was valid until now.
base::Result<bool> revoke_api_key(platform::db::Connection& connection, const base::Uuid& id, base::Timestamp now);
base::Result<> touch_api_key(platform::db::Connection& connection, const base::Uuid& id, base::Timestamp now);
base::Result<std::optional<StoredApiKey>> find_by_prefix(platform::db::Connection& connection, std::string_view prefix);
base::Result<std::optional<ApiKey>> find_api_key(platform::db::Connection& connection, const base::Uuid& id);
/// The same, and nobody else changes it until this transaction ends.
base::Result<std::optional<ApiKey>> lock_api_key(platform::db::Connection& connection, const base::Uuid& id);
/// Newest first; `owner`: of this user only.
base::Result<std::vector<ApiKey>> list_api_keys(platform::db::Connection& connection,
                                                const std::optional<base::Uuid>& owner, const PageRequest& page);

}  // namespace identity::store
