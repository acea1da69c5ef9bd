#include "domain/notifications/webhooks.h"

#include <gmock/gmock.h>

#include "integration/notifications/notifications_fixture.h"
#include "platform/http/conditional.h"
#include "support/at_once.h"

namespace {

using notifications::NewWebhook;
using test::code_of;
using test::must;
using testing::ElementsAre;
using testing::HasSubstr;

class Webhooks : public test::NotificationsTest {
 protected:
  void SetUp() override {
    NotificationsTest::SetUp();
    service_ = &start().notifier->webhooks();
  }
  notifications::WebhookService& service() { return *service_; }
  static NewWebhook to(const std::string& url, std::vector<std::string> events = {"*"}) {
    return {url, "", std::move(events), true, {}};
  }
  std::string refusal(const NewWebhook& wanted) { return std::string(code_of(service().create(wanted))); }

 private:
  notifications::WebhookService* service_ = nullptr;
};
INSTANTIATE_TEST_SUITE_P(Engines, Webhooks, test::both_engines(), test::engine_name);

TEST_P(Webhooks, ShowTheirSecretOnceAndKeepItEncrypted) {
  const auto made = must(service().create(to("https://example.com/hook", {"import.failed", "import.failed"})));
  EXPECT_THAT(made.secret, testing::StartsWith("whsec_"));
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM webhooks WHERE sealed_secret LIKE '%" + made.secret + "%'"), "0");
  EXPECT_THAT(must(service().find(made.webhook.id)).events, ElementsAre("import.failed"));
  EXPECT_NE(must(service().create(to("https://example.com/hook"))).secret, made.secret);
}

TEST_P(Webhooks, LeadToTheOpenInternetOnly) {
  auto& strict = start({.allowed_networks = ""}).notifier->webhooks();
  for (const char* url : {"http://127.0.0.1/", "http://10.0.0.5/x", "http://[::1]/", "http://169.254.169.254/latest",
                          "http://user:password@example.com/", "ftp://example.com/", "example.com", ""}) {
    const auto code = code_of(strict.create(to(url)));
    EXPECT_TRUE(code == "client.address_refused" || code == "client.url_refused") << url << ": " << code;
  }
  const auto made = must(strict.create(to("https://example.com/hook")));
  EXPECT_NE(code_of(strict.update(made.webhook.id, {.url = "http://10.0.0.5/"})), "");
  EXPECT_EQ(must(strict.find(made.webhook.id)).url, "https://example.com/hook");
}

TEST_P(Webhooks, WantKnownEvents) {
  EXPECT_EQ(refusal(to("https://example.com/", {})), "webhook.invalid");
  EXPECT_EQ(refusal(to("https://example.com/", {"*", "import.failed"})), "webhook.invalid");
  EXPECT_EQ(refusal(to("https://example.com/", {"import.exploded"})), "notification.kind_unknown");
  EXPECT_EQ(refusal(to("https://example.com/" + std::string(3'000, 'x'))), "webhook.invalid");
  auto described = to("https://example.com/");
  described.description = "\xff";
  EXPECT_EQ(refusal(described), "webhook.invalid");
}

TEST_P(Webhooks, AreChangedByWhoHasReadTheLatest) {
  const auto id = must(service().create(to("https://example.com/a"))).webhook.id;
  const auto only_version = [](std::int64_t wanted) {
    return [wanted](std::int64_t version) -> base::Result<> {
      if (version == wanted) return {};
      return base::failure(platform::http::precondition_failed, "It changed.", "Read it again.");
    };
  };
  const auto changed =
      must(service().update(id, {.url = "https://example.com/b", .description = "Ours"}, only_version(1)));
  EXPECT_EQ(changed.version, 2);
  EXPECT_EQ(changed.url, "https://example.com/b");
  EXPECT_THAT(changed.events, ElementsAre("*"));
  EXPECT_EQ(code_of(service().update(id, {.description = "Late"}, only_version(1))),
            platform::http::precondition_failed.code);
  EXPECT_EQ(code_of(service().remove(id, only_version(1))), platform::http::precondition_failed.code);
  must(service().remove(id, only_version(2)));
  EXPECT_EQ(code_of(service().find(id)), "webhook.unknown");
  EXPECT_EQ(code_of(service().update(id, {})), "webhook.unknown");
  EXPECT_EQ(code_of(service().remove(id)), "webhook.unknown");
}

TEST_P(Webhooks, ChangesThatNameNoVersionAllSucceedHoweverManyComeAtOnce) {
  const auto id = must(service().create(to("https://example.com/a"))).webhook.id;
  EXPECT_TRUE(
      test::all_succeed_at_once([&](const std::string& text) { return service().update(id, {.description = text}); }));
  EXPECT_TRUE(test::all_succeed_at_once([&](const std::string&) { return service().rotate_secret(id); }));
  EXPECT_EQ(must(service().find(id)).version, 161);
}

TEST_P(Webhooks, AreListedInPages) {
  for (int i = 0; i < 3; ++i) must(service().create(to("https://example.com/" + std::to_string(i))));
  const auto first = must(service().list({}, 2));
  ASSERT_EQ(first.items.size(), 2U);
  EXPECT_EQ(first.items[0].url, "https://example.com/2");
  const auto second = must(service().list(first.next, 2));
  ASSERT_EQ(second.items.size(), 1U);
  EXPECT_FALSE(second.next.has_value());
}

TEST_P(Webhooks, StartAnewWhenSwitchedOnAgain) {
  const auto id = must(service().create(to("https://example.com/a"))).webhook.id;
  run("UPDATE webhooks SET is_enabled = 0, disabled_reason = 'It failed.', failing_since = "
      "'2020-01-01T00:00:00.000000Z'");
  EXPECT_EQ(must(service().update(id, {.description = "x"})).disabled_reason, "It failed.");
  const auto on = must(service().update(id, {.is_enabled = true}));
  EXPECT_TRUE(on.is_enabled);
  EXPECT_EQ(on.disabled_reason, "");
  EXPECT_FALSE(on.failing_since.has_value());
}

TEST_P(Webhooks, SealTheirSecretsAnewAfterAChangeOfTheKey) {
  const auto id = must(service().create(to("https://example.com/a"))).webhook.id;
  must(service().rotate_secret(id));
  const std::string before = scalar("SELECT sealed_secret FROM webhooks");
  auto& moved = start(
      {.secret = "a new secret key of the tests, long", .previous_secret = "a secret key of the tests, long enough"});
  must(moved.notifier->tidy(base::Timestamp::now()));
  const std::string after = scalar("SELECT sealed_secret FROM webhooks");
  EXPECT_NE(after, before);
  EXPECT_FALSE(moved.sealer.is_outdated(after));
  EXPECT_FALSE(moved.sealer.is_outdated(scalar("SELECT sealed_previous_secret FROM webhooks")));
}

}  // namespace
