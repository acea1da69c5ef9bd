#include "platform/queue/cron.h"

#include <gmock/gmock.h>

#include "support/result_check.h"

namespace {

using platform::queue::Cron;
using platform::queue::Zone;
using test::code_of;
using test::must;
using testing::ElementsAre;
using testing::HasSubstr;

/// What a zone's clocks show at the next times, up to the minute.
std::vector<std::string> next(std::string_view expression, std::string_view after, std::size_t count = 3,
                              std::string_view zone_name = "UTC") {
  const Zone zone = must(Zone::find(zone_name));
  const Cron cron = must(Cron::parse(expression));
  auto moment = base::Timestamp::parse(after).value();
  std::vector<std::string> times;
  while (times.size() < count) {
    const auto found = cron.next_after(moment, zone);
    if (!found) break;
    EXPECT_GT(*found, moment);
    moment = *found;
    std::string text = zone.text_of(moment);
    times.push_back(zone_name == "UTC" ? text.substr(0, 16) : text.erase(16, 3));
  }
  return times;
}

std::string told(std::string_view expression) {
  const auto cron = Cron::parse(expression);
  EXPECT_EQ(code_of(cron), platform::queue::cron_invalid.code) << expression;
  if (cron) return {};
  EXPECT_EQ(cron.error().place.field, "expression");
  return cron.error().message + " " + cron.error().cure;
}

TEST(Cron, ReadsValuesRangesListsAndSteps) {
  EXPECT_THAT(next("30 4 * * *", "2026-11-22T04:30:00Z"),
              ElementsAre("2026-11-23T04:30", "2026-11-24T04:30", "2026-11-25T04:30"));
  EXPECT_THAT(next("*/20 * * * *", "2026-12-31T23:39:59Z"),
              ElementsAre("2026-12-31T23:40", "2027-01-01T00:00", "2027-01-01T00:20"));
  EXPECT_THAT(next("0 8-18/5,23 * * *", "2026-11-22T00:00:00Z", 4),
              ElementsAre("2026-11-22T08:00", "2026-11-22T13:00", "2026-11-22T18:00", "2026-11-22T23:00"));
  EXPECT_THAT(next("5/25 0 * * *", "2026-11-22T00:00:00Z"),
              ElementsAre("2026-11-22T00:05", "2026-11-22T00:30", "2026-11-22T00:55"));
  EXPECT_THAT(next("0 0 1,15 * *", "2026-11-02T00:00:00Z"),
              ElementsAre("2026-11-15T00:00", "2026-12-01T00:00", "2026-12-15T00:00"));
}

TEST(Cron, ReadsNamesOfMonthsAndDaysInAnyCase) {
  EXPECT_THAT(next("0 6 * * Mon-FRI", "2026-11-20T07:00:00Z", 2), ElementsAre("2026-11-23T06:00", "2026-11-24T06:00"));
  EXPECT_THAT(next("0 0 1 jan,jul *", "2026-11-22T00:00:00Z"),
              ElementsAre("2027-01-01T00:00", "2027-07-01T00:00", "2028-01-01T00:00"));
}

TEST(Cron, TakesBothZeroAndSevenForSunday) {
  for (const char* sunday : {"0 0 * * 0", "0 0 * * 7", "0 0 * * sun", "@weekly"}) {
    EXPECT_THAT(next(sunday, "2026-11-16T00:00:00Z", 2), ElementsAre("2026-11-22T00:00", "2026-11-29T00:00")) << sunday;
  }
  for (const char* weekend : {"0 0 * * sat-sun", "0 0 * * 6-7", "0 0 * * 6,0"}) {
    EXPECT_THAT(next(weekend, "2026-11-16T00:00:00Z"),
                ElementsAre("2026-11-21T00:00", "2026-11-22T00:00", "2026-11-28T00:00"))
        << weekend;
  }
}

TEST(Cron, ReadsShorthands) {
  EXPECT_THAT(next("@hourly", "2026-11-22T05:10:00Z", 1), ElementsAre("2026-11-22T06:00"));
  EXPECT_THAT(next("@Daily", "2026-11-22T05:10:00Z", 1), ElementsAre("2026-11-23T00:00"));
  EXPECT_THAT(next("@midnight", "2026-11-22T05:10:00Z", 1), ElementsAre("2026-11-23T00:00"));
  EXPECT_THAT(next("@monthly", "2026-11-22T05:10:00Z", 1), ElementsAre("2026-12-01T00:00"));
  EXPECT_THAT(next("@yearly", "2026-11-22T05:10:00Z", 1), ElementsAre("2027-01-01T00:00"));
  EXPECT_THAT(next("@annually", "2026-11-22T05:10:00Z", 1), ElementsAre("2027-01-01T00:00"));
}

TEST(Cron, IsDueOnEitherDayWhereBothAreGiven) {
  EXPECT_THAT(next("0 0 13 * fri", "2026-11-07T00:00:00Z", 4),
              ElementsAre("2026-11-13T00:00", "2026-11-20T00:00", "2026-11-27T00:00", "2026-12-04T00:00"));
  EXPECT_THAT(next("0 0 31 6 mon", "2026-06-20T00:00:00Z", 2), ElementsAre("2026-06-22T00:00", "2026-06-29T00:00"));
}

TEST(Cron, NeedsBothDaysWhereOneIsAStarWithAStep) {
  EXPECT_THAT(next("0 0 */2 * fri", "2026-11-07T00:00:00Z"),
              ElementsAre("2026-11-13T00:00", "2026-11-27T00:00", "2026-12-11T00:00"));
}

TEST(Cron, WaitsForDaysThatAreRare) {
  EXPECT_THAT(next("0 0 29 2 *", "2026-01-01T00:00:00Z"),
              ElementsAre("2028-02-29T00:00", "2032-02-29T00:00", "2036-02-29T00:00"));
  EXPECT_THAT(next("0 0 29 2 *", "2096-03-01T00:00:00Z", 1), ElementsAre("2104-02-29T00:00"));
  EXPECT_THAT(next("0 0 31 * *", "2026-01-31T00:00:00Z", 2), ElementsAre("2026-03-31T00:00", "2026-05-31T00:00"));
}

TEST(Cron, FiresASkippedTimeOnceWhenTheClocksGoForward) {
  EXPECT_THAT(next("30 2 * * *", "2026-03-28T02:00:00Z", 3, "Europe/Paris"),
              ElementsAre("2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00", "2026-03-31T02:30+02:00"));
  EXPECT_THAT(next("*/30 2,3 * * *", "2026-03-29T00:00:00Z", 3, "Europe/Paris"),
              ElementsAre("2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00", "2026-03-30T02:00+02:00"));
  EXPECT_THAT(next("30 2 * * *", "2026-03-07T12:00:00Z", 2, "America/New_York"),
              ElementsAre("2026-03-08T03:00-04:00", "2026-03-09T02:30-04:00"));
}

TEST(Cron, FiresARepeatedTimeOnceWhenTheClocksGoBack) {
  EXPECT_THAT(next("30 2 * * *", "2026-10-24T12:00:00Z", 3, "Europe/Paris"),
              ElementsAre("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00", "2026-10-27T02:30+01:00"));
  EXPECT_THAT(next("*/30 1-3 * * *", "2026-10-25T00:00:00Z", 4, "Europe/Paris"),
              ElementsAre("2026-10-25T02:30+02:00", "2026-10-25T03:00+01:00", "2026-10-25T03:30+01:00",
                          "2026-10-26T01:00+01:00"));
  EXPECT_THAT(next("30 1 * * *", "2026-10-31T12:00:00Z", 2, "America/New_York"),
              ElementsAre("2026-11-01T01:30-04:00", "2026-11-02T01:30-05:00"));
}

TEST(Cron, KeepsLocalTimeThroughTheYear) {
  EXPECT_THAT(next("0 6 1 1,7 *", "2026-01-02T00:00:00Z", 2, "Europe/Paris"),
              ElementsAre("2026-07-01T06:00+02:00", "2027-01-01T06:00+01:00"));
}

TEST(Cron, NamesThePartAndTheValueThatIsWrong) {
  EXPECT_THAT(told("0 25 * * *"),
              HasSubstr("The hour \"25\" in \"0 25 * * *\" is out of range. Give a number from 0 to 23"));
  EXPECT_THAT(told("60 * * * *"), HasSubstr("The minute \"60\""));
  EXPECT_THAT(told("0 0 0 * *"), HasSubstr("The day of the month \"0\""));
  EXPECT_THAT(told("0 0 1 janvier *"), HasSubstr("The month \"janvier\""));
  EXPECT_THAT(told("0 0 * * 8"), HasSubstr("a name from sun to sat"));
  EXPECT_THAT(told("0 18-8 * * *"), HasSubstr("ends before it begins"));
  EXPECT_THAT(told("*/0 * * * *"), HasSubstr("has a step that does not fit"));
  EXPECT_THAT(told("*/x * * * *"), HasSubstr("has a step that does not fit"));
  EXPECT_THAT(told("1,,2 * * * *"), HasSubstr("The minute \"\""));
  EXPECT_THAT(told("-1 * * * *"), HasSubstr("The minute"));
  EXPECT_THAT(told("99999999999999999999 * * * *"), HasSubstr("is not understood"));
}

TEST(Cron, SaysHowManyPartsItWants) {
  EXPECT_THAT(told(""), HasSubstr("has 0 parts instead of five"));
  EXPECT_THAT(told("0 4 * *"), HasSubstr("has 4 parts instead of five"));
  EXPECT_THAT(told("0 0 4 * * *"), HasSubstr("has 6 parts instead of five"));
  EXPECT_THAT(told("@reboot"), HasSubstr("\"@reboot\" is not known"));
}

TEST(Cron, RefusesWhatNeverComes) {
  EXPECT_THAT(told("0 0 31 2,4 *"), HasSubstr("never comes due"));
  EXPECT_THAT(told("0 0 30 feb *"), HasSubstr("never comes due"));
  EXPECT_TRUE(Cron::parse("0 0 30 feb mon")) << "the Mondays of February come";
}

}  // namespace
