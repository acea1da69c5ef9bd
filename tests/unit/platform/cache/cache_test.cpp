#include "platform/cache/cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

#include "support/result_check.h"

namespace platform::cache {
namespace {

using test::code_of;
using test::must;

constexpr base::ProblemKind away{"test.away", "Away", 503, base::LogLevel::error};

Maker gives(std::string value, std::vector<std::string> tags = {}) {
  return [=]() -> base::Result<Made> { return Made{value, tags}; };
}
Maker fails() {
  return []() -> base::Result<Made> { return base::failure(away, "It is away.", "Wait."); };
}

class CacheTest : public ::testing::Test {
 protected:
  std::string get(std::string_view key, const Maker& make, Space space = Space::catalog) {
    return *must(cache_.get_or_make(space, key, make));
  }
  SpaceStatistics of(Space space) const { return cache_.statistics().at(static_cast<std::size_t>(space)); }

  std::chrono::steady_clock::time_point now_{};
  Cache cache_{{.bytes = 40'000, .shards = 4, .now = [this] { return now_; }}};
};

TEST_F(CacheTest, AValueIsMadeOnceAndKept) {
  EXPECT_EQ(get("a", gives("first")), "first");
  EXPECT_EQ(get("a", gives("second")), "first");
  EXPECT_EQ(of(Space::catalog).hits, 1U);
  EXPECT_EQ(of(Space::catalog).misses, 1U);
  EXPECT_EQ(of(Space::catalog).entries, 1U);
  EXPECT_GT(of(Space::catalog).bytes, 6U);
}

TEST_F(CacheTest, SpacesAreKeptApart) {
  get("a", gives("of the catalogue"));
  EXPECT_EQ(get("a", gives("of the imports"), Space::imports), "of the imports");
  EXPECT_EQ(get("a", gives("other")), "of the catalogue");
}

TEST_F(CacheTest, EachSpaceForgetsAfterItsOwnTime) {
  get("a", gives("old"), Space::imports);
  get("a", gives("old"), Space::catalog);
  now_ += std::chrono::minutes(30);
  EXPECT_EQ(get("a", gives("new"), Space::imports), "new");
  EXPECT_EQ(get("a", gives("new"), Space::catalog), "old");
  EXPECT_EQ(of(Space::imports).expirations, 1U);
  now_ += std::chrono::minutes(90);
  EXPECT_EQ(get("a", gives("new"), Space::catalog), "new");
}

TEST_F(CacheTest, AMakerThatFailsKeepsNothing) {
  EXPECT_EQ(code_of(cache_.get_or_make(Space::catalog, "a", fails())), away.code);
  EXPECT_EQ(of(Space::catalog).entries, 0U);
  EXPECT_EQ(get("a", gives("later")), "later");
}

TEST_F(CacheTest, AMakerThatThrowsLeavesTheKeyFree) {
  const Maker throws = []() -> base::Result<Made> { throw std::runtime_error("unforeseen"); };
  EXPECT_THROW(static_cast<void>(cache_.get_or_make(Space::catalog, "a", throws)), std::runtime_error);
  EXPECT_EQ(get("a", gives("later")), "later");
}

TEST_F(CacheTest, AnotherVersionIsMadeAnew) {
  EXPECT_EQ(*must(cache_.get_or_make(Space::catalog, "a", gives("one"), "v1")), "one");
  EXPECT_EQ(*must(cache_.get_or_make(Space::catalog, "a", gives("two"), "v2")), "two");
  EXPECT_EQ(*must(cache_.get_or_make(Space::catalog, "a", gives("three"), "v2")), "two");
  EXPECT_EQ(of(Space::catalog).entries, 1U);
}

TEST_F(CacheTest, ByKeyByTagAndBySpaceValuesAreDropped) {
  get("a", gives("1", {"supplier:x", "brand:y"}));
  get("b", gives("1", {"supplier:x"}));
  get("c", gives("1", {"brand:y", "brand:y"}));
  get("d", gives("1", {"supplier:x"}), Space::imports);
  cache_.invalidate_tag(Space::catalog, "supplier:x");
  EXPECT_EQ(get("a", gives("2")), "2");
  EXPECT_EQ(get("b", gives("2")), "2");
  EXPECT_EQ(get("c", gives("2")), "1");
  EXPECT_EQ(get("d", gives("2"), Space::imports), "1");
  cache_.invalidate_key(Space::catalog, "c");
  EXPECT_EQ(get("c", gives("2")), "2");
  EXPECT_EQ(cache_.invalidate_space(Space::catalog), 3U);
  EXPECT_EQ(of(Space::catalog).entries, 0U);
  EXPECT_EQ(of(Space::catalog).bytes, 0U);
  EXPECT_EQ(of(Space::catalog).invalidations, 6U);
  EXPECT_EQ(of(Space::imports).entries, 1U);
}

TEST_F(CacheTest, TheLongestUnusedGoFirst) {
  Cache small({.bytes = 3'000, .shards = 1});
  const auto touch = [&](const std::string& key) {
    return *must(small.get_or_make(Space::media, key, gives(std::string(1'000, key[0]))));
  };
  touch("a");
  touch("b");
  touch("a");
  touch("c");
  bool made = false;
  must(small.get_or_make(Space::media, "a", [&]() -> base::Result<Made> {
    made = true;
    return Made{"x"};
  }));
  EXPECT_FALSE(made);
  const auto media = small.statistics().at(static_cast<std::size_t>(Space::media));
  EXPECT_EQ(media.evictions, 1U);
  EXPECT_LE(media.bytes, 3'000U);
}

TEST_F(CacheTest, WhatIsLargerThanThePlaceIsGivenButNotKept) {
  EXPECT_EQ(get("a", gives(std::string(50'000, 'x'))).size(), 50'000U);
  EXPECT_EQ(of(Space::catalog).entries, 0U);
}

TEST_F(CacheTest, ManyWhoAskAtOnceShareOneMaker) {
  std::atomic<int> makers{0};
  std::vector<std::jthread> askers;
  for (int i = 0; i < 8; ++i) {
    askers.emplace_back([&] {
      must(cache_.get_or_make(Space::catalog, "slow", [&]() -> base::Result<Made> {
        ++makers;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        return Made{"value"};
      }));
    });
  }
  askers.clear();
  EXPECT_EQ(makers, 1);
}

/// A maker held until it is told to go on.
struct HeldMaker {
  std::promise<void> began, go_on;
  Maker maker() {
    return [this]() -> base::Result<Made> {
      began.set_value();
      go_on.get_future().wait();
      return Made{"old", {"tag"}};
    };
  }
};

TEST_F(CacheTest, WhatWasInvalidatedWhileItWasMadeIsNotKept) {
  const std::vector<std::function<void()>> ways{[&] { cache_.invalidate_key(Space::catalog, "a"); },
                                                [&] { cache_.invalidate_tag(Space::catalog, "tag"); },
                                                [&] { cache_.invalidate_space(Space::catalog); }};
  for (const auto& invalidate : ways) {
    HeldMaker held;
    auto first = std::async(std::launch::async, [&] { return get("a", held.maker()); });
    held.began.get_future().wait();
    invalidate();
    EXPECT_EQ(get("a", gives("new")), "new");  // does not wait for the outdated one
    held.go_on.set_value();
    EXPECT_EQ(first.get(), "old");
    EXPECT_EQ(get("a", gives("newer")), "new");
    cache_.invalidate_space(Space::catalog);
  }
}

TEST_F(CacheTest, ThreadsThatReadAndInvalidateGetAlongWell) {
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 2'000; ++i) {
        const std::string key = std::to_string(i % 37);
        EXPECT_EQ(get(key, gives("value of " + key, {key})), "value of " + key);
        if (i % 11 == thread) cache_.invalidate_tag(Space::catalog, key);
        if (i % 500 == 0) cache_.invalidate_space(Space::catalog);
      }
    });
  }
  threads.clear();
  cache_.invalidate_space(Space::catalog);
  EXPECT_EQ(of(Space::catalog).bytes, 0U);
}

TEST(CacheSpace, HasANameThatFindsIt) {
  for (const Space space : all_spaces) EXPECT_EQ(parse_space(to_string(space)), space);
  EXPECT_FALSE(parse_space("elsewhere"));
}

}  // namespace
}  // namespace platform::cache
