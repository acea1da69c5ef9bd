#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "domain/identity/audit.h"
#include "domain/identity/permissions.h"
#include "domain/identity/users.h"
#include "platform/db/database.h"

namespace identity {

/// A key with which a program calls in a user's name. What it may do is its scopes, as far as its owner may still do
/// them.
struct ApiKey {
  base::Uuid id;
  base::Uuid user_id;
  std::string name;
  std::string prefix;  ///< the part that is shown: "si_<prefix>_<secret>"
  PermissionSet scopes;
  std::optional<base::Uuid> replaces_id;
  base::Timestamp created_at;
  std::optional<base::Timestamp> expires_at;
  std::optional<base::Timestamp> last_used_at;
  bool is_revoked = false;
};

struct NewApiKey {
  base::Uuid user_id;
  std::string name;
  PermissionSet scopes;
  std::optional<base::Timestamp> expires_at;
};

/// A key just made, with its text, shown this once.
struct CreatedApiKey {
  ApiKey key;
  std::string secret;
};

/// Members that are not set stay.
struct ApiKeyChange {
  std::optional<std::string> name{};
  std::optional<PermissionSet> scopes{};
  std::optional<base::Timestamp> expires_at{};
};

class CallerCache;

/// Keys of programs. `owner`: only keys of this user are found; nothing: everybody's. Thread-safe.
class ApiKeyService {
 public:
  /// After a rotation the old key works for this long at most.
  static constexpr std::chrono::hours longest_overlap{24 * 30};

  ApiKeyService(platform::db::Database& main, CallerCache& cache) : database_(main), cache_(cache) {}

  /// Fails with scopes_too_wide, api_key_invalid, user_unknown.
  base::Result<CreatedApiKey> create(const Authority& authority, const NewApiKey& wanted);
  base::Result<Page<ApiKey>> list(const std::optional<base::Uuid>& owner, const PageRequest& page);
  /// Fails with api_key_unknown.
  base::Result<ApiKey> find(const std::optional<base::Uuid>& owner, const base::Uuid& id);
  base::Result<ApiKey> update(const Authority& authority, const std::optional<base::Uuid>& owner, const base::Uuid& id,
                              const ApiKeyChange& change);
  /// A new key in place of this one, which keeps working for `overlap`.
  base::Result<CreatedApiKey> rotate(const Authority& authority, const std::optional<base::Uuid>& owner,
                                     const base::Uuid& id, std::chrono::seconds overlap);
  base::Result<> revoke(const Authority& authority, const std::optional<base::Uuid>& owner, const base::Uuid& id);

 private:
  platform::db::Database& database_;
  CallerCache& cache_;
};

inline constexpr base::ProblemKind api_key_unknown{"identity.api_key_unknown", "No such API key", 404,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind api_key_invalid{"identity.api_key_invalid", "API key cannot be so", 422,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind api_key_refused{"auth.api_key_refused", "API key is not valid", 401,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind scopes_too_wide{"identity.scopes_too_wide", "More than the owner may do", 422,
                                                   base::LogLevel::info};

}  // namespace identity
