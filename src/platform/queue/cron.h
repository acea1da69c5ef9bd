#pragma once

#include <bitset>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"
#include "platform/queue/zone.h"

namespace platform::queue {

/// When something is due, as cron writes it: minute, hour, day of the month, month, day of the week. Each is `*`, a
/// value, a range (`1-5`), a list (`1,15`) or one of these with a step (`*/15`, `8-18/2`); months and days of the week
/// may be named (`jan`, `mon-fri`; 0 and 7 are Sunday). @hourly, @daily, @midnight, @weekly, @monthly, @yearly and
/// @annually stand for their expressions. Where both days are given, either is enough, as in cron.
class Cron {
 public:
  /// Fails with cron_invalid, naming the part and its value.
  static base::Result<Cron> parse(std::string_view expression);

  /// The first due moment after `after`. Each local time is due once: on the day clocks go back at its first
  /// occurrence, on the day they go forward at the moment they skip it. Nothing when there is none within 40 years.
  std::optional<base::Timestamp> next_after(base::Timestamp after, const Zone& zone) const;

 private:
  Cron() = default;
  bool has_day(std::chrono::year_month_day date, std::chrono::weekday weekday) const;
  bool can_come() const;
  std::optional<base::Timestamp> first_of_day(std::chrono::local_days day, base::Timestamp after,
                                              const Zone& zone) const;

  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;
  std::bitset<13> months_;
  std::bitset<7> weekdays_;
  bool has_any_day_ = false, has_any_weekday_ = false;
};

inline constexpr base::ProblemKind cron_invalid{"schedule.cron_invalid", "Cron expression is not valid", 422,
                                                base::LogLevel::info};

}  // namespace platform::queue
