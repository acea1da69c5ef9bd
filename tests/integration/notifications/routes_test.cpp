#include "domain/notifications/notifications_routes.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "integration/notifications/notifications_fixture.h"
#include "platform/http/pipeline.h"
#include "support/local_server.h"

namespace {

namespace json = boost::json;
using platform::http::Method;
using platform::http::Request;
using platform::http::Response;
using test::must;
using testing::HasSubstr;
using testing::Not;

class NotificationRoutes : public test::NotificationsTest {
 protected:
  void SetUp() override {
    NotificationsTest::SetUp();
    process_ = &start();
    platform::http::ServerOptions edge;
    edge.rate_limits = {0, 0, 0, 0, 1000};
    const auto audit = [this](const Request&, std::string_view action, std::string_view subject,
                              std::string_view before, std::string_view after) {
      audit_ +=
          std::string(action) + " " + std::string(subject) + " " + std::string(before) + std::string(after) + "\n";
    };
    routes_ = notifications::notification_routes({*process_->notifier, audit});
    pipeline_ = std::make_unique<platform::http::Pipeline>(edge, routes_,
                                                           [this](const Request& request) { return caller(request); });
  }
  void TearDown() override {
    pipeline_.reset();
    NotificationsTest::TearDown();
  }

  base::Result<std::optional<platform::http::Caller>> caller(const Request& request) const {
    platform::http::Caller caller;
    caller.name = request.header("x-user");
    if (caller.name.empty()) return std::optional<platform::http::Caller>{};
    caller.user_id = caller.name == "ana" ? ana() : bob();
    if (caller.name == "ana") caller.permissions = {"admin.settings"};
    return std::optional(caller);
  }
  Response call(Method method, const std::string& user, const std::string& target, const std::string& body = {},
                const platform::http::Pairs& headers = {}) {
    Request request;
    request.target = "/api/v1" + target;
    request.body = body;
    request.headers = headers;
    if (!body.empty()) request.headers.emplace_back("content-type", "application/json");
    if (!user.empty()) request.headers.emplace_back("x-user", user);
    auto exchange = pipeline_->begin(method, std::move(request));
    return pipeline_->answer(exchange);
  }
  json::object read(Method method, const std::string& user, const std::string& target, const std::string& body = {}) {
    const Response response = call(method, user, target, body);
    EXPECT_LT(response.status, 300U) << target << ": " << response.body;
    return json::parse(response.body).as_object();
  }
  static std::string text(const json::value& value) { return std::string(value.as_string()); }
  void tell(const notifications::Event& event) { must(process_->notifier->notify(event)); }

  Process* process_ = nullptr;
  platform::http::RouteTable routes_;
  std::unique_ptr<platform::http::Pipeline> pipeline_;
  std::string audit_;
};
INSTANTIATE_TEST_SUITE_P(Engines, NotificationRoutes, test::both_engines(), test::engine_name);

TEST_P(NotificationRoutes, AreClosedToStrangersAndWebhooksToAllButAdministrators) {
  for (const auto& route : routes_) {
    std::string path = route.path;
    if (const auto open = path.find("{id}"); open != std::string::npos) path.replace(open, 4, ana().to_string());
    EXPECT_EQ(call(route.method, "", path, "{}").status, 401U) << path;
    if (path.starts_with("/webhooks")) {
      EXPECT_EQ(call(route.method, "bob", path, "{}").status, 403U) << path;
    } else {
      EXPECT_NE(call(route.method, "bob", path, "{}").status, 403U) << path;
    }
  }
}

TEST_P(NotificationRoutes, ShowEverybodyHisOwnNotifications) {
  auto event = failed();
  event.user_id = ana();
  tell(event);
  tell(finished());
  const auto anas = read(Method::get, "ana", "/notifications").at("items").as_array();
  ASSERT_EQ(anas.size(), 2U);
  EXPECT_EQ(text(anas[1].at("title")), "Import of ACME failed");
  EXPECT_EQ(text(anas[1].at("message")), "a.csv: no rows");
  EXPECT_EQ(text(anas[1].at("severity")), "error");
  EXPECT_EQ(text(anas[1].at("link")), "/imports/7");
  EXPECT_EQ(text(anas[1].at("parameters").at("supplier")), "ACME");
  EXPECT_EQ(read(Method::get, "bob", "/notifications").at("items").as_array().size(), 1U);
  const std::string address = "/notifications/" + text(anas[1].at("id"));
  EXPECT_EQ(call(Method::post, "bob", address + "/read").status, 404U);
  EXPECT_EQ(call(Method::del, "bob", address).status, 404U);
  EXPECT_TRUE(read(Method::post, "ana", address + "/read").at("is_read").as_bool());
  EXPECT_EQ(read(Method::get, "ana", "/notifications/unread-count").at("unread").to_number<int>(), 1);
  EXPECT_EQ(read(Method::get, "ana", "/notifications?unread=true").at("items").as_array().size(), 1U);
  EXPECT_EQ(read(Method::post, "ana", "/notifications/read-all").at("marked").to_number<int>(), 1);
  EXPECT_EQ(call(Method::del, "ana", address).status, 204U);
  EXPECT_EQ(call(Method::del, "ana", address).status, 404U);
}

TEST_P(NotificationRoutes, GiveListsInPages) {
  for (int i = 0; i < 3; ++i) tell(finished());
  const auto first = read(Method::get, "bob", "/notifications?limit=2");
  EXPECT_EQ(first.at("items").as_array().size(), 2U);
  const auto second = read(Method::get, "bob", "/notifications?limit=2&cursor=" + text(first.at("next_cursor")));
  EXPECT_EQ(second.at("items").as_array().size(), 1U);
  EXPECT_TRUE(second.at("next_cursor").is_null());
  for (const char* query : {"cursor=x", "limit=0", "limit=201", "unread=maybe", "kind=x"}) {
    EXPECT_EQ(call(Method::get, "bob", "/notifications?" + std::string(query)).status, 422U) << query;
  }
  EXPECT_EQ(call(Method::post, "bob", "/notifications/x/read").status, 404U);
}

TEST_P(NotificationRoutes, KeepPreferences) {
  const auto usual = read(Method::get, "bob", "/notifications/preferences");
  EXPECT_EQ(usual.at("digest_minutes").to_number<int>(), 10);
  EXPECT_EQ(usual.at("kinds").as_array().size(), notifications::all_kinds().size());
  read(Method::patch, "bob", "/notifications/preferences",
       R"({"digest_minutes":30,"kinds":{"import.finished":{"email":true}}})");
  const auto changed = read(Method::get, "bob", "/notifications/preferences");
  EXPECT_EQ(changed.at("digest_minutes").to_number<int>(), 30);
  EXPECT_TRUE(changed.at("kinds").as_array()[0].at("email").as_bool());
  EXPECT_TRUE(changed.at("kinds").as_array()[0].at("in_app").as_bool());
  EXPECT_THAT(audit_, HasSubstr("notification_preferences.updated user:" + bob().to_string()));
  EXPECT_EQ(call(Method::patch, "bob", "/notifications/preferences", R"({"digest_minutes":0})").status, 422U);
}

TEST_P(NotificationRoutes, MakeChangeAndRemoveWebhooks) {
  const auto response =
      call(Method::post, "ana", "/webhooks", R"({"url":"https://example.com/hook","events":["import.failed"]})");
  ASSERT_EQ(response.status, 201U) << response.body;
  const auto made = json::parse(response.body).as_object();
  const std::string secret = text(made.at("secret"));
  const std::string address = "/webhooks/" + text(made.at("webhook").at("id"));
  EXPECT_EQ(response.header("location"), "/api/v1" + address);
  const Response shown = call(Method::get, "ana", address);
  EXPECT_THAT(shown.body, Not(HasSubstr(secret)));
  EXPECT_THAT(call(Method::get, "ana", "/webhooks").body, Not(HasSubstr(secret)));
  const platform::http::Pairs if_match{{"if-match", std::string(shown.header("etag"))}};
  EXPECT_EQ(call(Method::patch, "ana", address, R"({"description":"Ours"})", if_match).status, 200U);
  EXPECT_EQ(call(Method::patch, "ana", address, R"({"description":"Late"})", if_match).status, 412U);
  EXPECT_EQ(call(Method::patch, "ana", address, R"({"url":"http://10.0.0.1/"})").status, 422U);
  const std::string next = text(read(Method::post, "ana", address + "/rotate-secret").at("secret"));
  EXPECT_NE(next, secret);
  EXPECT_FALSE(read(Method::get, "ana", address).at("old_secret_until").is_null());
  EXPECT_EQ(call(Method::del, "ana", address, {}, if_match).status, 412U);
  EXPECT_EQ(call(Method::del, "ana", address).status, 204U);
  EXPECT_EQ(call(Method::get, "ana", address).status, 404U);
  for (const char* action : {"webhook.created", "webhook.updated", "webhook.secret_rotated", "webhook.deleted"}) {
    EXPECT_THAT(audit_, HasSubstr(action));
  }
  EXPECT_THAT(audit_, Not(HasSubstr(secret)));
  EXPECT_THAT(audit_, Not(HasSubstr(next)));
}

TEST_P(NotificationRoutes, TestWebhooksAndReplayDeliveries) {
  const test::LocalServer receiver(
      {{"/hook", [](const Request&) -> base::Result<Response> { return platform::http::no_content(); }}});
  const auto made =
      read(Method::post, "ana", "/webhooks", R"({"url":")" + receiver.url("/hook") + R"(","events":["*"]})");
  const std::string id = text(made.at("webhook").at("id"));
  const auto tested = read(Method::post, "ana", "/webhooks/" + id + "/test");
  EXPECT_EQ(text(tested.at("status")), "delivered");
  EXPECT_EQ(tested.at("response_status").to_number<int>(), 204);
  EXPECT_EQ(text(tested.at("body").at("event")), "webhook.test");
  tell(failed());
  process_->worker->start();
  ASSERT_TRUE(all_jobs_ended());
  const auto log = read(Method::get, "ana", "/webhooks/deliveries?status=delivered&webhook_id=" + id);
  ASSERT_EQ(log.at("items").as_array().size(), 2U);
  EXPECT_TRUE(read(Method::get, "ana", "/webhooks/deliveries?status=failed").at("items").as_array().empty());
  EXPECT_EQ(call(Method::get, "ana", "/webhooks/deliveries?status=lost").status, 422U);
  const std::string delivery = text(log.at("items").as_array()[0].at("id"));
  EXPECT_EQ(text(read(Method::post, "ana", "/webhooks/deliveries/" + delivery + "/replay").at("status")), "waiting");
  ASSERT_TRUE(all_jobs_ended());
  EXPECT_EQ(receiver.requests().size(), 3U);
  EXPECT_EQ(receiver.requests()[2].header("x-delivery"), delivery);
  EXPECT_EQ(call(Method::post, "ana", "/webhooks/deliveries/" + bob().to_string() + "/replay").status, 404U);
}

}  // namespace
