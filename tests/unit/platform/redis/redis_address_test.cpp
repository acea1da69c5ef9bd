#include "platform/redis/redis_address.h"

#include <gtest/gtest.h>

#include "support/result_check.h"

namespace {

using platform::redis::RedisAddress;
using test::code_of;
using test::must;

TEST(RedisAddress, ReadsEveryPart) {
  const auto address = must(RedisAddress::from("rediss://ana:p%40ss%2Fword@cache.example:6380/3"));
  EXPECT_TRUE(address.has_tls);
  EXPECT_EQ(address.user, "ana");
  EXPECT_EQ(address.password, "p@ss/word");
  EXPECT_EQ(address.host, "cache.example");
  EXPECT_EQ(address.port, "6380");
  EXPECT_EQ(address.database, 3U);
  EXPECT_EQ(address.shown(), "rediss://cache.example:6380/3");
}

TEST(RedisAddress, LeavesOutWhatNeedNotBeSaid) {
  const auto address = must(RedisAddress::from("redis://redis"));
  EXPECT_EQ(address.shown(), "redis://redis:6379/0");
  EXPECT_EQ(must(RedisAddress::from("redis://:secret@redis")).password, "secret");
  EXPECT_EQ(must(RedisAddress::from("redis://:a@b@redis/1")).password, "a@b");
  EXPECT_EQ(must(RedisAddress::from("redis://[::1]:7000/2")).shown(), "redis://[::1]:7000/2");
}

TEST(RedisAddress, RefusesWhatItCannotRead) {
  for (const char* url : {"http://redis", "redis", "redis://redis:port", "redis://redis:0", "redis://redis:70000",
                          "redis://redis/first", "redis://[::1", "redis://:%zz@redis", "redis://[::1]7000"}) {
    EXPECT_EQ(code_of(RedisAddress::from(url)), "config.redis_url") << url;
  }
}

TEST(RedisAddress, NeverShowsThePassword) {
  const auto refused = RedisAddress::from("redis://:hunter2@redis:port");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().text().find("hunter2"), std::string::npos);
}

}  // namespace
