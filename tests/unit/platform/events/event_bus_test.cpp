#include "platform/events/event_bus.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace {

using namespace std::chrono_literals;
using platform::events::BusOptions;
using platform::events::Delivery;
using platform::events::EventBus;

std::vector<std::string> data_of(const Delivery& delivery) {
  std::vector<std::string> all;
  for (const auto& event : delivery.events) all.push_back(event->data);
  return all;
}

using Texts = std::vector<std::string>;

TEST(EventBus, NumbersEventsOneAfterTheOther) {
  EventBus bus;
  const auto first = bus.publish("imports.1", "{}");
  EXPECT_EQ(bus.publish("jobs", "{}"), first + 1);
  EXPECT_EQ(bus.last_number(), first + 1);
}

TEST(EventBus, BeginsAboveTheNumbersOfAnEarlierProcess) {
  EventBus earlier;
  for (int i = 0; i < 10; ++i) earlier.publish("jobs", "{}");
  std::this_thread::sleep_for(1ms);
  EventBus later;
  EXPECT_GT(later.publish("jobs", "{}"), earlier.last_number());
}

TEST(EventBus, DeliversTheTopicsAskedForInOrder) {
  EventBus bus;
  const auto one = bus.subscribe({"imports.1"});
  const auto below = bus.subscribe({"imports.*"});
  const auto all = bus.subscribe({"*"});
  bus.publish("imports.1", "a");
  bus.publish("imports.2", "b");
  bus.publish("imports.2.rows", "c");
  bus.publish("jobs", "d");
  EXPECT_EQ(data_of(one->take()), Texts{"a"});
  EXPECT_EQ(data_of(below->take()), (Texts{"a", "b", "c"}));
  EXPECT_EQ(data_of(all->take()), (Texts{"a", "b", "c", "d"}));
  EXPECT_TRUE(all->take().events.empty()) << "what was taken does not come again";
}

TEST(EventBus, DeliversAnEventOnceThoughSeveralPatternsMatch) {
  EventBus bus;
  const auto listener = bus.subscribe({"imports.1", "imports.*", "*"});
  bus.publish("imports.1", "a");
  EXPECT_EQ(data_of(listener->take()), Texts{"a"});
}

TEST(EventBus, ReplaysWhatCameSinceANumber) {
  EventBus bus;
  bus.publish("imports.1", "a");
  const auto seen = bus.publish("imports.1", "b");
  bus.publish("imports.1", "c");
  bus.publish("jobs", "other");
  bus.publish("imports.1", "d");
  const auto back = bus.subscribe({"imports.1"}, seen);
  bus.publish("imports.1", "e");
  const Delivery delivery = back->take();
  EXPECT_FALSE(delivery.is_snapshot);
  EXPECT_EQ(data_of(delivery), (Texts{"c", "d", "e"}));
}

TEST(EventBus, ReplaysNothingToOneWhoHasSeenAll) {
  EventBus bus;
  const auto seen = bus.publish("jobs", "a");
  const Delivery delivery = bus.subscribe({"jobs"}, seen)->take();
  EXPECT_FALSE(delivery.is_snapshot);
  EXPECT_TRUE(delivery.events.empty());
}

TEST(EventBus, GivesASnapshotToOneWhoWasAwayTooLong) {
  EventBus bus(BusOptions{.replayed = 3});
  const auto seen = bus.publish("imports.1", "a");
  for (const char* data : {"b", "c", "d", "e"}) bus.publish("imports.1", data);
  bus.publish("imports.2", "f");
  const Delivery delivery = bus.subscribe({"imports.*"}, seen)->take();
  EXPECT_TRUE(delivery.is_snapshot);
  EXPECT_EQ(data_of(delivery), (Texts{"e", "f"}));
}

TEST(EventBus, GivesASnapshotToOneWhoComesWithANumberOfAnotherProcess) {
  EventBus bus;
  bus.publish("imports.1", "a");
  EXPECT_TRUE(bus.subscribe({"imports.*"}, 5)->take().is_snapshot);
  EXPECT_TRUE(bus.subscribe({"imports.*"}, bus.last_number() + 100)->take().is_snapshot);
}

TEST(EventBus, DropsASlowReaderToTheLatestOfEachTopic) {
  EventBus bus(BusOptions{.queue = 4});
  const auto slow = bus.subscribe({"*"});
  for (int i = 1; i <= 100; ++i) bus.publish(i % 2 == 0 ? "even" : "odd", std::to_string(i));
  const Delivery delivery = slow->take();
  EXPECT_TRUE(delivery.is_snapshot);
  EXPECT_EQ(data_of(delivery), (Texts{"99", "100"}));

  bus.publish("even", "102");
  const Delivery next = slow->take();
  EXPECT_FALSE(next.is_snapshot) << "who has caught up gets every event again";
  EXPECT_EQ(data_of(next), Texts{"102"});
}

TEST(EventBus, HoldsNoMoreForASlowReaderThanItsQueueHowManyTopicsThereAre) {
  EventBus bus(BusOptions{.queue = 4});
  const auto slow = bus.subscribe({"*"});
  for (int i = 1; i <= 100; ++i) bus.publish("topic." + std::to_string(i), std::to_string(i));
  EXPECT_EQ(data_of(slow->take()), (Texts{"97", "98", "99", "100"}));
}

TEST(EventBus, RemembersTheLatestOfABoundedNumberOfTopics) {
  EventBus bus(BusOptions{.topics_remembered = 2});
  bus.publish("a", "1");
  bus.publish("b", "2");
  bus.publish("a", "3");
  bus.publish("c", "4");
  Texts remembered;
  for (const auto& event : bus.latest({"*"})) remembered.push_back(event->data);
  EXPECT_EQ(remembered, (Texts{"3", "4"}));
}

TEST(EventBus, CallsAReadyListenerOncePerTaking) {
  EventBus bus;
  int calls = 0;
  const auto listener = bus.subscribe({"jobs"}, {}, [&] { ++calls; });
  bus.publish("jobs", "1");
  bus.publish("jobs", "2");
  EXPECT_EQ(calls, 1);
  listener->take();
  bus.publish("jobs", "3");
  EXPECT_EQ(calls, 2);
}

TEST(EventBus, WakesAWaitingReader) {
  EventBus bus;
  const auto listener = bus.subscribe({"jobs"});
  EXPECT_TRUE(listener->wait(1ms).events.empty());
  std::jthread publisher([&] {
    std::this_thread::sleep_for(10ms);
    bus.publish("jobs", "1");
  });
  EXPECT_EQ(data_of(listener->wait(10s)), Texts{"1"});
}

TEST(EventBus, ForgetsASubscriptionThatEnded) {
  EventBus bus;
  {
    const auto listener = bus.subscribe({"jobs", "imports.*"});
    EXPECT_EQ(bus.subscribers(), 1U);
  }
  EXPECT_EQ(bus.subscribers(), 0U);
  bus.publish("jobs", "1");
}

TEST(EventBus, KeepsOneOrderForAllThreadsWhileManyPublishAndComeAndGo) {
  EventBus bus(BusOptions{.queue = 100'000});
  const auto one = bus.subscribe({"*"});
  const auto two = bus.subscribe({"*"});
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 3; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < 500; ++i) bus.publish("topic." + std::to_string(t), std::to_string(i));
      });
    }
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) bus.subscribe({"topic.*"}, bus.last_number())->take();
    });
  }
  const auto first = one->take().events;
  const auto second = two->take().events;
  ASSERT_EQ(first.size(), 1'500U);
  ASSERT_EQ(second.size(), first.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i]->number, second[i]->number);
    EXPECT_TRUE(i == 0 || first[i]->number > first[i - 1]->number);
  }
}

TEST(EventBus, ForwardsInsteadOfDelivering) {
  EventBus bus;
  const auto listener = bus.subscribe({"jobs"});
  std::vector<std::string> forwarded;
  bus.forward_to([&](const std::string& topic, const std::string& data) { forwarded.push_back(topic + " " + data); });
  EXPECT_EQ(bus.publish("jobs", "a"), 0U);
  EXPECT_EQ(forwarded, Texts{"jobs a"});
  EXPECT_TRUE(listener->take().events.empty());
  bus.forward_to({});
  bus.publish("jobs", "b");
  EXPECT_EQ(data_of(listener->take()), Texts{"b"});
}

TEST(EventBus, NumbersOfDeliveredEventsAlwaysRise) {
  EventBus bus;
  const auto listener = bus.subscribe({"jobs"});
  const auto last = bus.last_number();
  bus.deliver({last + 100, "jobs", "a", {}});
  bus.deliver({last + 50, "jobs", "late", {}});
  const auto events = listener->take().events;
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0]->number, last + 100);
  EXPECT_EQ(events[1]->number, last + 101);
}

TEST(EventBus, ReplaysWhatHappenedBeforeItBegan) {
  EventBus bus;
  bus.begin_with({{1'000, "jobs", "a", {}}, {2'000, "jobs", "b", {}}});
  bus.deliver({3'000, "jobs", "c", {}});
  const Delivery known = bus.subscribe({"jobs"}, 1'000)->take();
  EXPECT_FALSE(known.is_snapshot);
  EXPECT_EQ(data_of(known), (Texts{"b", "c"}));
  const Delivery unknown = bus.subscribe({"jobs"}, 500)->take();
  EXPECT_TRUE(unknown.is_snapshot);
  EXPECT_EQ(data_of(unknown), Texts{"c"});
}

/// One bus of several that get their events from one place.
class SharedBus : public ::testing::Test {
 protected:
  SharedBus() {
    bus_.forward_to([](std::string, std::string) {});
  }
  EventBus bus_;
};

TEST_F(SharedBus, OneWhoComesFromAProcessThatIsAheadGetsNothingTwice) {
  bus_.begin_with({{1'000, "jobs", "a", {}}});
  const auto ahead = bus_.subscribe({"jobs"}, 1'020);
  EXPECT_FALSE(ahead->take().is_snapshot);
  bus_.deliver({1'010, "jobs", "seen", {}});
  bus_.deliver({1'020, "jobs", "seen last", {}});
  bus_.deliver({1'030, "jobs", "new", {}});
  const Delivery delivery = ahead->take();
  EXPECT_FALSE(delivery.is_snapshot);
  EXPECT_EQ(data_of(delivery), Texts{"new"});
}

TEST_F(SharedBus, ANumberFromTheFutureGivesASnapshot) {
  bus_.begin_with({{1'000, "jobs", "a", {}}});
  const auto tomorrow = static_cast<std::uint64_t>(base::Timestamp::now().microseconds()) + 86'400'000'000;
  const auto listener = bus_.subscribe({"jobs"}, tomorrow);
  EXPECT_TRUE(listener->take().is_snapshot);
  bus_.deliver({1'010, "jobs", "b", {}});
  EXPECT_EQ(data_of(listener->take()), Texts{"b"});
}

TEST_F(SharedBus, OneWhoComesBeforeTheProcessKnowsThePastGetsWhatCameSince) {
  int woken = 0;
  const auto early = bus_.subscribe({"jobs"}, 1'000, [&woken] { ++woken; });
  const auto away_too_long = bus_.subscribe({"jobs"}, 10);
  const auto new_here = bus_.subscribe({"jobs"});
  EXPECT_FALSE(early->take().is_snapshot);
  bus_.begin_with({{1'000, "jobs", "a", {}}, {2'000, "jobs", "b", {}}, {3'000, "other", "c", {}}});
  EXPECT_EQ(woken, 1);
  const Delivery delivery = early->take();
  EXPECT_FALSE(delivery.is_snapshot);
  EXPECT_EQ(data_of(delivery), Texts{"b"});
  const Delivery latest = away_too_long->take();
  EXPECT_TRUE(latest.is_snapshot);
  EXPECT_EQ(data_of(latest), Texts{"b"});
  EXPECT_TRUE(new_here->take().events.empty());
}

TEST_F(SharedBus, ThePastThatIsToldLateIsNothingNew) {
  const auto own = bus_.last_number() + 10;
  const auto here = bus_.subscribe({"*"}), came_back = bus_.subscribe({"*"}, 1'000);
  bus_.deliver({own, "jobs", "own", {}});
  EXPECT_EQ(data_of(came_back->take()), Texts{"own"});
  bus_.begin_with({{1'000, "jobs", "a", {}}, {2'000, "other", "b", {}}, {3'000, "jobs", "c", {}}});
  EXPECT_EQ(data_of(here->take()), Texts{"own"});
  const Delivery missed = came_back->take();
  EXPECT_TRUE(missed.is_snapshot);
  EXPECT_EQ(data_of(missed), (Texts{"b", "own"}));
  EXPECT_EQ(data_of(bus_.subscribe({"*"}, 2'000)->take()), (Texts{"c", "own"}));
  EXPECT_EQ(bus_.last_number(), own);
}

TEST_F(SharedBus, OneWhoComesFromAnotherProcessWhileNothingComesFromThereGetsASnapshot) {
  const auto before = bus_.last_number();
  bus_.deliver({before + 10, "jobs", "a", {}});
  bus_.deliver({before + 20, "jobs", "b", {}});
  bus_.note_alone(true);
  for (const auto elsewhere : {before + 15, before + 25}) {
    const Delivery latest = bus_.subscribe({"jobs"}, elsewhere)->take();
    EXPECT_TRUE(latest.is_snapshot);
    EXPECT_EQ(data_of(latest), Texts{"b"});
  }
  const Delivery own = bus_.subscribe({"jobs"}, before + 10)->take();
  EXPECT_FALSE(own.is_snapshot);
  EXPECT_EQ(data_of(own), Texts{"b"});
  bus_.note_alone(false);
  EXPECT_FALSE(bus_.subscribe({"jobs"}, before + 15)->take().is_snapshot);
}

TEST(EventBus, AGapGivesEverybodyASnapshot) {
  EventBus bus;
  const auto seen = bus.publish("jobs", "a");
  bus.publish("jobs", "b");
  const auto listener = bus.subscribe({"jobs"});
  bus.note_gap();
  const Delivery delivery = listener->take();
  EXPECT_TRUE(delivery.is_snapshot);
  EXPECT_EQ(data_of(delivery), Texts{"b"});
  EXPECT_TRUE(bus.subscribe({"jobs"}, seen)->take().is_snapshot);
}

}  // namespace
