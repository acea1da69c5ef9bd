#include "base/timestamp.h"

#include <gtest/gtest.h>

#include <random>

namespace {

using base::Timestamp;

constexpr std::int64_t microseconds_a_day = 86'400'000'000;

std::string canonical(std::string_view text) {
  const auto parsed = Timestamp::parse(text);
  return parsed ? parsed->to_string() : "not a time";
}

TEST(Timestamp, SurvivesWritingAndParsingOnEveryDay) {
  std::mt19937_64 random(6);
  std::string last;
  const std::int64_t end = Timestamp::parse("2101-01-01T00:00:00Z").value().microseconds();
  for (std::int64_t day = 0; day < end; day += microseconds_a_day) {
    const Timestamp moment(day + static_cast<std::int64_t>(random() % microseconds_a_day));
    const std::string text = moment.to_string();
    ASSERT_EQ(text.size(), 27U);
    ASSERT_LT(last, text) << "text order must be time order";
    ASSERT_EQ(Timestamp::parse(text), moment) << text;
    last = text;
  }
}

TEST(Timestamp, SurvivesOverAllYears) {
  std::mt19937_64 random(7);
  const std::int64_t first = Timestamp::parse("0000-01-01T00:00:00Z").value().microseconds();
  const std::int64_t last = Timestamp::parse("9999-12-31T23:59:59.999999Z").value().microseconds();
  std::uniform_int_distribution<std::int64_t> any(first, last);
  for (int i = 0; i < 20'000; ++i) {
    const Timestamp moment(any(random));
    ASSERT_EQ(Timestamp::parse(moment.to_string()), moment) << moment.to_string();
  }
}

TEST(Timestamp, WritesKnownMoments) {
  EXPECT_EQ(Timestamp().to_string(), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(Timestamp(-1).to_string(), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(Timestamp(951'782'400'000'000).to_string(), "2000-02-29T00:00:00.000000Z");
}

TEST(Timestamp, KeepsTwentySevenCharactersBeyondItsYears) {
  EXPECT_EQ(Timestamp(INT64_MAX).to_string(), "9999-12-31T23:59:59.999999Z");
  EXPECT_EQ(Timestamp(INT64_MIN).to_string(), "0000-01-01T00:00:00.000000Z");
}

TEST(Timestamp, ReadsTheFormsOfRfc3339AndPostgreSQL) {
  EXPECT_EQ(canonical("2026-11-22T07:33:00Z"), "2026-11-22T07:33:00.000000Z");
  EXPECT_EQ(canonical("2026-11-22t07:33:00z"), "2026-11-22T07:33:00.000000Z");
  EXPECT_EQ(canonical("2026-11-22T07:33:00.5Z"), "2026-11-22T07:33:00.500000Z");
  EXPECT_EQ(canonical("2026-11-22T07:33:00.123456789Z"), "2026-11-22T07:33:00.123456Z");
  EXPECT_EQ(canonical("2026-11-22T07:33:00+02:00"), "2026-11-22T05:33:00.000000Z");
  EXPECT_EQ(canonical("2026-11-22T22:33:00-05:30"), "2026-11-23T04:03:00.000000Z");
  EXPECT_EQ(canonical("2026-11-22 07:33:00.123456+00"), "2026-11-22T07:33:00.123456Z");
  EXPECT_EQ(canonical("2026-11-22 07:33:00.12+05:30"), "2026-11-22T02:03:00.120000Z");
  EXPECT_EQ(canonical("1890-01-01 00:09:21+00:09:21"), "1890-01-01T00:00:00.000000Z");
}

TEST(Timestamp, RefusesWhatIsNotAMoment) {
  for (const char* text :
       {"", "2026", "2026-11-22", "2026-11-22T07:33:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-00-10T00:00:00Z", "2026-04-31T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T07:60:00Z",
        "2026-11-22T07:33:60Z", "2026-11-22T07:33:00.Z", "2026-11-22T07:33:00+24:00", "2026-11-22T07:33:00Z ",
        "26-11-22T07:33:00Z", "2026/11/22T07:33:00Z", "2026-11-22T07:33Z", "0000-01-01T00:00:00+01:00",
        "-026-11-22T07:33:00Z"})
    EXPECT_FALSE(Timestamp::parse(text)) << text;
}

TEST(Timestamp, AddsAndSubtracts) {
  const Timestamp moment(1'000'000);
  EXPECT_EQ(moment + std::chrono::seconds(2), Timestamp(3'000'000));
  EXPECT_EQ(Timestamp(3'000'000) - moment, std::chrono::seconds(2));
  EXPECT_GT(Timestamp::now(), *Timestamp::parse("2024-01-01T00:00:00Z"));
}

}  // namespace
