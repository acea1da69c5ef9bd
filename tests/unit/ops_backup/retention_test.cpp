#include "ops/backup/retention.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

namespace {

using backup::KeptBackup;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::chrono::hours day{24};
const base::Timestamp now = *base::Timestamp::parse("2026-11-22T02:30:00Z");

/// One a day, at two, for so many days; the first is of today.
std::vector<KeptBackup> daily(int days) {
  std::vector<KeptBackup> all;
  for (int age = 0; age < days; ++age) {
    const base::Timestamp at = now + -std::chrono::microseconds(day * age + std::chrono::minutes(30));
    all.push_back({at.to_string().substr(0, 10), at, {}});
  }
  return all;
}

std::set<std::string> kept(const std::vector<KeptBackup>& backups, const backup::KeepRules& rules = {}) {
  const auto gone = backup::expired(backups, rules, now);
  std::set<std::string> left;
  for (const KeptBackup& one : backups) {
    if (std::ranges::find(gone, one.id) == gone.end()) left.insert(one.id);
  }
  return left;
}

TEST(Retention, KeepsEveryBackupOfThirtyDays) {
  EXPECT_THAT(backup::expired(daily(30), {}, now), IsEmpty());
  EXPECT_THAT(backup::expired(daily(31), {30, 0, 0}, now), ::testing::ElementsAre("2026-10-23"));
}

TEST(Retention, KeepsTheLastOfEachWeekAndMonthBeyondThat) {
  const auto left = kept(daily(500));
  EXPECT_THAT(left, Contains("2026-10-18")) << "a Sunday within eight weeks";
  EXPECT_THAT(left, Not(Contains("2026-10-17"))) << "the Saturday before it";
  EXPECT_THAT(left, Contains("2026-03-31")) << "the last of a month within the year";
  EXPECT_THAT(left, Not(Contains("2026-03-30")));
  EXPECT_THAT(left, Not(Contains("2025-11-30"))) << "more than twelve months";
  EXPECT_EQ(left.size(), 30U + 3U + 10U) << "days, and of weeks and months those the days do not hold";
}

TEST(Retention, NeverRemovesTheLatestAndTheOneProvenLast) {
  auto backups = daily(500);
  backups[450].proven_at = now;
  backups[451].proven_at = now + -day;
  const auto left = kept(backups);
  EXPECT_THAT(left, Contains(backups[450].id));
  EXPECT_THAT(left, Not(Contains(backups[451].id)));
  const std::vector<KeptBackup> old{{"old", now + -std::chrono::microseconds(day * 1000), {}}};
  EXPECT_THAT(backup::expired(old, {}, now), IsEmpty()) << "an old backup is better than none";
}

}  // namespace
