#include "domain/identity/route_helpers.h"

namespace identity {
namespace {

namespace http = platform::http;
using http::Answer;
using http::Nothing;
using http::Request;
using http::RouteTable;

constexpr std::string_view others = "admin.users";
constexpr std::int64_t usual_overlap_seconds = 24 * 3600;

base::Result<> check_may_see_others(const Request& request) {
  if (caller_of(request).may(others)) return {};
  return base::failure(http::forbidden, "These are not your own API keys.",
                       "Leave user_id out, or ask for the permission admin.users.");
}

/// Whose keys the caller may touch: his own, or everybody's.
std::optional<base::Uuid> reach_of(const Request& request) {
  if (caller_of(request).may(others)) return std::nullopt;
  return caller_of(request).user_id;
}

base::Result<ListView<ApiKeyView>> list(IdentityService& service, const Request& request) {
  ASSIGN_OR_RETURN(const PageRequest page, page_request(request));
  std::optional<base::Uuid> owner = caller_of(request).user_id;
  if (request.query_value("user_id") == "all") {
    owner.reset();
  } else {
    ASSIGN_OR_RETURN(const auto wanted, id_query(request, "user_id"));
    if (wanted) owner = wanted;
  }
  if (owner != caller_of(request).user_id) RETURN_IF_FAILED(check_may_see_others(request));
  ASSIGN_OR_RETURN(const auto keys, service.api_keys().list(owner, page));
  return list_view(keys);
}

base::Result<Answer<CreatedApiKeyView>> create(IdentityService& service, const Request& request,
                                               const ApiKeyInput& input) {
  const base::Uuid owner = input.user_id.value_or(caller_of(request).user_id);
  if (owner != caller_of(request).user_id) RETURN_IF_FAILED(check_may_see_others(request));
  ASSIGN_OR_RETURN(const auto scopes, PermissionSet::of(input.scopes));
  ASSIGN_OR_RETURN(const auto created,
                   service.api_keys().create(authority_of(request), {owner, input.name, scopes, input.expires_at}));
  const std::string address = service.options().api_prefix + "/api-keys/" + created.key.id.to_string();
  return Answer<CreatedApiKeyView>{{view_of(created.key), created.secret}, 201, {{"Location", address}}};
}

base::Result<ApiKeyView> show(IdentityService& service, const Request& request) {
  ASSIGN_OR_RETURN(const auto id, id_parameter(request, "id", api_key_unknown));
  ASSIGN_OR_RETURN(const ApiKey key, service.api_keys().find(reach_of(request), id));
  return view_of(key);
}

base::Result<ApiKeyView> update(IdentityService& service, const Request& request, const ApiKeyPatch& patch) {
  ASSIGN_OR_RETURN(const auto id, id_parameter(request, "id", api_key_unknown));
  ApiKeyChange change{patch.name, {}, patch.expires_at};
  if (patch.scopes) {
    ASSIGN_OR_RETURN(change.scopes, PermissionSet::of(*patch.scopes));
  }
  ASSIGN_OR_RETURN(const ApiKey key, service.api_keys().update(authority_of(request), reach_of(request), id, change));
  return view_of(key);
}

base::Result<CreatedApiKeyView> rotate(IdentityService& service, const Request& request, const RotateInput& input) {
  ASSIGN_OR_RETURN(const auto id, id_parameter(request, "id", api_key_unknown));
  const std::chrono::seconds overlap(input.overlap_seconds.value_or(usual_overlap_seconds));
  ASSIGN_OR_RETURN(const auto created,
                   service.api_keys().rotate(authority_of(request), reach_of(request), id, overlap));
  return CreatedApiKeyView{view_of(created.key), created.secret};
}

base::Result<Nothing> revoke(IdentityService& service, const Request& request) {
  ASSIGN_OR_RETURN(const auto id, id_parameter(request, "id", api_key_unknown));
  RETURN_IF_FAILED(service.api_keys().revoke(authority_of(request), reach_of(request), id));
  return Nothing{};
}

}  // namespace

RouteTable api_key_routes(IdentityService& service) {
  auto list_route = http::get("/api-keys", "list_api_keys", "api-keys", "API keys, the newest first");
  with_page(list_route.query("user_id", "string", "Whose keys: an id, or `all`; the caller's own when left out."));
  return {
      list_route.answers([&service](const Request& request) { return list(service, request); }),
      http::post("/api-keys", "create_api_key", "api-keys", "Create an API key; its text is shown this once")
          .idempotent()
          .status(201)
          .problems({&api_key_invalid, &scopes_too_wide, &permission_unknown, &user_unknown})
          .accepts<ApiKeyInput>(
              [&service](const Request& request, const ApiKeyInput& input) { return create(service, request, input); }),
      http::get("/api-keys/{id}", "show_api_key", "api-keys", "One API key, without its text")
          .problems({&api_key_unknown})
          .answers([&service](const Request& request) { return show(service, request); }),
      http::patch("/api-keys/{id}", "update_api_key", "api-keys", "Change name, scopes or expiry of an API key")
          .problems({&api_key_unknown, &api_key_invalid, &scopes_too_wide, &permission_unknown})
          .accepts<ApiKeyPatch>(
              [&service](const Request& request, const ApiKeyPatch& patch) { return update(service, request, patch); }),
      http::post("/api-keys/{id}/rotate", "rotate_api_key", "api-keys",
                 "A new key in place of this one, which stays valid for a while")
          .idempotent()
          .problems({&api_key_unknown, &api_key_invalid, &scopes_too_wide})
          .accepts<RotateInput>(
              [&service](const Request& request, const RotateInput& input) { return rotate(service, request, input); }),
      http::del("/api-keys/{id}", "revoke_api_key", "api-keys", "Revoke an API key for good")
          .problems({&api_key_unknown})
          .answers([&service](const Request& request) { return revoke(service, request); }),
  };
}

}  // namespace identity
