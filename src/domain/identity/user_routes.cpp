#include "domain/identity/route_helpers.h"

namespace identity {
namespace {

namespace http = platform::http;
using http::Answer;
using http::Nothing;
using http::Request;
using http::RouteTable;

Answer<UserView> user_answer(const User& user) {
  return {view_of(user), 200, {{"ETag", etag_of(user.version)}}};
}

base::Result<Answer<CreatedUserView>> create(IdentityService& service, const Request& request, const UserInput& input) {
  const NewUser wanted{input.email, input.name.value_or(""), input.role, input.password};
  ASSIGN_OR_RETURN(const CreatedUser created, service.users().create(authority_of(request), wanted));
  const std::string address = service.options().api_prefix + "/users/" + created.user.id.to_string();
  return Answer<CreatedUserView>{{view_of(created.user), created.reset_token},
                                 201,
                                 {{"Location", address}, {"ETag", etag_of(created.user.version)}}};
}

base::Result<ListView<UserView>> list(IdentityService& service, const Request& request) {
  ASSIGN_OR_RETURN(const PageRequest page, page_request(request));
  ASSIGN_OR_RETURN(const auto users, service.users().list(request.query_value("search").value_or(""), page));
  return list_view(users);
}

base::Result<Answer<UserView>> show(IdentityService& service, const Request& request) {
  ASSIGN_OR_RETURN(const auto id, id_parameter(request, "id", user_unknown));
  ASSIGN_OR_RETURN(const User user, service.users().find(id));
  return user_answer(user);
}

base::Result<Answer<UserView>> change(IdentityService& service, const Request& request, const UserChange& change) {
  ASSIGN_OR_RETURN(const auto id, id_parameter(request, "id", user_unknown));
  ASSIGN_OR_RETURN(const User user, service.users().update(authority_of(request), id, change));
  return user_answer(user);
}

base::Result<Nothing> remove(IdentityService& service, const Request& request) {
  ASSIGN_OR_RETURN(const auto id, id_parameter(request, "id", user_unknown));
  RETURN_IF_FAILED(service.users().remove(authority_of(request), id));
  return Nothing{};
}

base::Result<ListView<ResetView>> pending_resets(IdentityService& service, const Request& request) {
  ASSIGN_OR_RETURN(const auto resets, service.users().pending_resets(authority_of(request).permissions));
  return list_view(Page<PendingReset>{resets, {}});
}

base::Result<ResetView> issue_reset(IdentityService& service, const Request& request) {
  ASSIGN_OR_RETURN(const auto id, id_parameter(request, "id", user_unknown));
  ASSIGN_OR_RETURN(const auto reset, service.users().issue_reset(authority_of(request), id));
  return view_of(reset);
}

PermissionsView permissions_view() {
  PermissionsView view;
  for (const auto& permission : permission_table()) {
    view.permissions.push_back({std::string(permission.name), std::string(permission.meaning)});
  }
  for (const Role role : all_roles) view.roles.push_back({role, permissions_of(role).names()});
  return view;
}

RouteTable collection_routes(IdentityService& service) {
  auto list_route = http::get("/users", "list_users", "users", "Users, the oldest first").permission("admin.users");
  with_page(list_route.query("search", "string", "A part of the address or name."));
  return {
      list_route.answers([&service](const Request& request) { return list(service, request); }),
      http::post("/users", "create_user", "users", "Add a user")
          .permission("admin.users")
          .idempotent()
          .status(201)
          .problems({&email_invalid, &email_taken, &name_invalid, &password_weak, &beyond_own_permissions})
          .accepts<UserInput>(
              [&service](const Request& request, const UserInput& input) { return create(service, request, input); }),
      http::get("/permissions", "list_permissions", "users", "All permissions, and what each role may do")
          .answers([](const Request&) -> base::Result<PermissionsView> { return permissions_view(); }),
      http::get("/password-resets", "list_password_resets", "users", "Password resets that were asked for")
          .permission("admin.users")
          .answers([&service](const Request& request) { return pending_resets(service, request); }),
  };
}

RouteTable item_routes(IdentityService& service) {
  return {
      http::get("/users/{id}", "show_user", "users", "One user")
          .permission("admin.users")
          .problems({&user_unknown})
          .answers([&service](const Request& request) { return show(service, request); }),
      http::patch("/users/{id}", "update_user", "users", "Change a user; members left out stay")
          .permission("admin.users")
          .problems({&user_unknown, &http::precondition_failed, &email_invalid, &email_taken, &name_invalid,
                     &password_weak, &last_administrator, &beyond_own_permissions})
          .accepts<UserPatch>([&service](const Request& request, const UserPatch& patch) {
            return change(service, request, {patch.email, patch.name, patch.role, patch.disabled, patch.password});
          }),
      http::put("/users/{id}/permissions", "set_user_permissions", "users", "Replace a user's grants and denials")
          .permission("admin.users")
          .problems({&user_unknown, &http::precondition_failed, &permission_unknown, &last_administrator,
                     &beyond_own_permissions})
          .accepts<PermissionsInput>(
              [&service](const Request& request, const PermissionsInput& input) -> base::Result<Answer<UserView>> {
                UserChange wanted;
                ASSIGN_OR_RETURN(wanted.granted, PermissionSet::of(input.granted));
                ASSIGN_OR_RETURN(wanted.denied, PermissionSet::of(input.denied));
                return change(service, request, wanted);
              }),
      http::del("/users/{id}", "delete_user", "users", "Remove a user with all logins and API keys")
          .permission("admin.users")
          .problems({&user_unknown, &http::precondition_failed, &last_administrator, &beyond_own_permissions})
          .answers([&service](const Request& request) { return remove(service, request); }),
      http::post("/users/{id}/password-reset", "issue_password_reset", "users",
                 "Make a token with which the user sets a password")
          .permission("admin.users")
          .problems({&user_unknown, &beyond_own_permissions})
          .answers([&service](const Request& request) { return issue_reset(service, request); }),
  };
}

}  // namespace

RouteTable user_routes(IdentityService& service) {
  RouteTable table = collection_routes(service);
  for (auto& route : item_routes(service)) table.push_back(std::move(route));
  return table;
}

}  // namespace identity
