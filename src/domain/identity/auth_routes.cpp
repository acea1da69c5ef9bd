#include "domain/identity/route_helpers.h"
#include "domain/identity/session_cookies.h"

namespace identity {
namespace {

namespace http = platform::http;
using http::Answer;
using http::Nothing;
using http::Request;
using http::RouteTable;

LoginPlace place_of(const Request& request, bool is_browser) {
  return {request.remote_address, std::string(request.header("user-agent")), request.request_id,
          std::string(request.cookie(device_cookie)), is_browser};
}

Answer<TokensView> tokens_answer(const IdentityService& service, const Request& request, const Tokens& tokens,
                                 bool in_cookie) {
  Answer<TokensView> answer;
  TokensView& view = answer.value;
  view.access_token = tokens.access_token;
  view.token_type = "Bearer";
  view.expires_in = tokens.expires_in.count();
  view.refresh_expires_at = tokens.refresh_expires_at;
  view.session_id = tokens.session_id;
  view.user = view_of(tokens.user);
  if (in_cookie) {
    answer.headers = session_cookies(service.options(), request, tokens);
  } else {
    view.refresh_token = tokens.refresh_token;
  }
  answer.headers.emplace_back("Cache-Control", "no-store");
  return answer;
}

/// Tells a program that was too quick how long to wait.
http::Route::Handler with_retry_after(IdentityService& service, http::Route::Handler login) {
  return [&service, login = std::move(login)](const Request& request) -> base::Result<http::Response> {
    auto response = login(request);
    if (response || response.error().code() != too_many_attempts.code) return response;
    ASSIGN_OR_RETURN(const auto input, http::from_json<LoginInput>(request.body));
    ASSIGN_OR_RETURN(const auto wait, service.logins().wait_before_login(input.email, place_of(request, false)));
    auto refusal = http::problem_response(response.error(), request.request_id);
    refusal.set("Retry-After", std::to_string(std::max(wait, std::chrono::seconds(1)).count()));
    return refusal;
  };
}

http::Route login_route(IdentityService& service) {
  auto route = http::post("/auth/login", "login", "auth", "Log in with address and password")
                   .anonymous()
                   .tier(http::RateTier::login)
                   .problems({&login_failed, &too_many_attempts})
                   .accepts<LoginInput>(
                       [&service](const Request& request, const LoginInput& input) -> base::Result<Answer<TokensView>> {
                         const bool in_cookie = input.use_cookie.value_or(false);
                         ASSIGN_OR_RETURN(const Tokens tokens, service.logins().login({input.email, input.password},
                                                                                      place_of(request, in_cookie)));
                         return tokens_answer(service, request, tokens, in_cookie);
                       });
  route.handler = with_retry_after(service, std::move(route.handler));
  return route;
}

base::Result<Answer<TokensView>> refresh(IdentityService& service, const Request& request, const RefreshInput& input) {
  const bool in_cookie = !input.refresh_token;
  const std::string token = input.refresh_token.value_or(std::string(request.cookie(refresh_cookie)));
  ASSIGN_OR_RETURN(const Tokens tokens, service.logins().refresh(token, place_of(request, in_cookie)));
  return tokens_answer(service, request, tokens, in_cookie);
}

base::Result<Answer<Nothing>> logout(IdentityService& service, const Request& request, const RefreshInput& input) {
  const Actor actor = actor_of(request);
  if (request.caller && !request.caller->session_id.is_nil()) {
    RETURN_IF_FAILED(service.logins().logout(request.caller->session_id, actor));
  }
  const std::string token = input.refresh_token.value_or(std::string(request.cookie(refresh_cookie)));
  if (!token.empty()) RETURN_IF_FAILED(service.logins().logout_by_token(token, actor));
  return Answer<Nothing>{{}, 204, without_session_cookie(service.options(), request)};
}

base::Result<MeView> me(IdentityService& service, const Request& request) {
  const auto& caller = caller_of(request);
  ASSIGN_OR_RETURN(const User user, service.users().find(caller.user_id));
  MeView view{view_of(user), caller.permissions, caller.by_api_key, {}};
  if (!caller.session_id.is_nil()) view.session_id = caller.session_id;
  return view;
}

base::Result<Nothing> change_password(IdentityService& service, const Request& request, const PasswordInput& input) {
  const auto& caller = caller_of(request);
  if (caller.by_api_key) {
    return base::failure(http::forbidden, "An API key cannot change its owner's password.",
                         "Log in with address and password to change it.");
  }
  RETURN_IF_FAILED(service.logins().change_password(caller.user_id, caller.session_id, input.old_password,
                                                    input.new_password, actor_of(request)));
  return Nothing{};
}

base::Result<ListView<SessionView>> sessions(IdentityService& service, const Request& request,
                                             const base::Uuid& user_id) {
  ASSIGN_OR_RETURN(const auto open, service.logins().sessions(user_id));
  ListView<SessionView> list;
  for (const Session& session : open) list.items.push_back(view_of(session, caller_of(request).session_id));
  return list;
}

base::Result<Nothing> revoke_session(IdentityService& service, const Request& request, const base::Uuid& user_id) {
  ASSIGN_OR_RETURN(const auto session_id, id_parameter(request, "session_id", session_unknown));
  RETURN_IF_FAILED(service.logins().revoke_session(user_id, session_id, actor_of(request)));
  return Nothing{};
}

RouteTable token_routes(IdentityService& service) {
  return {
      login_route(service),
      http::post("/auth/refresh", "refresh_login", "auth", "Exchange a refresh token for new tokens")
          .anonymous()
          .problems({&refresh_invalid})
          .accepts<RefreshInput>([&service](const Request& request, const RefreshInput& input) {
            return refresh(service, request, input);
          }),
      http::post("/auth/logout", "logout", "auth", "End this login")
          .anonymous()
          .accepts<RefreshInput>([&service](const Request& request, const RefreshInput& input) {
            return logout(service, request, input);
          }),
      http::get("/auth/me", "show_me", "auth", "Who is calling and what is allowed")
          .answers([&service](const Request& request) { return me(service, request); }),
  };
}

RouteTable password_routes(IdentityService& service) {
  return {
      http::post("/auth/password", "change_password", "auth", "Change the own password; other logins end")
          .tier(http::RateTier::login)
          .problems({&password_wrong, &password_weak})
          .accepts<PasswordInput>([&service](const Request& request, const PasswordInput& input) {
            return change_password(service, request, input);
          }),
      http::post("/auth/password-reset", "request_password_reset", "auth", "Ask for a new password")
          .anonymous()
          .tier(http::RateTier::login)
          .accepts<ResetInput>([&service](const Request& request, const ResetInput& input) -> base::Result<Nothing> {
            RETURN_IF_FAILED(service.users().request_reset(actor_of(request), input.email));
            return Nothing{};
          }),
      http::post("/auth/password-reset/confirm", "confirm_password_reset", "auth", "Set a password with a reset token")
          .anonymous()
          .tier(http::RateTier::login)
          .problems({&reset_token_invalid, &password_weak})
          .accepts<ResetConfirmInput>(
              [&service](const Request& request, const ResetConfirmInput& input) -> base::Result<Nothing> {
                RETURN_IF_FAILED(service.users().confirm_reset(actor_of(request), input.token, input.new_password));
                return Nothing{};
              }),
  };
}

RouteTable session_routes(IdentityService& service) {
  return {
      http::get("/auth/sessions", "list_sessions", "auth", "The own logins that are open")
          .answers(
              [&service](const Request& request) { return sessions(service, request, caller_of(request).user_id); }),
      http::del("/auth/sessions/{session_id}", "revoke_session", "auth", "End one of the own logins")
          .problems({&session_unknown})
          .answers([&service](const Request& request) {
            return revoke_session(service, request, caller_of(request).user_id);
          }),
      http::get("/users/{id}/sessions", "list_user_sessions", "users", "A user's logins that are open")
          .permission("admin.users")
          .problems({&user_unknown})
          .answers([&service](const Request& request) -> base::Result<ListView<SessionView>> {
            ASSIGN_OR_RETURN(const auto id, id_parameter(request, "id", user_unknown));
            RETURN_IF_FAILED(service.users().find(id));
            return sessions(service, request, id);
          }),
      http::del("/users/{id}/sessions/{session_id}", "revoke_user_session", "users", "End a login of a user")
          .permission("admin.users")
          .problems({&user_unknown, &session_unknown, &beyond_own_permissions})
          .answers([&service](const Request& request) -> base::Result<Nothing> {
            ASSIGN_OR_RETURN(const auto id, id_parameter(request, "id", user_unknown));
            RETURN_IF_FAILED(service.users().find_within(authority_of(request), id));
            return revoke_session(service, request, id);
          }),
  };
}

}  // namespace

RouteTable auth_routes(IdentityService& service) {
  RouteTable table = token_routes(service);
  for (auto& route : password_routes(service)) table.push_back(std::move(route));
  for (auto& route : session_routes(service)) table.push_back(std::move(route));
  return table;
}

}  // namespace identity
