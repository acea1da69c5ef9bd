#include "domain/identity/identity_views.h"

namespace identity {
namespace {

boost::json::value json_of(const std::string& text) {
  boost::json::error_code error;
  auto value = boost::json::parse(text.empty() ? "null" : text, error);
  return error ? boost::json::value(text) : value;
}

}  // namespace

UserView view_of(const User& user) {
  return {user.id,
          user.email,
          user.name,
          user.role,
          user.permissions().names(),
          user.granted.names(),
          user.denied.names(),
          user.has_password,
          user.is_disabled,
          user.version,
          user.created_at,
          user.updated_at,
          user.last_login_at};
}

ResetView view_of(const PendingReset& reset) {
  return {reset.user_id, reset.email, reset.address, reset.created_at, reset.expires_at, reset.token};
}

SessionView view_of(const Session& session, const base::Uuid& current) {
  return {session.id,           session.address,    session.user_agent,   session.created_at,
          session.last_used_at, session.expires_at, session.id == current};
}

ApiKeyView view_of(const ApiKey& key) {
  return {key.id,         key.user_id,     key.name,       key.prefix,     key.scopes.names(),
          key.is_revoked, key.replaces_id, key.created_at, key.expires_at, key.last_used_at};
}

AuditView view_of(const AuditEntry& entry) {
  return {entry.id,
          entry.at,
          entry.actor.user_id,
          entry.actor.name,
          entry.actor.by_api_key,
          entry.event.action,
          entry.event.subject,
          json_of(entry.event.before),
          json_of(entry.event.after),
          entry.actor.address,
          entry.actor.request_id};
}

}  // namespace identity
