#include "platform/queue/timing.h"

#include <gmock/gmock.h>

#include "support/result_check.h"

namespace {

using namespace std::chrono_literals;
using platform::queue::Timing;
using platform::queue::TimingKind;
using platform::queue::Zone;
using test::code_of;
using test::must;
using testing::ElementsAre;

base::Timestamp at(std::string_view text) {
  return base::Timestamp::parse(text).value();
}

std::string next(const Timing& timing, std::string_view after, const std::optional<base::Timestamp>& anchor = {}) {
  const auto found = must(platform::queue::next_time(timing, at(after), anchor));
  return found ? found->to_string() : "never";
}

TEST(Zone, KnowsWhatItsClocksShow) {
  const Zone paris = must(Zone::find("Europe/Paris"));
  EXPECT_EQ(paris.text_of(at("2026-07-01T10:00:00Z")), "2026-07-01T12:00:00+02:00");
  EXPECT_EQ(paris.text_of(at("2026-12-31T23:30:00Z")), "2027-01-01T00:30:00+01:00");
  EXPECT_EQ(must(Zone::find("America/St_Johns")).text_of(at("2026-01-01T12:00:00Z")), "2026-01-01T08:30:00-03:30");
  EXPECT_EQ(must(Zone::find("UTC")).text_of(at("2026-01-01T12:00:00Z")), "2026-01-01T12:00:00+00:00");
}

TEST(Zone, RefusesANameItDoesNotKnow) {
  for (const char* name : {"", "Paris", "Europe/Atlantis", "../../etc/passwd", "/etc/localtime"}) {
    const auto zone = Zone::find(name);
    ASSERT_EQ(code_of(zone), platform::queue::zone_unknown.code) << name;
    EXPECT_EQ(zone.error().place.field, "zone");
  }
}

TEST(Timing, AnIntervalBeginsOneIntervalFromNowAndKeepsItsPhase) {
  const Timing timing{TimingKind::interval, "6h"};
  EXPECT_EQ(next(timing, "2026-11-22T05:10:00Z"), "2026-11-22T11:10:00.000000Z");
  const auto anchor = at("2026-11-22T05:10:00Z");
  EXPECT_EQ(next(timing, "2026-11-22T05:10:00Z", anchor), "2026-11-22T11:10:00.000000Z");
  EXPECT_EQ(next(timing, "2026-11-24T00:00:00Z", anchor), "2026-11-24T05:10:00.000000Z");
  EXPECT_EQ(next(timing, "2026-11-22T00:00:00Z", anchor), "2026-11-22T05:10:00.000000Z");
}

TEST(Timing, ReadsEveryUnitOfAnInterval) {
  EXPECT_EQ(next({TimingKind::interval, "90s"}, "2026-11-22T00:00:00Z"), "2026-11-22T00:01:30.000000Z");
  EXPECT_EQ(next({TimingKind::interval, " 15m "}, "2026-11-22T00:00:00Z"), "2026-11-22T00:15:00.000000Z");
  EXPECT_EQ(next({TimingKind::interval, "1d"}, "2026-11-22T00:00:00Z"), "2026-11-23T00:00:00.000000Z");
}

TEST(Timing, RefusesAnIntervalOutOfReasonOrMisspelt) {
  for (const char* text : {"", "15", "m", "0m", "-5m", "59s", "367d", "9223372036854775807d", "1.5h", "15 min", "1w"}) {
    EXPECT_EQ(code_of(platform::queue::next_time({TimingKind::interval, text}, {})),
              platform::queue::timing_invalid.code)
        << text;
  }
}

TEST(Timing, OnceIsATimeOfTheZoneOrOneWithAnOffset) {
  EXPECT_EQ(next({TimingKind::once, "2026-12-01T04:30"}, "2026-11-22T00:00:00Z"), "2026-12-01T03:30:00.000000Z");
  EXPECT_EQ(next({TimingKind::once, "2026-12-01 04:30:15"}, "2026-11-22T00:00:00Z"), "2026-12-01T03:30:15.000000Z");
  EXPECT_EQ(next({TimingKind::once, "2026-12-01T04:30", "America/New_York"}, "2026-11-22T00:00:00Z"),
            "2026-12-01T09:30:00.000000Z");
  EXPECT_EQ(next({TimingKind::once, "2026-12-01T04:30:00Z"}, "2026-11-22T00:00:00Z"), "2026-12-01T04:30:00.000000Z");
  EXPECT_EQ(next({TimingKind::once, "2026-12-01T04:30:00Z"}, "2026-12-01T04:30:00Z"), "never");
  for (const char* text : {"", "tomorrow", "2026-12-01", "2026-02-30T04:30", "2026-12-01T25:00"}) {
    EXPECT_EQ(code_of(platform::queue::next_time({TimingKind::once, text}, {})), platform::queue::timing_invalid.code)
        << text;
  }
}

TEST(Timing, DescribesTheNextTimesAsClocksShowThem) {
  const auto times = must(platform::queue::describe({TimingKind::cron, "30 2 * * *"}, at("2026-03-27T12:00:00Z")));
  std::vector<std::string> shown;
  for (const auto& time : times) shown.push_back(time.local);
  EXPECT_THAT(shown, ElementsAre("2026-03-28T02:30:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00",
                                 "2026-03-31T02:30:00+02:00", "2026-04-01T02:30:00+02:00"));
  EXPECT_EQ(times[0].at.to_string(), "2026-03-28T01:30:00.000000Z");
  EXPECT_EQ(must(platform::queue::describe({TimingKind::once, "2026-12-01T04:30"}, at("2026-11-22T00:00:00Z"))).size(),
            1U);
  EXPECT_EQ(must(platform::queue::describe({TimingKind::interval, "6h"}, at("2026-11-22T00:00:00Z"), {}, 3)).size(),
            3U);
}

TEST(Timing, NamesWhatIsWrongWithItsZone) {
  EXPECT_EQ(code_of(platform::queue::next_time({TimingKind::interval, "6h", "Mars/Olympus"}, {})),
            platform::queue::zone_unknown.code);
}

}  // namespace
