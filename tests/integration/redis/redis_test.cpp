#include "platform/redis/redis.h"

#include <gtest/gtest.h>

#include <atomic>

#include "support/local_server.h"
#include "support/redis_server.h"

namespace {

using namespace std::chrono_literals;
using platform::redis::Redis;
using platform::redis::Reply;
using test::address_of;
using test::code_of;
using test::comes_true;
using test::must;
using test::redis_options;
using test::RedisServer;

TEST(Redis, CarriesAnyBytesThereAndBack) {
  Redis redis(address_of(test::redis_url()), redis_options());
  const std::string value("line\r\n\0end", 10);
  must(redis.call({"SET", redis.key({"a", "b"}), value}));
  EXPECT_EQ(must(redis.call({"GET", redis.key({"a", "b"})})).text, value);
  EXPECT_TRUE(must(redis.call({"GET", redis.key({"nothing"})})).is_nothing());
}

TEST(Redis, RunsAScriptInOneRoundTrip) {
  Redis redis(address_of(test::redis_url()), redis_options());
  const Reply reply = must(redis.run("return {KEYS[1], ARGV[1], 7, {'x'}}", {"k"}, {"v"}));
  EXPECT_EQ(reply.at(0).text, "k");
  EXPECT_EQ(reply.at(1).text, "v");
  EXPECT_EQ(reply.at(2).integer, 7);
  EXPECT_EQ(reply.at(3).at(0).text, "x");
  EXPECT_TRUE(reply.at(9).is_nothing());
}

TEST(Redis, ARefusedCommandDoesNotMakeItCountAsAway) {
  Redis redis(address_of(test::redis_url()), redis_options());
  EXPECT_EQ(code_of(redis.call({"NONSENSE"})), "redis.refused");
  EXPECT_TRUE(redis.is_available());
  EXPECT_EQ(must(redis.call({"ECHO", "x"})).text, "x");
}

TEST(Redis, SharesItsConnectionsAmongManyThreads) {
  auto options = redis_options();
  options.connections = 3;
  Redis redis(address_of(test::redis_url()), options);
  std::atomic<int> answered = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 12; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i) answered += redis.call({"INCR", redis.key({"n"})}).has_value() ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(answered, 600);
  EXPECT_EQ(must(redis.call({"GET", redis.key({"n"})})).text, "600");
  EXPECT_LE(redis.statistics().open, 3U);
  EXPECT_EQ(redis.statistics().in_use, 0U);
}

TEST(Redis, LogsInWithItsPassword) {
  const RedisServer server({"--requirepass", "open sesame"});
  Redis right(address_of(server.url(":open%20sesame@")), redis_options());
  EXPECT_TRUE(right.is_available());
  Redis wrong(address_of(server.url(":guess@")), redis_options());
  EXPECT_FALSE(wrong.is_available());
  EXPECT_EQ(wrong.problem().value().text().find("guess"), std::string::npos);
}

TEST(Redis, StartsWithoutAServerAndFindsItLater) {
  RedisServer server;
  server.stop();
  Redis redis(address_of(server.url()), redis_options());
  EXPECT_FALSE(redis.is_available());
  EXPECT_EQ(code_of(redis.call({"PING"})), "redis.unavailable");
  server.start();
  EXPECT_TRUE(comes_true([&] { return redis.is_available(); }));
  EXPECT_EQ(must(redis.call({"PING"})).text, "PONG");
}

TEST(Redis, TellsOnceThatItWentAwayAndOnceThatItIsBack) {
  RedisServer server;
  std::atomic<int> losses = 0, returns = 0;
  auto options = redis_options();
  options.on_change = [&](const auto& why) { ++(why ? losses : returns); };
  Redis redis(address_of(server.url()), options);
  std::atomic<bool> is_over = false;
  std::vector<std::jthread> load;
  for (int t = 0; t < 4; ++t) {
    load.emplace_back([&] {
      while (!is_over) static_cast<void>(redis.call({"INCR", "n"}));
    });
  }
  server.stop();
  EXPECT_TRUE(comes_true([&] { return losses == 1; }));
  std::this_thread::sleep_for(300ms);
  server.start();
  EXPECT_TRUE(comes_true([&] { return returns == 1; }));
  EXPECT_TRUE(comes_true([&] { return redis.call({"PING"}).has_value(); }));
  is_over = true;
  load.clear();
  EXPECT_EQ(losses, 1);
  EXPECT_EQ(returns, 1);
  const auto statistics = redis.statistics();
  EXPECT_EQ(statistics.losses, 1U);
  EXPECT_GT(statistics.spared, statistics.failures) << "while it is away hardly anybody tries";
  EXPECT_EQ(statistics.in_use, 0U);
}

TEST(Redis, AConnectionTheServerClosedMeanwhileIsReplaced) {
  RedisServer server;
  auto options = redis_options();
  options.pause = 10s;
  Redis redis(address_of(server.url()), options), other(address_of(server.url()), options);
  must(redis.call({"PING"}));
  must(other.call({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"}));
  EXPECT_EQ(must(redis.call({"PING"})).text, "PONG");
  EXPECT_EQ(redis.statistics().losses, 0U);
}

TEST(Redis, AFrozenServerCostsOneShortWaitOnly) {
  RedisServer server;
  Redis redis(address_of(server.url()), redis_options());
  must(redis.call({"PING"}));
  server.freeze();
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 1'000; ++i) EXPECT_FALSE(redis.call({"PING"}).has_value());
  EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
  server.thaw();
  EXPECT_TRUE(comes_true([&] { return redis.call({"PING"}).has_value(); }));
}

TEST(Redis, AServerThatTakesNoWritesCountsAsAway) {
  RedisServer server({"--maxmemory", "1"});
  Redis redis(address_of(server.url()), redis_options());
  EXPECT_FALSE(redis.is_available());
  EXPECT_NE(redis.problem().value().message.find("OOM"), std::string::npos);
}

TEST(Redis, AServerThatTalksNonsenseCountsAsAway) {
  test::RawServer server([](test::RawPeer& peer) { peer.send("HTTP/1.1 400 Bad Request\r\n\r\n"); });
  const std::string url = "redis" + server.url("").substr(4);
  Redis redis(address_of(url), redis_options());
  EXPECT_FALSE(redis.is_available());
}

}  // namespace
