#include "platform/redis/shared_cache.h"

#include <gtest/gtest.h>

#include <atomic>

#include "support/redis_server.h"

namespace {

using namespace std::chrono_literals;
using platform::cache::Cache;
using platform::cache::Made;
using platform::cache::Space;
using platform::redis::CacheInvalidations;
using platform::redis::Redis;
using platform::redis::SharedCache;
using test::address_of;
using test::comes_true;
using test::must;

/// What one process has.
class Node {
 public:
  explicit Node(const std::string& url, const platform::redis::RedisOptions& options)
      : redis_(address_of(url), options), shared_(std::make_shared<SharedCache>(redis_)), cache_({.second = shared_}) {}

  void listen() { invalidations_.emplace(redis_, *shared_, cache_); }
  /// True once it hears what the other invalidates. Whoever begins to listen empties its cache first.
  bool listens_to(Node& other) {
    return comes_true([&] {
      get("heard", "value");
      other.cache().invalidate_key(Space::catalog, "heard");
      return statistics().invalidations > 0;
    });
  }

  std::string get(std::string_view key, const std::string& value, std::vector<std::string> tags = {},
                  std::string_view version = {}) {
    return *must(cache_.get_or_make(
        Space::catalog, key,
        [&]() -> base::Result<Made> {
          return Made{value, tags};
        },
        version));
  }
  platform::cache::SpaceStatistics statistics() const {
    return cache_.statistics().at(static_cast<std::size_t>(Space::catalog));
  }
  Cache& cache() { return cache_; }
  Redis& redis() { return redis_; }

 private:
  Redis redis_;
  std::shared_ptr<SharedCache> shared_;
  Cache cache_;
  std::optional<CacheInvalidations> invalidations_;
};

class SharedCacheTest : public ::testing::Test {
 protected:
  const platform::redis::RedisOptions options_ = test::redis_options();
  Node one_{test::redis_url(), options_}, two_{test::redis_url(), options_};
};

TEST_F(SharedCacheTest, AValueMadeInOneProcessIsFoundInAnother) {
  EXPECT_EQ(one_.get("a", "made by one"), "made by one");
  EXPECT_EQ(two_.get("a", "made by two"), "made by one");
  EXPECT_EQ(one_.statistics().shared_misses, 1U);
  EXPECT_EQ(two_.statistics().shared_hits, 1U);
  EXPECT_EQ(two_.get("a", "made by two"), "made by one");
  EXPECT_EQ(two_.statistics().hits, 1U) << "the second time it is in the process itself";
}

TEST_F(SharedCacheTest, AValueOfAnotherVersionCountsAsAbsent) {
  one_.get("a", "old", {}, "1");
  EXPECT_EQ(two_.get("a", "new", {}, "2"), "new");
  Node three(test::redis_url(), options_);
  EXPECT_EQ(three.get("a", "other", {}, "2"), "new");
}

TEST_F(SharedCacheTest, ValuesLiveAsLongAsTheirSpaceSays) {
  one_.get("a", "value");
  const auto left = must(one_.redis().call({"PTTL", one_.redis().key({"cache", "catalog", "value", "a"})})).integer;
  EXPECT_GT(left, 7'100'000);
  EXPECT_LE(left, 7'200'000);
}

TEST_F(SharedCacheTest, WhatOneInvalidatesIsGoneForAll) {
  one_.listen();
  two_.listen();
  for (const std::string how : {"key", "tag", "space"}) {
    const std::string old_value = "before " + how, new_value = "after " + how;
    one_.cache().invalidate_space(Space::catalog);
    ASSERT_TRUE(comes_true([&] { return one_.get("a", old_value, {"brand"}) == two_.get("a", old_value, {"brand"}); }));
    if (how == "key") one_.cache().invalidate_key(Space::catalog, "a");
    if (how == "tag") one_.cache().invalidate_tag(Space::catalog, "brand");
    if (how == "space") one_.cache().invalidate_space(Space::catalog);
    EXPECT_EQ(one_.get("a", new_value), new_value) << how;
    EXPECT_TRUE(comes_true([&] { return two_.get("a", new_value) == new_value; })) << how;
  }
}

TEST_F(SharedCacheTest, TagsComeWithTheValue) {
  two_.listen();
  // Whoever begins to listen empties its cache first; what it has learnt before that is no proof.
  EXPECT_TRUE(comes_true([&, tries = 0]() mutable {
    const std::string key = "a" + std::to_string(++tries);
    one_.get(key, "old", {"brand 7"});
    two_.get(key, "unused");
    one_.cache().invalidate_tag(Space::catalog, "brand 7");
    EXPECT_TRUE(comes_true([&] { return two_.get(key, "new") == "new"; }));
    return two_.statistics().invalidations > 0;
  }));
}

TEST_F(SharedCacheTest, InvalidatingOneTagLeavesTheOthers) {
  one_.get("a", "of brand 1", {"brand 1"});
  one_.get("b", "of brand 2", {"brand 2"});
  one_.cache().invalidate_tag(Space::catalog, "brand 1");
  EXPECT_EQ(two_.get("a", "anew"), "anew");
  EXPECT_EQ(two_.get("b", "anew"), "of brand 2");
}

TEST_F(SharedCacheTest, AValueMadeWhileItsSpaceChangedIsNotKept) {
  const auto made = one_.cache().get_or_make(Space::catalog, "a", [&]() -> base::Result<Made> {
    two_.cache().invalidate_tag(Space::catalog, "anything");
    return Made{"outdated", {}};
  });
  EXPECT_EQ(*must(made), "outdated");
  EXPECT_EQ(two_.get("a", "new"), "new");
}

TEST_F(SharedCacheTest, ManyProcessesMakeAValueOnce) {
  std::atomic<int> makers = 0;
  std::vector<std::unique_ptr<Node>> nodes;
  for (int i = 0; i < 8; ++i) nodes.push_back(std::make_unique<Node>(test::redis_url(), options_));
  {
    std::vector<std::jthread> threads;
    for (const auto& node : nodes) {
      threads.emplace_back([&] {
        const auto value = node->cache().get_or_make(Space::catalog, "a", [&]() -> base::Result<Made> {
          ++makers;
          std::this_thread::sleep_for(200ms);
          return Made{"dear", {}};
        });
        EXPECT_EQ(*must(value), "dear");
      });
    }
  }
  EXPECT_EQ(makers, 1);
}

TEST_F(SharedCacheTest, AProcessThatNeverFinishesDelaysTheOthersForAMomentOnly) {
  std::atomic<bool> has_begun = false, may_end = false;
  std::jthread stuck([&] {
    static_cast<void>(one_.cache().get_or_make(Space::catalog, "a", [&]() -> base::Result<Made> {
      has_begun = true;
      while (!may_end) std::this_thread::sleep_for(5ms);
      return Made{"late", {}};
    }));
  });
  ASSERT_TRUE(comes_true([&] { return has_begun.load(); }));
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(two_.get("a", "made all the same"), "made all the same");
  EXPECT_LT(std::chrono::steady_clock::now() - began, 4s);
  may_end = true;
}

TEST_F(SharedCacheTest, AMakerThatFailsOrThrowsLetsTheNextOneTry) {
  constexpr base::ProblemKind away{"test.away", "Away", 503, base::LogLevel::error};
  EXPECT_FALSE(one_.cache().get_or_make(
      Space::catalog, "a", [&]() -> base::Result<Made> { return base::failure(away, "It is away.", "Wait."); }));
  EXPECT_THROW(static_cast<void>(one_.cache().get_or_make(
                   Space::catalog, "a", []() -> base::Result<Made> { throw std::runtime_error("broken"); })),
               std::runtime_error);
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(two_.get("a", "good"), "good");
  EXPECT_LT(std::chrono::steady_clock::now() - began, 900ms);
}

TEST_F(SharedCacheTest, LongValuesStayInTheirProcess) {
  const std::string long_value(SharedCache::longest_value + 1, 'x');
  one_.get("a", long_value);
  EXPECT_EQ(two_.get("a", "short"), "short");
}

TEST(SharedCacheFaults, WithoutRedisEachProcessGoesOnByItself) {
  test::RedisServer server;
  const auto options = test::redis_options();
  Node one(server.url(), options), two(server.url(), options);
  one.listen();
  ASSERT_TRUE(one.listens_to(two));
  one.get("a", "first");
  server.stop();
  EXPECT_TRUE(comes_true([&] { return !one.redis().is_available() && !two.redis().is_available(); }));
  EXPECT_EQ(one.get("a", "unused"), "first");
  EXPECT_EQ(two.get("a", "by two"), "by two");
  EXPECT_GT(two.statistics().shared_errors, 0U);
  server.start();
  EXPECT_TRUE(comes_true([&] { return one.redis().is_available() && two.redis().is_available(); }));
  one.get("b", "shared again");
  EXPECT_EQ(two.get("b", "unused"), "shared again");
}

TEST(SharedCacheFaults, AnInvalidationThatDidNotGetThroughIsMadeUpFor) {
  test::RedisServer server;
  const auto options = test::redis_options();
  Node one(server.url(), options);
  one.get("a", "old");
  server.freeze();
  one.cache().invalidate_key(Space::catalog, "a");
  server.thaw();
  ASSERT_TRUE(comes_true([&] { return one.redis().is_available(); }));
  EXPECT_EQ(one.get("a", "new"), "new");
  Node two(server.url(), options);
  EXPECT_EQ(two.get("a", "unused"), "new");
}

TEST(SharedCacheFaults, WhatWasMissedWhileNobodyListenedIsForgotten) {
  test::RedisServer server;
  const auto options = test::redis_options();
  Node one(server.url(), options), two(server.url(), options);
  two.listen();
  ASSERT_TRUE(comes_true([&] { return two.get("a", "old") == "old" && two.statistics().hits > 3; }));
  server.stop();
  ASSERT_TRUE(comes_true([&] { return !one.redis().is_available(); }));
  one.cache().invalidate_key(Space::catalog, "a");
  server.start();
  EXPECT_TRUE(comes_true([&] { return two.get("a", "new") == "new"; }));
}

TEST(SharedCacheFaults, ServesEverybodyWhileRedisComesAndGoes) {
  test::RedisServer server;
  const auto options = test::redis_options();
  Node one(server.url(), options), two(server.url(), options);
  std::atomic<bool> is_over = false;
  std::atomic<std::uint64_t> served = 0;
  std::vector<std::jthread> load;
  for (Node* node : {&one, &two}) {
    load.emplace_back([&, node] {
      for (int i = 0; !is_over; ++i) {
        const std::string key = std::to_string(i % 50);
        EXPECT_EQ(node->get(key, "value of " + key), "value of " + key);
        if (i % 20 == 0) node->cache().invalidate_key(Space::catalog, key);
        ++served;
      }
    });
  }
  for (int round = 0; round < 3; ++round) {
    std::this_thread::sleep_for(200ms);
    server.stop();
    std::this_thread::sleep_for(200ms);
    server.start();
  }
  is_over = true;
  load.clear();
  EXPECT_GT(served, 1'000U);
  EXPECT_TRUE(comes_true([&] { return one.redis().is_available() && two.redis().is_available(); }));
}

}  // namespace
