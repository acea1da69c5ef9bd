#include "base/uuid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <thread>
#include <unordered_set>
#include <vector>

namespace {

using base::Uuid;

TEST(Uuid, GrowsStrictlyWithinAThread) {
  std::string last;
  Uuid previous;
  for (int i = 0; i < 100'000; ++i) {
    const Uuid uuid = Uuid::generate();
    ASSERT_LT(previous, uuid);
    const std::string text = uuid.to_string();
    ASSERT_LT(last, text) << "text order must be creation order";
    previous = uuid;
    last = text;
  }
}

TEST(Uuid, IsVersionSevenAndCarriesItsTime) {
  const auto before = base::Timestamp::now();
  const Uuid uuid = Uuid::generate();
  const auto after = base::Timestamp::now();
  EXPECT_EQ(uuid.version(), 7);
  EXPECT_EQ(uuid.bytes()[8] >> 6, 2) << "the variant of RFC 9562";
  EXPECT_GE(uuid.time().microseconds(), before.microseconds() / 1000 * 1000);
  EXPECT_LE(uuid.time(), after + std::chrono::milliseconds(50));
}

TEST(Uuid, DiffersBetweenThreads) {
  constexpr std::size_t each = 20'000;
  std::vector<std::vector<Uuid>> made(4);
  {
    std::vector<std::jthread> threads;
    for (auto& list : made) {
      threads.emplace_back([&list] {
        for (std::size_t i = 0; i < each; ++i) list.push_back(Uuid::generate());
      });
    }
  }
  std::unordered_set<Uuid> all;
  for (const auto& list : made) all.insert(list.begin(), list.end());
  EXPECT_EQ(all.size(), made.size() * each);
}

TEST(Uuid, SurvivesWritingAndParsing) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 5000; ++i) {
    std::array<std::uint8_t, 16> bytes{};
    std::ranges::generate(bytes, [&] { return static_cast<std::uint8_t>(random()); });
    const Uuid uuid(bytes);
    const std::string text = uuid.to_string();
    ASSERT_EQ(Uuid::parse(text), uuid);
    std::string upper = text;
    std::ranges::transform(upper, upper.begin(), [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
    ASSERT_EQ(Uuid::parse(upper), uuid);
  }
}

TEST(Uuid, WritesThePublishedExample) {
  const auto uuid = Uuid::parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F");
  ASSERT_TRUE(uuid);
  EXPECT_EQ(uuid->to_string(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  EXPECT_EQ(uuid->version(), 7);
  EXPECT_EQ(uuid->time().to_string(), "2022-02-22T19:22:22.000000Z");
  std::string text = "id ";
  uuid->append_to(text);
  EXPECT_EQ(text, "id 017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST(Uuid, RefusesAnythingElse) {
  for (const char* text : {"", "017f22e2", "017f22e279b07cc398c4dc0c0c07398f", "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
                           "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
                           "017f22e2079b0-7cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f "})
    EXPECT_FALSE(Uuid::parse(text)) << text;
}

TEST(Uuid, IsNilOnlyByDefault) {
  EXPECT_TRUE(Uuid().is_nil());
  EXPECT_FALSE(Uuid::generate().is_nil());
}

TEST(Uuid, SpreadsItsHash) {
  std::set<std::size_t> buckets;
  for (int i = 0; i < 10'000; ++i) buckets.insert(std::hash<Uuid>()(Uuid::generate()) % 256);
  EXPECT_EQ(buckets.size(), 256U);
}

}  // namespace
