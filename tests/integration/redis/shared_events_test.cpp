#include "platform/redis/shared_events.h"

#include <gtest/gtest.h>

#include "support/redis_server.h"

namespace {

using namespace std::chrono_literals;
using platform::events::EventBus;
using platform::events::EventPointer;
using platform::events::Subscription;
using platform::redis::Redis;
using platform::redis::SharedEvents;
using test::address_of;
using test::comes_true;

/// The bus of one process, joined to the others.
class Node {
 public:
  Node(const std::string& url, const platform::redis::RedisOptions& options, SharedEvents::Options shared = {})
      : redis_(address_of(url), options), events_(redis_, bus_, shared) {}

  EventBus& bus() { return bus_; }
  Redis& redis() { return redis_; }
  platform::redis::SharedEventsStatistics statistics() const { return events_.statistics(); }

 private:
  EventBus bus_;
  Redis redis_;
  SharedEvents events_;
};

/// Collects what a subscription brings.
class Listener {
 public:
  explicit Listener(EventBus& bus, std::optional<std::uint64_t> after = {})
      : subscription_(bus.subscribe({"*"}, after)) {}

  /// True once `count` have come.
  bool has(std::size_t count) {
    return comes_true([&] {
      take();
      return events_.size() >= count;
    });
  }
  bool hears(const std::string& data) {
    return comes_true([&] {
      take();
      return std::any_of(events_.begin(), events_.end(),
                         [&](const EventPointer& event) { return event->data == data; });
    });
  }
  std::vector<std::string> data() {
    take();
    std::vector<std::string> all;
    for (const EventPointer& event : events_) all.push_back(event->data);
    return all;
  }
  std::vector<std::uint64_t> numbers() const {
    std::vector<std::uint64_t> all;
    for (const EventPointer& event : events_) all.push_back(event->number);
    return all;
  }
  bool had_snapshot() const { return had_snapshot_; }

 private:
  void take() {
    const auto delivery = subscription_->take();
    had_snapshot_ = had_snapshot_ || delivery.is_snapshot;
    events_.insert(events_.end(), delivery.events.begin(), delivery.events.end());
  }

  std::shared_ptr<Subscription> subscription_;
  std::vector<EventPointer> events_;
  bool had_snapshot_ = false;
};

using Texts = std::vector<std::string>;

/// True once each hears the other and nothing more is under way: before that a process hands out what is its own.
bool know_each_other(Node& one, Node& two) {
  return comes_true([&] {
    const auto first = one.statistics(), second = two.statistics();
    one.bus().publish("hello", "");
    two.bus().publish("hello", "");
    const auto hears = [](const Node& node, const auto& before) {
      return node.statistics().sent == before.sent + 1 && node.statistics().received == before.received + 1;
    };
    return comes_true([&] { return hears(one, first) && hears(two, second); }, 200ms);
  });
}

class SharedEventsTest : public ::testing::Test {
 protected:
  const platform::redis::RedisOptions options_ = test::redis_options();
};

TEST_F(SharedEventsTest, ProcessesHearEachOtherInOneOrderWithTheSameNumbers) {
  Node worker(test::redis_url(), options_), api(test::redis_url(), options_);
  ASSERT_TRUE(know_each_other(worker, api));
  const auto before = worker.statistics();
  Listener here(worker.bus()), there(api.bus());
  for (int i = 0; i < 50; ++i) {
    worker.bus().publish("imports.1", "worker " + std::to_string(i));
    api.bus().publish("jobs", "api " + std::to_string(i));
  }
  ASSERT_TRUE(here.has(100));
  ASSERT_TRUE(there.has(100));
  EXPECT_EQ(here.data(), there.data());
  EXPECT_EQ(here.numbers(), there.numbers());
  const auto numbers = here.numbers();
  EXPECT_TRUE(std::is_sorted(numbers.begin(), numbers.end()));
  EXPECT_EQ(std::adjacent_find(numbers.begin(), numbers.end()), numbers.end());
  EXPECT_EQ(worker.statistics().sent, before.sent + 50);
  EXPECT_EQ(worker.statistics().received, before.received + 50);
  EXPECT_FALSE(here.had_snapshot());
}

TEST_F(SharedEventsTest, AClientThatReconnectsToAnotherProcessMissesNothing) {
  Node first(test::redis_url(), options_);
  auto second = std::make_unique<Node>(test::redis_url(), options_);
  Listener client(second->bus());
  for (const char* data : {"a", "b", "c"}) first.bus().publish("imports.1", data);
  ASSERT_TRUE(client.has(3));
  const std::uint64_t seen = client.numbers().at(1);
  second.reset();
  first.bus().publish("imports.1", "d");
  Node third(test::redis_url(), options_);  // began after all of it
  const auto has_both = [seen](Node& node) { return Listener(node.bus(), seen).data().size() == 2; };
  ASSERT_TRUE(comes_true([&] { return has_both(first) && has_both(third); }));
  Listener back(third.bus(), seen), elsewhere(first.bus(), seen);
  EXPECT_EQ(back.data(), (Texts{"c", "d"}));
  EXPECT_EQ(elsewhere.data(), (Texts{"c", "d"}));
  EXPECT_FALSE(back.had_snapshot());
}

TEST_F(SharedEventsTest, OneWhoWasAwayTooLongGetsASnapshot) {
  Node node(test::redis_url(), options_);
  Listener early(node.bus());
  node.bus().publish("imports.1", "a");
  ASSERT_TRUE(early.has(1));
  Listener late(node.bus(), early.numbers().at(0) - 1'000'000'000);
  EXPECT_EQ(late.data(), Texts{"a"});
  EXPECT_TRUE(late.had_snapshot());
}

TEST_F(SharedEventsTest, TheStreamStaysShort) {
  Node node(test::redis_url(), options_, {.kept = 100});
  Listener listener(node.bus());
  for (int i = 0; i < 2'000; ++i) node.bus().publish("jobs", std::to_string(i));
  ASSERT_TRUE(listener.hears("1999"));
  const auto reply = node.redis().call({"XLEN", node.redis().key({"events"})});
  ASSERT_TRUE(reply);
  EXPECT_LT(reply->integer, 400);
}

TEST_F(SharedEventsTest, AnEventPublishedAtOnceReachesItsOwnProcess) {
  for (int round = 0; round < 20; ++round) {
    Node node(test::redis_url(), options_);
    Listener listener(node.bus());
    const std::string data = "round " + std::to_string(round);
    node.bus().publish("jobs", data);
    ASSERT_TRUE(listener.hears(data));
    std::this_thread::sleep_for(2ms);
    const auto all = listener.data();
    EXPECT_EQ(std::count(all.begin(), all.end(), data), 1);
  }
}

TEST(SharedEventsFaults, WithoutRedisAProcessHearsItself) {
  test::RedisServer server;
  server.stop();
  Node node(server.url(), test::redis_options());
  Listener listener(node.bus());
  for (const char* data : {"a", "b", "c"}) node.bus().publish("imports.1", data);
  ASSERT_TRUE(listener.has(3));
  EXPECT_EQ(listener.data(), (Texts{"a", "b", "c"}));
  const auto numbers = listener.numbers();
  EXPECT_LT(numbers.at(0), numbers.at(1));
  EXPECT_EQ(Listener(node.bus(), numbers.at(0)).data(), (Texts{"b", "c"}));
}

/// A worker and an API that know each other; then Redis says nothing for a while. What was on its way may still arrive.
class RedisGoesAway : public ::testing::Test {
 protected:
  explicit RedisGoesAway(SharedEvents::Options shared = {})
      : worker_(server_.url(), options_, shared),
        api_(server_.url(), options_),
        here_(worker_.bus()),
        there_(api_.bus()) {}

  void SetUp() override {
    worker_.bus().publish("imports.1", "before");
    ASSERT_TRUE(there_.hears("before"));
    ASSERT_TRUE(here_.has(1));
    server_.freeze();
    for (int i = 0; i < 10; ++i) publish_and_hear("imports.1", "during " + std::to_string(i));
    publish_and_hear("imports.2", "another");
    ASSERT_FALSE(worker_.redis().is_available());
  }

  void publish_and_hear(const std::string& topic, const std::string& data) {
    worker_.bus().publish(topic, data);
    ASSERT_TRUE(here_.hears(data)) << "a process hears itself meanwhile";
  }

  /// All goes on, with nothing twice.
  void expect_going_on() {
    const auto seen = here_.numbers().back();
    worker_.bus().publish("imports.1", "after");
    EXPECT_TRUE(here_.hears("after"));
    EXPECT_TRUE(there_.hears("after"));
    EXPECT_GT(here_.numbers().back(), seen);
    const auto all = here_.data();
    EXPECT_EQ(std::count(all.begin(), all.end(), "during 5"), 1);
  }

  test::RedisServer server_;
  const platform::redis::RedisOptions options_ = test::redis_options();
  Node worker_, api_;
  Listener here_, there_;
};

TEST_F(RedisGoesAway, TheOthersGetEveryEventInTurnOnceItIsBack) {
  server_.thaw();
  ASSERT_TRUE(there_.has(12));
  Texts all{"before"};
  for (int i = 0; i < 10; ++i) all.push_back("during " + std::to_string(i));
  all.emplace_back("another");
  EXPECT_EQ(there_.data(), all);
  EXPECT_FALSE(there_.had_snapshot());
  EXPECT_EQ(worker_.statistics().dropped, 0U);
  expect_going_on();
}

TEST_F(RedisGoesAway, TheOthersGetTheLastWordsOfAProcessThatEndsMeanwhile) {
  auto ending = std::make_unique<Node>(server_.url(), options_);
  Listener own(ending->bus());
  ending->bus().publish("imports.1", "its last");
  ASSERT_TRUE(own.hears("its last"));
  server_.thaw();
  ending.reset();
  EXPECT_TRUE(there_.hears("its last"));
}

TEST_F(RedisGoesAway, OneWhoChangesTheProcessMeanwhileGetsWhatIsLatestThere) {
  const auto seen = there_.numbers().back();
  const bool is_told = comes_true([&] {
    Listener moved(worker_.bus(), seen + 1);  // a number that the other process gave
    return moved.has(2) && moved.had_snapshot() && moved.data() == Texts{"during 9", "another"};
  });
  EXPECT_TRUE(is_told);
}

class RedisGoesAwayForLong : public RedisGoesAway {
 protected:
  RedisGoesAwayForLong() : RedisGoesAway({.kept = 4'096, .waiting = 3}) {}
};

TEST_F(RedisGoesAwayForLong, TheOthersGetTheLatestOfEachTopicOnceItIsBack) {
  server_.thaw();
  ASSERT_TRUE(there_.hears("during 9"));
  ASSERT_TRUE(there_.hears("another"));
  EXPECT_TRUE(there_.had_snapshot()) << "some are missing, and it is told so";
  EXPECT_GT(worker_.statistics().dropped, 0U);
  expect_going_on();
}

TEST(SharedEventsFaults, PublishingNeverWaitsForAFrozenServer) {
  test::RedisServer server;
  Node node(server.url(), test::redis_options(), {.kept = 4'096, .waiting = 100});
  Listener listener(node.bus());
  node.bus().publish("jobs", "first");
  ASSERT_TRUE(listener.hears("first"));
  server.freeze();
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 1'000; ++i) node.bus().publish("jobs", std::to_string(i));
  EXPECT_LT(std::chrono::steady_clock::now() - began, 200ms);
  EXPECT_TRUE(listener.hears("999"));
  EXPECT_GT(node.statistics().dropped, 0U);
  server.thaw();
  node.bus().publish("jobs", "last");
  EXPECT_TRUE(listener.hears("last"));
}

}  // namespace
