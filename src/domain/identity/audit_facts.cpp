#include "domain/identity/audit_facts.h"

#include <algorithm>

#include "base/json_writer.h"

namespace identity {
namespace {

std::string json_text(std::string_view text) {
  std::string json;
  base::append_json_string(json, text);
  return json;
}

std::string json_list(const PermissionSet& permissions) {
  base::JsonWriter json;
  json.begin_array();
  for (const std::string& name : permissions.names()) json.value(name);
  return json.end_array().take();
}

/// The facts that `others` does not state the same way, as a JSON object; "" when there are no facts at all.
std::string only_in(const Facts& facts, const Facts& others) {
  if (facts.empty()) return {};
  base::JsonWriter json;
  json.begin_object();
  for (const auto& fact : facts) {
    if (std::ranges::find(others, fact) == others.end()) json.key(fact.first).raw(fact.second);
  }
  return json.end_object().take();
}

}  // namespace

Facts facts_of(const User& user) {
  return {{"email", json_text(user.email)},          {"name", json_text(user.name)},
          {"role", json_text(to_string(user.role))}, {"granted", json_list(user.granted)},
          {"denied", json_list(user.denied)},        {"disabled", user.is_disabled ? "true" : "false"}};
}

Facts facts_of(const ApiKey& key) {
  return {{"user_id", json_text(key.user_id.to_string())},
          {"name", json_text(key.name)},
          {"prefix", json_text(key.prefix)},
          {"scopes", json_list(key.scopes)},
          {"expires_at", key.expires_at ? json_text(key.expires_at->to_string()) : "null"}};
}

AuditEvent difference(std::string action, std::string subject, const Facts& before, const Facts& after) {
  return {std::move(action), std::move(subject), only_in(before, after), only_in(after, before)};
}

std::string user_subject(const base::Uuid& id) {
  return "user:" + id.to_string();
}

std::string session_subject(const base::Uuid& id) {
  return "session:" + id.to_string();
}

std::string api_key_subject(const base::Uuid& id) {
  return "api_key:" + id.to_string();
}

}  // namespace identity
