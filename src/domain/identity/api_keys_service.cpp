#include <algorithm>

#include "base/text.h"
#include "domain/identity/account_rules.h"
#include "domain/identity/api_key_store.h"
#include "domain/identity/api_key_text.h"
#include "domain/identity/api_keys.h"
#include "domain/identity/audit_facts.h"
#include "domain/identity/caller_cache.h"
#include "domain/identity/page.h"
#include "domain/identity/transact.h"
#include "domain/identity/user_lookup.h"
#include "platform/crypto/digest.h"

namespace identity {
namespace {

using platform::db::Connection;

/// The key found, when it is one of `owner`'s, or api_key_unknown.
base::Result<ApiKey> known_key(base::Result<std::optional<ApiKey>> found, const std::optional<base::Uuid>& owner,
                               const base::Uuid& id) {
  if (!found) return base::failure(std::move(found).error());
  if (*found && (!owner || (*found)->user_id == *owner)) return **std::move(found);
  return base::failure(api_key_unknown, "There is no API key " + id.to_string() + '.',
                       "List the keys to see their ids.");
}

base::Result<> check_scopes(const Authority& authority, const User& owner, const PermissionSet& scopes) {
  if (scopes.is_empty()) {
    return base::failure(api_key_invalid, "The API key has no scopes, so it could do nothing.",
                         "Name at least one permission.");
  }
  const PermissionSet excess = scopes - (owner.permissions() & authority.permissions);
  if (excess.is_empty()) return {};
  return base::failure(scopes_too_wide,
                       owner.email + " or the caller may not do this: " + base::join(excess.names(), ", ") + '.',
                       "Leave these scopes out.");
}

base::Result<> check_expiry(const std::optional<base::Timestamp>& expires_at, base::Timestamp now) {
  if (!expires_at || *expires_at > now) return {};
  return base::failure(api_key_invalid, "The API key would have expired at " + expires_at->to_string() + " already.",
                       "Choose a time to come, or none.");
}

base::Result<> check_usable(const ApiKey& key, base::Timestamp now) {
  if (!key.is_revoked && (!key.expires_at || *key.expires_at > now)) return {};
  return base::failure(api_key_invalid, "The API key " + key.prefix + " is revoked or has expired.",
                       "Create a new key.");
}

base::Result<CreatedApiKey> add_key(Connection& connection, const Actor& actor, ApiKey key, const std::string& action) {
  ApiKeyText made = ApiKeyText::make();
  key.id = base::Uuid::generate();
  key.prefix = std::move(made.prefix);
  RETURN_IF_FAILED(store::insert_api_key(connection, {key, platform::crypto::sha256_hex(made.text)}));
  RETURN_IF_FAILED(
      AuditTrail::record(connection, actor, difference(action, api_key_subject(key.id), {}, facts_of(key))));
  return CreatedApiKey{std::move(key), std::move(made.text)};
}

}  // namespace

base::Result<CreatedApiKey> ApiKeyService::create(const Authority& authority, const NewApiKey& wanted) {
  const auto now = base::Timestamp::now();
  ApiKey key;
  ASSIGN_OR_RETURN(key.name, checked_name(wanted.name, api_key_invalid));
  RETURN_IF_FAILED(check_expiry(wanted.expires_at, now));
  key.user_id = wanted.user_id;
  key.scopes = wanted.scopes;
  key.created_at = now;
  key.expires_at = wanted.expires_at;
  return in_transaction(database_, [&](Connection& connection) -> base::Result<CreatedApiKey> {
    ASSIGN_OR_RETURN(const auto owner, known_user(store::lock_user(connection, wanted.user_id), wanted.user_id));
    RETURN_IF_FAILED(check_scopes(authority, owner.user, key.scopes));
    return add_key(connection, authority.actor, key, "api_key.created");
  });
}

base::Result<Page<ApiKey>> ApiKeyService::list(const std::optional<base::Uuid>& owner, const PageRequest& page) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto keys, store::list_api_keys(*connection, owner, page));
  return page_of(std::move(keys), page.limit);
}

base::Result<ApiKey> ApiKeyService::find(const std::optional<base::Uuid>& owner, const base::Uuid& id) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  return known_key(store::find_api_key(*connection, id), owner, id);
}

base::Result<ApiKey> ApiKeyService::update(const Authority& authority, const std::optional<base::Uuid>& owner,
                                           const base::Uuid& id, const ApiKeyChange& change) {
  const auto now = base::Timestamp::now();
  auto updated = in_transaction(database_, [&](Connection& connection) -> base::Result<ApiKey> {
    ASSIGN_OR_RETURN(const ApiKey before, known_key(store::lock_api_key(connection, id), owner, id));
    RETURN_IF_FAILED(check_usable(before, now));
    ApiKey after = before;
    if (change.name) {
      ASSIGN_OR_RETURN(after.name, checked_name(*change.name, api_key_invalid));
    }
    if (change.scopes) {
      ASSIGN_OR_RETURN(const auto user, known_user(store::find_user(connection, before.user_id), before.user_id));
      RETURN_IF_FAILED(check_scopes(authority, user.user, *change.scopes));
      after.scopes = *change.scopes;
    }
    if (change.expires_at) {
      RETURN_IF_FAILED(check_expiry(change.expires_at, now));
      after.expires_at = change.expires_at;
    }
    RETURN_IF_FAILED(store::update_api_key(connection, after));
    RETURN_IF_FAILED(
        AuditTrail::record(connection, authority.actor,
                           difference("api_key.updated", api_key_subject(id), facts_of(before), facts_of(after))));
    return after;
  });
  if (updated) cache_.forget_user(updated->user_id);
  return updated;
}

base::Result<CreatedApiKey> ApiKeyService::rotate(const Authority& authority, const std::optional<base::Uuid>& owner,
                                                  const base::Uuid& id, std::chrono::seconds overlap) {
  if (overlap < std::chrono::seconds(0) || overlap > longest_overlap) {
    return base::failure(
        api_key_invalid,
        "The old key cannot stay valid for " + std::to_string(overlap.count()) + " seconds after the rotation.",
        "Choose 0 to 2592000 seconds (30 days).");
  }
  const auto now = base::Timestamp::now();
  auto rotated = in_transaction(database_, [&](Connection& connection) -> base::Result<CreatedApiKey> {
    ASSIGN_OR_RETURN(ApiKey old, known_key(store::lock_api_key(connection, id), owner, id));
    RETURN_IF_FAILED(check_usable(old, now));
    ASSIGN_OR_RETURN(const auto user, known_user(store::lock_user(connection, old.user_id), old.user_id));
    RETURN_IF_FAILED(check_scopes(authority, user.user, old.scopes));
    ApiKey next = old;
    next.replaces_id = old.id;
    next.created_at = now;
    if (old.expires_at) next.expires_at = now + (*old.expires_at - old.created_at);
    next.last_used_at.reset();
    old.expires_at = old.expires_at ? std::min(*old.expires_at, now + overlap) : now + overlap;
    RETURN_IF_FAILED(store::update_api_key(connection, old));
    return add_key(connection, authority.actor, std::move(next), "api_key.rotated");
  });
  if (rotated) cache_.forget_user(rotated->key.user_id);
  return rotated;
}

base::Result<> ApiKeyService::revoke(const Authority& authority, const std::optional<base::Uuid>& owner,
                                     const base::Uuid& id) {
  const auto revoked = in_transaction(database_, [&](Connection& connection) -> base::Result<base::Uuid> {
    ASSIGN_OR_RETURN(const ApiKey key, known_key(store::lock_api_key(connection, id), owner, id));
    ASSIGN_OR_RETURN(const bool was_valid, store::revoke_api_key(connection, id, base::Timestamp::now()));
    if (was_valid) {
      RETURN_IF_FAILED(AuditTrail::record(connection, authority.actor,
                                          difference("api_key.revoked", api_key_subject(id), facts_of(key), {})));
    }
    return key.user_id;
  });
  if (!revoked) return base::failure(revoked.error());
  cache_.forget_user(*revoked);
  return {};
}

}  // namespace identity
