#include "platform/redis/shared_rates.h"

#include <gtest/gtest.h>

#include "support/redis_server.h"

namespace {

using platform::redis::Redis;
using platform::redis::SharedRates;
using test::address_of;
using test::comes_true;

TEST(SharedRates, TwoProcessesCountTogether) {
  const auto options = test::redis_options();
  Redis first(address_of(test::redis_url()), options), second(address_of(test::redis_url()), options);
  SharedRates one(first, 100), two(second, 100);
  EXPECT_TRUE(one.take("login 192.0.2.1", 3).allowed);
  EXPECT_TRUE(two.take("login 192.0.2.1", 3).allowed);
  const auto last = one.take("login 192.0.2.1", 3);
  EXPECT_TRUE(last.allowed);
  EXPECT_EQ(last.remaining, 0U);
  const auto refused = two.take("login 192.0.2.1", 3);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.limit, 3U);
  EXPECT_GE(refused.retry_seconds, 18U);
  EXPECT_LE(refused.retry_seconds, 20U);
  EXPECT_LE(refused.reset_seconds, 60U);
  EXPECT_TRUE(two.take("login 192.0.2.2", 3).allowed) << "another address has a bucket of its own";
}

TEST(SharedRates, RefillsWithTime) {
  Redis redis(address_of(test::redis_url()), test::redis_options());
  SharedRates rates(redis, 100);
  while (rates.take("a", 600).allowed) continue;
  EXPECT_TRUE(comes_true([&] { return rates.take("a", 600).allowed; }));
}

TEST(SharedRates, ZeroIsWithoutLimit) {
  Redis redis(address_of(test::redis_url()), test::redis_options());
  SharedRates rates(redis, 100);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(rates.take("a", 0).allowed);
}

TEST(SharedRates, RedisIsNotToldWhoCalls) {
  Redis redis(address_of(test::redis_url()), test::redis_options());
  SharedRates rates(redis, 100);
  rates.take("caller ana@example.com", 5);
  const auto found = redis.call({"KEYS", redis.key({"*"})});
  ASSERT_TRUE(found);
  for (const auto& key : found->items) EXPECT_EQ(key.text.find("ana"), std::string::npos);
}

TEST(SharedRates, EachProcessCountsForItselfWhileRedisIsAway) {
  test::RedisServer server;
  const auto options = test::redis_options();
  Redis redis(address_of(server.url()), options);
  SharedRates rates(redis, 100);
  EXPECT_TRUE(rates.take("a", 2).allowed);
  server.stop();
  EXPECT_TRUE(rates.take("a", 2).allowed);
  EXPECT_TRUE(rates.take("a", 2).allowed);
  EXPECT_FALSE(rates.take("a", 2).allowed) << "there is a limit also without Redis";
  server.start();
  ASSERT_TRUE(comes_true([&] { return redis.is_available(); }));
  EXPECT_TRUE(rates.take("a", 2).allowed);
}

}  // namespace
