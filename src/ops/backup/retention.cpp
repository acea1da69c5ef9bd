#include "ops/backup/retention.h"

#include <algorithm>
#include <chrono>
#include <set>

namespace backup {
namespace {

using Days = std::chrono::sys_days;

Days day_of(base::Timestamp moment) {
  return std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(moment.microseconds())));
}

/// The Monday of its week.
Days week_of(Days day) {
  return day - (std::chrono::weekday(day) - std::chrono::Monday);
}

int month_of(Days day) {
  const std::chrono::year_month_day date(day);
  return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

}  // namespace

std::vector<std::string> expired(std::vector<KeptBackup> backups, const KeepRules& rules, base::Timestamp now) {
  std::sort(backups.begin(), backups.end(),
            [](const KeptBackup& a, const KeptBackup& b) { return a.started_at > b.started_at; });
  const auto proven_last = std::max_element(backups.begin(), backups.end(), [](const auto& a, const auto& b) {
    return a.proven_at.value_or(base::Timestamp{}) < b.proven_at.value_or(base::Timestamp{});
  });
  const Days today = day_of(now);
  std::set<Days> weeks;
  std::set<int> months;
  std::vector<std::string> gone;
  for (auto one = backups.begin(); one != backups.end(); ++one) {
    const Days day = day_of(one->started_at);
    const bool is_recent = today - day < std::chrono::days(std::max(rules.days, 1U));
    const bool is_in_weeks = (week_of(today) - week_of(day)).count() / 7 < static_cast<long>(rules.weeks);
    const bool is_in_months = month_of(today) - month_of(day) < static_cast<int>(rules.months);
    const bool is_of_week = is_in_weeks && weeks.insert(week_of(day)).second;
    const bool is_of_month = is_in_months && months.insert(month_of(day)).second;
    const bool is_proof = one == proven_last && one->proven_at.has_value();
    if (!is_recent && !is_of_week && !is_of_month && !is_proof && one != backups.begin()) gone.push_back(one->id);
  }
  return gone;
}

}  // namespace backup
