#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "integration/notifications/notifications_fixture.h"

namespace {

using notifications::Notification;
using notifications::NotificationQuery;
using test::code_of;
using test::must;

class Notifications : public test::NotificationsTest {
 protected:
  void SetUp() override {
    NotificationsTest::SetUp();
    process_ = &start();
  }
  notifications::NotificationService& service() { return process_->notifier->notifications(); }
  platform::events::EventBus& events() { return process_->events; }
  void tell(const notifications::Event& event) { must(process_->notifier->notify(event)); }
  std::vector<Notification> list_of(base::Uuid user, const NotificationQuery& query = {}) {
    return must(service().list(user, query)).items;
  }

 private:
  Process* process_ = nullptr;
};
INSTANTIATE_TEST_SUITE_P(Engines, Notifications, test::both_engines(), test::engine_name);

TEST_P(Notifications, ReachEverybodyWhoMayReadTheSubject) {
  tell(failed());
  tell({"webhook.disabled", {{"url", "https://x.example"}}, {}, {}});
  const auto anas = list_of(ana());
  ASSERT_EQ(anas.size(), 2U);
  EXPECT_EQ(anas[0].kind, "webhook.disabled") << "the latest first";
  const auto bobs = list_of(bob());
  ASSERT_EQ(bobs.size(), 1U);
  EXPECT_EQ(bobs[0].kind, "import.failed");
  EXPECT_EQ(bobs[0].parameters.at("supplier"), "ACME");
  EXPECT_EQ(bobs[0].subject, "imports/7");
  EXPECT_NE(bobs[0].id, anas[1].id);
}

TEST_P(Notifications, ForOnePersonReachNobodyElse) {
  auto event = failed();
  event.user_id = bob();
  tell(event);
  EXPECT_EQ(list_of(bob()).size(), 1U);
  EXPECT_TRUE(list_of(ana()).empty());
  event.user_id = base::Uuid::generate();
  tell(event);
}

TEST_P(Notifications, AreToldOnceHoweverOftenTheyAreAnnounced) {
  for (int i = 0; i < 3; ++i) tell(failed("ACME", "import.failed:7"));
  tell(failed("ACME", "import.failed:8"));
  EXPECT_EQ(list_of(ana()).size(), 2U);
  EXPECT_EQ(list_of(bob()).size(), 2U);
}

TEST_P(Notifications, OfAnUnknownKindAreRefused) {
  EXPECT_EQ(code_of(service().tell({"import.exploded", {}, {}, {}})), "notification.kind_unknown");
}

TEST_P(Notifications, AreListedInPagesByKindAndUnread) {
  for (int i = 0; i < 5; ++i) tell(i % 2 == 0 ? failed() : finished());
  NotificationQuery query{.limit = 2};
  std::vector<base::Uuid> seen;
  for (int page = 0; page < 3; ++page) {
    const auto got = must(service().list(ana(), query));
    for (const auto& one : got.items) seen.push_back(one.id);
    EXPECT_EQ(got.next.has_value(), page < 2);
    query.before = got.next;
  }
  EXPECT_EQ(seen.size(), 5U);
  EXPECT_TRUE(std::ranges::is_sorted(seen, std::greater<>()));
  must(service().mark_read(ana(), seen[0]));
  EXPECT_EQ(list_of(ana(), {.only_unread = true}).size(), 4U);
  EXPECT_EQ(list_of(ana(), {.kind = "import.failed"}).size(), 3U);
  EXPECT_EQ(list_of(ana(), {.only_unread = true, .kind = "import.failed"}).size(), 2U);
  EXPECT_EQ(must(service().unread(ana())), 4U);
  EXPECT_EQ(must(service().unread(bob())), 5U);
}

TEST_P(Notifications, AreMarkedAsReadOnceAndAllTogether) {
  for (int i = 0; i < 3; ++i) tell(failed());
  const auto id = list_of(ana())[1].id;
  const auto first = must(service().mark_read(ana(), id)).read_at;
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(must(service().mark_read(ana(), id)).read_at, first) << "the time of the first reading stays";
  EXPECT_EQ(must(service().mark_all_read(ana())), 2U);
  EXPECT_EQ(must(service().mark_all_read(ana())), 0U);
  EXPECT_EQ(must(service().unread(ana())), 0U);
  EXPECT_EQ(must(service().unread(bob())), 3U);
}

TEST_P(Notifications, OfOthersCannotBeTouched) {
  tell(failed());
  const auto anas = list_of(ana())[0].id;
  EXPECT_EQ(code_of(service().mark_read(bob(), anas)), "notification.unknown");
  EXPECT_EQ(code_of(service().remove(bob(), anas)), "notification.unknown");
  must(service().remove(ana(), anas));
  EXPECT_EQ(code_of(service().remove(ana(), anas)), "notification.unknown");
  EXPECT_TRUE(list_of(ana()).empty());
}

TEST_P(Notifications, ComeLiveWithTheNumberOfUnreadOnes) {
  const auto anas = events().subscribe({"notifications." + ana().to_string()});
  tell(failed());
  tell(finished());
  const auto delivery = anas->take();
  ASSERT_EQ(delivery.events.size(), 2U);
  const auto data = boost::json::parse(delivery.events[1]->data).as_object();
  EXPECT_EQ(data.at("unread").to_number<int>(), 2);
  EXPECT_EQ(data.at("notification").at("title").as_string(), "Import of ACME finished");
}

TEST_P(Notifications, FollowPreferences) {
  const auto usual = must(service().preferences(ana()));
  EXPECT_EQ(usual.digest_minutes, 10);
  EXPECT_TRUE(usual.kinds.at("import.failed").email);
  EXPECT_FALSE(usual.kinds.at("import.finished").email);
  must(service().change_preferences(ana(), {.digest_minutes = 60, .kinds = {{"import.finished", {false, {}}}}}));
  must(service().change_preferences(ana(), {.language = "fr", .kinds = {{"import.failed", {{}, false}}}}));
  const auto changed = must(service().preferences(ana()));
  EXPECT_EQ(changed.digest_minutes, 60);
  EXPECT_EQ(changed.language, notifications::Language::fr);
  EXPECT_FALSE(changed.kinds.at("import.finished").in_app);
  EXPECT_TRUE(changed.kinds.at("import.failed").in_app);
  EXPECT_FALSE(changed.kinds.at("import.failed").email);
  tell(finished());
  EXPECT_TRUE(list_of(ana()).empty());
  EXPECT_EQ(list_of(bob()).size(), 1U) << "preferences are everybody's own";
}

TEST_P(Notifications, RefusePreferencesThatMakeNoSense) {
  EXPECT_EQ(code_of(service().change_preferences(ana(), {.digest_minutes = 0})), "notification.preferences_invalid");
  EXPECT_EQ(code_of(service().change_preferences(ana(), {.digest_minutes = 1441})), "notification.preferences_invalid");
  EXPECT_EQ(code_of(service().change_preferences(ana(), {.language = "de"})), "notification.preferences_invalid");
  EXPECT_EQ(code_of(service().change_preferences(ana(), {.digest_minutes = 5, .kinds = {{"x", {}}}})),
            "notification.kind_unknown");
  EXPECT_EQ(must(service().preferences(ana())).digest_minutes, 10) << "all of a change or nothing";
}

TEST_P(Notifications, GoWithTimeAndWithTheirUser) {
  tell(failed());
  must(service().tidy(base::Timestamp::now() + std::chrono::hours(24 * 89)));
  EXPECT_EQ(list_of(ana()).size(), 1U);
  must(service().tidy(base::Timestamp::now() + std::chrono::hours(24 * 91)));
  EXPECT_TRUE(list_of(ana()).empty());
  tell(failed());
  must(service().change_preferences(ana(), {.digest_minutes = 5, .kinds = {{"import.failed", {{}, false}}}}));
  run("DELETE FROM users WHERE id = '" + ana().to_string() + "'");
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM notifications"), "1");
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM notification_settings"), "0");
}

}  // namespace
