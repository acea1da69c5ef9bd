#include "base/text.h"
#include "domain/identity/api_key_store.h"
#include "domain/identity/api_key_text.h"
#include "domain/identity/caller_cache.h"
#include "domain/identity/identity.h"
#include "domain/identity/session_store.h"
#include "domain/identity/user_store.h"
#include "platform/crypto/digest.h"

namespace identity {
namespace {

using platform::http::Caller;

/// How exactly the last use of a login or key is known.
constexpr std::chrono::seconds last_use_step{60};
constexpr base::Timestamp never_ends{253'402'300'799'000'000};

tl::unexpected<base::Problem> ended() {
  return base::failure(session_ended, "This login has ended.", "Log in again.");
}

tl::unexpected<base::Problem> refused_key() {
  return base::failure(api_key_refused, "The API key is unknown, revoked or has expired.",
                       "Use a valid key; users create them under API keys.");
}

bool is_due(const std::optional<base::Timestamp>& last_use, base::Timestamp now) {
  return !last_use || now - *last_use >= last_use_step;
}

Caller caller_of(const User& user, const PermissionSet& permissions) {
  Caller caller;
  caller.user_id = user.id;
  caller.name = user.email;
  caller.role = to_string(user.role);
  caller.permissions = permissions.names();
  return caller;
}

}  // namespace

base::Result<Caller> IdentityService::caller_of_token(std::string_view token) {
  const auto now = base::Timestamp::now();
  ASSIGN_OR_RETURN(const auto claims, signer_.verify(token, now));
  const std::string key = claims.session_id.to_string();
  if (auto cached = cache_->find(key, now)) {
    if (cached->user_id != claims.user_id) return ended();
    return *std::move(cached);
  }
  const auto generation = cache_->generation();
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(const auto found, store::find_session(*connection, claims.session_id));
  if (!found || found->is_revoked || found->session.expires_at <= now) return ended();
  const Session& session = found->session;
  if (session.user_id != claims.user_id) return ended();
  ASSIGN_OR_RETURN(const auto stored, store::find_user(*connection, claims.user_id));
  if (!stored || stored->user.is_disabled) return ended();
  if (is_due(session.last_used_at, now)) RETURN_IF_FAILED(store::touch_session(*connection, session.id, now));
  Caller caller = caller_of(stored->user, stored->user.permissions());
  caller.session_id = session.id;
  cache_->put(key, caller, session.expires_at, generation);
  return caller;
}

base::Result<Caller> IdentityService::caller_of_key(std::string_view text) {
  const auto prefix = prefix_of_key(text);
  if (!prefix) return refused_key();
  const auto now = base::Timestamp::now();
  const std::string hash = platform::crypto::sha256_hex(text);
  if (auto cached = cache_->find(hash, now)) return *std::move(cached);
  const auto generation = cache_->generation();
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(const auto found, store::find_by_prefix(*connection, *prefix));
  if (!found || !platform::crypto::is_equal_secret(found->secret_hash, hash)) return refused_key();
  const ApiKey& key = found->key;
  if (key.is_revoked || (key.expires_at && *key.expires_at <= now)) return refused_key();
  ASSIGN_OR_RETURN(const auto owner, store::find_user(*connection, key.user_id));
  if (!owner || owner->user.is_disabled) return refused_key();
  if (is_due(key.last_used_at, now)) RETURN_IF_FAILED(store::touch_api_key(*connection, key.id, now));
  Caller caller = caller_of(owner->user, key.scopes & owner->user.permissions());
  caller.name = std::string(api_key_mark) + key.prefix;
  caller.by_api_key = true;
  cache_->put(hash, caller, key.expires_at.value_or(never_ends), generation);
  return caller;
}

base::Result<Caller> IdentityService::authenticate(std::string_view credential) {
  return credential.starts_with(api_key_mark) ? caller_of_key(credential) : caller_of_token(credential);
}

base::Result<std::optional<Caller>> IdentityService::authenticate(const platform::http::Request& request) {
  constexpr std::string_view scheme = "bearer ";
  std::string_view credential = request.header("x-api-key");
  if (const std::string_view header = request.header("authorization"); !header.empty()) {
    if (base::to_lower_ascii(header.substr(0, scheme.size())) != scheme) {
      return base::failure(credentials_unknown, "The Authorization header is not of the Bearer kind.",
                           "Send \"Authorization: Bearer\" with an access token or API key, or \"X-API-Key\".");
    }
    credential = header.substr(scheme.size());
  } else if (!credential.empty() && !credential.starts_with(api_key_mark)) {
    return refused_key();
  }
  credential = base::trim(credential);
  if (credential.empty()) return std::optional<Caller>{};
  ASSIGN_OR_RETURN(auto caller, authenticate(credential));
  return std::optional<Caller>{std::move(caller)};
}

}  // namespace identity
