#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <map>
#include <set>

#include "domain/identity/identity_routes.h"
#include "integration/identity/identity_fixture.h"
#include "platform/http/pipeline.h"

namespace {

namespace json = boost::json;
using identity::Role;
using platform::http::Method;
using platform::http::Response;
using test::must;
using testing::HasSubstr;

class IdentityRoutes : public test::IdentityTest {
 protected:
  void SetUp() override {
    IdentityTest::SetUp();
    admin_ = start_with_admin();
    platform::http::ServerOptions edge;
    edge.rate_limits.login = edge.rate_limits.anonymous = edge.rate_limits.signed_in;
    pipeline_ = std::make_unique<platform::http::Pipeline>(
        edge, identity::identity_routes(service()),
        [this](const platform::http::Request& request) { return service().authenticate(request); });
  }
  void TearDown() override {
    pipeline_.reset();
    IdentityTest::TearDown();
  }

  using Headers = std::map<std::string, std::string>;
  Response call(Method method, const std::string& path, const std::string& body = "", const Headers& headers = {}) {
    platform::http::Request request;
    request.target = "/api/v1" + path;
    request.remote_address = "192.0.2.1";
    request.body = body;
    if (!body.empty()) request.headers.emplace_back("content-type", "application/json");
    for (const auto& [name, value] : headers) request.headers.emplace_back(name, value);
    auto exchange = pipeline_->begin(method, std::move(request));
    return pipeline_->answer(exchange);
  }
  static json::object read(const Response& response) { return json::parse(response.body).as_object(); }
  static std::string text(const json::value& value) { return std::string(value.as_string()); }
  static Headers bearer(const std::string& token) { return {{"authorization", "Bearer " + token}}; }
  static std::string cookie_of(const Response& response, const std::string& name) {
    for (const auto& [header, value] : response.headers) {
      if (header == "Set-Cookie" && value.starts_with(name + '=')) return value;
    }
    return {};
  }

  /// A route's template with an id in each place.
  static std::string with_ids(std::string path) {
    while (path.find('{') != std::string::npos) {
      const auto begin = path.find('{');
      path.replace(begin, path.find('}') - begin + 1, base::Uuid::generate().to_string());
    }
    return path;
  }

  Response log_in(const std::string& email, const std::string& password, bool use_cookie = false) {
    const json::object body{{"email", email}, {"password", password}, {"use_cookie", use_cookie}};
    return call(Method::post, "/auth/login", json::serialize(body));
  }
  std::string token_of(const std::string& email, const std::string& password) {
    return text(read(log_in(email, password)).at("access_token"));
  }
  std::string admin_token() { return token_of("admin@localhost", admin_password); }

  identity::User admin_;
  std::unique_ptr<platform::http::Pipeline> pipeline_;
};
INSTANTIATE_TEST_SUITE_P(Engines, IdentityRoutes, test::both_engines(), test::engine_name);

TEST_P(IdentityRoutes, AProgramLogsInRefreshesAndLogsOut) {
  const auto login = read(log_in("admin@localhost", admin_password));
  EXPECT_EQ(text(login.at("token_type")), "Bearer");
  EXPECT_EQ(login.at("expires_in").as_int64(), 7200);
  const std::string refresh_body = json::serialize(json::object{{"refresh_token", login.at("refresh_token")}});
  const auto renewed = read(call(Method::post, "/auth/refresh", refresh_body));
  const std::string token = text(renewed.at("access_token"));
  const auto me = read(call(Method::get, "/auth/me", "", bearer(token)));
  EXPECT_EQ(text(me.at("user").at("email")), "admin@localhost");
  EXPECT_EQ(me.at("permissions").as_array().size(), 29U);
  EXPECT_EQ(call(Method::post, "/auth/logout", "{}", bearer(token)).status, 204U);
  EXPECT_EQ(call(Method::get, "/auth/me", "", bearer(token)).status, 401U);
}

TEST_P(IdentityRoutes, ABrowserKeepsItsRefreshTokenOutOfScriptsReach) {
  const auto login = log_in("admin@localhost", admin_password, true);
  EXPECT_TRUE(read(login).at("refresh_token").is_null());
  const std::string cookie = cookie_of(login, "si_refresh");
  for (const char* part : {"; Path=/api/v1/auth;", "; HttpOnly", "; SameSite=Strict", "; Max-Age="}) {
    EXPECT_THAT(cookie, HasSubstr(part));
  }
  EXPECT_THAT(cookie, testing::Not(HasSubstr("Secure"))) << "it is not reached over HTTPS";
  EXPECT_NE(cookie_of(login, "si_device"), "");
  const std::string pair = cookie.substr(0, cookie.find(';'));
  const auto renewed =
      call(Method::post, "/auth/refresh", "{}", {{"cookie", "other=1; " + pair}, {"x-forwarded-proto", "https"}});
  ASSERT_EQ(renewed.status, 200U) << renewed.body;
  const std::string next = cookie_of(renewed, "si_refresh");
  EXPECT_THAT(next, HasSubstr("; Secure"));
  const auto logout = call(Method::post, "/auth/logout", "{}", {{"cookie", next.substr(0, next.find(';'))}});
  EXPECT_EQ(logout.status, 204U);
  EXPECT_THAT(cookie_of(logout, "si_refresh"), HasSubstr("si_refresh=; "));
  EXPECT_EQ(call(Method::get, "/auth/me", "", bearer(text(read(renewed).at("access_token")))).status, 401U);
}

TEST_P(IdentityRoutes, TellHowLongToWaitAfterTooManyFailures) {
  for (int i = 0; i < 6; ++i) log_in("ana@example.com", "wrong");
  const auto refused = log_in("ana@example.com", "wrong");
  EXPECT_EQ(refused.status, 429U);
  EXPECT_GE(std::stoi(std::string(refused.header("retry-after"))), 1);
  EXPECT_EQ(text(read(refused).at("code")), "auth.too_many_attempts");
}

TEST_P(IdentityRoutes, UsersAreMadeShownChangedAndRemoved) {
  const auto headers = bearer(admin_token());
  const auto made = call(Method::post, "/users", R"({"email":"ana@example.com","role":"user"})", headers);
  ASSERT_EQ(made.status, 201U) << made.body;
  const auto id = text(read(made).at("user").at("id"));
  EXPECT_EQ(made.header("location"), "/api/v1/users/" + id);
  EXPECT_TRUE(read(made).at("reset_token").is_string());
  const auto shown = call(Method::get, "/users/" + id, "", headers);
  auto conditional = headers;
  conditional["if-match"] = std::string(shown.header("etag"));
  EXPECT_EQ(call(Method::patch, "/users/" + id, R"({"name":"Ana"})", conditional).status, 200U);
  EXPECT_EQ(call(Method::patch, "/users/" + id, R"({"name":"Late"})", conditional).status, 412U);
  EXPECT_EQ(call(Method::del, "/users/" + id, "", conditional).status, 412U);
  const auto granted = call(Method::put, "/users/" + id + "/permissions",
                            R"({"granted":["products.bulk"],"denied":["products.read"]})", headers);
  ASSERT_EQ(granted.status, 200U) << granted.body;
  EXPECT_EQ(text(read(granted).at("name")), "Ana");
  EXPECT_EQ(call(Method::put, "/users/" + id + "/permissions", R"({"granted":["x"]})", headers).status, 422U);
  EXPECT_EQ(call(Method::get, "/users?limit=1&search=ana", "", headers).status, 200U);
  EXPECT_EQ(call(Method::get, "/users?limit=0", "", headers).status, 422U);
  EXPECT_EQ(call(Method::get, "/users?cursor=x", "", headers).status, 422U);
  EXPECT_EQ(call(Method::del, "/users/" + id, "", headers).status, 204U);
  EXPECT_EQ(call(Method::get, "/users/" + id, "", headers).status, 404U);
  EXPECT_EQ(call(Method::get, "/users/none", "", headers).status, 404U);
  EXPECT_EQ(call(Method::del, "/users/" + admin_.id.to_string(), "", headers).status, 409U);
}

TEST_P(IdentityRoutes, APasswordIsResetWithoutTellingWhoHasAnAccount) {
  const auto user = add_user("ana@example.com");
  const auto asked = call(Method::post, "/auth/password-reset", R"({"email":"ana@example.com"})");
  const auto nobody = call(Method::post, "/auth/password-reset", R"({"email":"nobody@example.com"})");
  EXPECT_EQ(asked.status, 204U);
  EXPECT_EQ(nobody.status, asked.status);
  EXPECT_EQ(nobody.body, asked.body);
  const auto open = read(call(Method::get, "/password-resets", "", bearer(admin_token())));
  const auto token = text(open.at("items").at(0).at("token"));
  const json::object confirm{{"token", token}, {"new_password", "nine orange umbrellas"}};
  EXPECT_EQ(call(Method::post, "/auth/password-reset/confirm", json::serialize(confirm)).status, 204U);
  EXPECT_EQ(log_in("ana@example.com", "nine orange umbrellas").status, 200U);
}

TEST_P(IdentityRoutes, ApiKeysOfOthersNeedAPermission) {
  const auto user = add_user("ana@example.com");
  const auto headers = bearer(token_of("ana@example.com", user_password));
  const auto made = call(Method::post, "/api-keys", R"({"name":"Mine","scopes":["products.read"]})", headers);
  ASSERT_EQ(made.status, 201U) << made.body;
  const auto id = text(read(made).at("api_key").at("id"));
  const auto secret = text(read(made).at("secret"));
  EXPECT_EQ(call(Method::get, "/auth/me", "", {{"x-api-key", secret}}).status, 200U);
  EXPECT_EQ(
      call(Method::post, "/api-keys", R"({"name":"More","scopes":["suppliers.read"]})", {{"x-api-key", secret}}).status,
      422U)
      << "a key makes no key that may do more";
  EXPECT_EQ(call(Method::post, "/auth/password", R"({"old_password":"a","new_password":"b"})", {{"x-api-key", secret}})
                .status,
            403U);
  EXPECT_EQ(call(Method::get, "/api-keys?user_id=" + admin_.id.to_string(), "", headers).status, 403U);
  EXPECT_EQ(call(Method::get, "/api-keys?user_id=all", "", headers).status, 403U);
  const auto all = read(call(Method::get, "/api-keys?user_id=all", "", bearer(admin_token())));
  EXPECT_EQ(all.at("items").as_array().size(), 1U);
  EXPECT_EQ(call(Method::patch, "/api-keys/" + id, R"({"name":"Renamed"})", headers).status, 200U);
  EXPECT_EQ(call(Method::post, "/api-keys/" + id + "/rotate", R"({"overlap_seconds":0})", headers).status, 200U);
  EXPECT_EQ(call(Method::del, "/api-keys/" + id, "", headers).status, 204U);
  EXPECT_EQ(call(Method::get, "/api-keys/" + id, "", headers).status, 200U);
}

TEST_P(IdentityRoutes, SessionsAreListedAndEnded) {
  const auto user = add_user("ana@example.com");
  const auto kept = bearer(token_of("ana@example.com", user_password));
  const auto ended = token_of("ana@example.com", user_password);
  const auto list = read(call(Method::get, "/auth/sessions", "", kept)).at("items").as_array();
  ASSERT_EQ(list.size(), 2U);
  for (const auto& session : list) {
    if (session.at("current").as_bool()) continue;
    EXPECT_EQ(call(Method::del, "/auth/sessions/" + text(session.at("id")), "", kept).status, 204U);
  }
  EXPECT_EQ(call(Method::get, "/auth/me", "", bearer(ended)).status, 401U);
  EXPECT_EQ(call(Method::get, "/auth/me", "", kept).status, 200U);
  const std::string path = "/users/" + user.id.to_string() + "/sessions";
  const auto seen = read(call(Method::get, path, "", bearer(admin_token()))).at("items").as_array();
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(call(Method::del, path + '/' + text(seen[0].at("id")), "", bearer(admin_token())).status, 204U);
  EXPECT_EQ(call(Method::get, "/auth/me", "", kept).status, 401U);
}

TEST_P(IdentityRoutes, TheAuditTrailIsForThoseWhoMayReadIt) {
  add_user("ana@example.com");
  EXPECT_EQ(call(Method::get, "/audit", "", bearer(token_of("ana@example.com", user_password))).status, 403U);
  const auto headers = bearer(admin_token());
  const auto entries = read(call(Method::get, "/audit?action=user.&limit=1", "", headers));
  EXPECT_EQ(entries.at("items").as_array().size(), 1U);
  EXPECT_EQ(text(entries.at("items").at(0).at("after").at("email")), "ana@example.com");
  EXPECT_TRUE(entries.at("next_cursor").is_string());
  EXPECT_EQ(call(Method::get, "/audit?from=yesterday", "", headers).status, 422U);
}

TEST_P(IdentityRoutes, NoneIsReachedWithoutItsPermission) {
  for (const Role role : identity::all_roles) {
    add_user(std::string(to_string(role)) + "@example.com", role);
  }
  std::set<std::string> names;
  for (const auto& route : identity::identity_routes(service())) {
    EXPECT_TRUE(names.insert(route.name).second) << route.name;
    if (route.is_public) continue;
    const std::string path = with_ids(route.path);
    EXPECT_EQ(call(route.method, path, "{}").status, 401U) << route.name;
    for (const Role role : identity::all_roles) {
      if (route.permission_name.empty() || permissions_of(role).has(route.permission_name)) continue;
      const auto headers = bearer(token_of(std::string(to_string(role)) + "@example.com", user_password));
      EXPECT_EQ(call(route.method, path, "{}", headers).status, 403U) << route.name << ' ' << to_string(role);
    }
  }
}

}  // namespace
