#include "platform/redis/wakeups.h"

#include <gtest/gtest.h>

#include <atomic>

#include "platform/redis/redis_metrics.h"
#include "support/redis_server.h"

namespace {

using namespace std::chrono_literals;
using platform::redis::Redis;
using platform::redis::Wakeups;
using test::address_of;
using test::comes_true;

TEST(Wakeups, WakeTheOtherProcessesAndNotTheirOwn) {
  const auto options = test::redis_options();
  Redis first(address_of(test::redis_url()), options), second(address_of(test::redis_url()), options);
  std::atomic<int> first_woken = 0, second_woken = 0;
  Wakeups one(first, [&] { ++first_woken; }), two(second, [&] { ++second_woken; });
  // Each is woken once by itself, when its listening begins.
  ASSERT_TRUE(comes_true([&] { return first_woken == 1 && second_woken == 1; }));
  one.wake_others();
  EXPECT_TRUE(comes_true([&] { return second_woken == 2; }));
  EXPECT_EQ(first_woken, 1);
}

TEST(Wakeups, AreNoTroubleWithoutRedisAndWorkAgainWithIt) {
  test::RedisServer server;
  const auto options = test::redis_options();
  Redis first(address_of(server.url()), options), second(address_of(server.url()), options);
  std::atomic<int> woken = 0;
  Wakeups one(first, [] {}), two(second, [&] { ++woken; });
  ASSERT_TRUE(comes_true([&] { return woken == 1; }));
  server.stop();
  one.wake_others();
  server.start();
  EXPECT_TRUE(comes_true([&] { return woken == 2; })) << "what may have been missed counts as a call";
  ASSERT_TRUE(comes_true([&] { return first.is_available(); }));
  one.wake_others();
  EXPECT_TRUE(comes_true([&] { return woken >= 3; }));
}

TEST(Wakeups, InstallationsAtOneServerDoNotWakeEachOther) {
  const std::string url = test::redis_url();
  Redis ours(address_of(url), test::redis_options()), theirs(address_of(url), test::redis_options());
  std::atomic<int> woken = 0;
  Wakeups one(ours, [] {}), two(theirs, [&] { ++woken; });
  ASSERT_TRUE(comes_true([&] { return woken == 1; }));
  one.wake_others();
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(woken, 1);
}

TEST(RedisMetrics, TellHowItDoes) {
  Redis redis(address_of(test::redis_url()), test::redis_options());
  platform::telemetry::Metrics metrics;
  platform::redis::add_redis_metrics(metrics, {{"cache", &redis}});
  ASSERT_TRUE(redis.call({"PING"}));
  const std::string text = metrics.text();
  EXPECT_NE(text.find("redis_available{use=\"cache\"} 1"), std::string::npos) << text;
  EXPECT_NE(text.find("redis_calls_total{use=\"cache\"} 1"), std::string::npos) << text;
}

}  // namespace
