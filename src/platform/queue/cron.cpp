#include "platform/queue/cron.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "platform/queue/cron_part.h"

namespace platform::queue {
namespace {

using std::chrono::days;
using std::chrono::local_days;

constexpr std::array<std::string_view, 12> month_names{"jan", "feb", "mar", "apr", "may", "jun",
                                                       "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> weekday_names{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

constexpr CronPart minute{"minute", 0, 59, {}, "*/15"};
constexpr CronPart hour{"hour", 0, 23, {}, "8-18"};
constexpr CronPart day_of_month{"day of the month", 1, 31, {}, "1,15"};
constexpr CronPart month{"month", 1, 12, month_names, "jan,jul"};
constexpr CronPart day_of_week{"day of the week", 0, 7, weekday_names, "mon-fri"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> shorthands{{{"@hourly", "0 * * * *"},
                                                                                   {"@daily", "0 0 * * *"},
                                                                                   {"@midnight", "0 0 * * *"},
                                                                                   {"@weekly", "0 0 * * 0"},
                                                                                   {"@monthly", "0 0 1 * *"},
                                                                                   {"@yearly", "0 0 1 1 *"},
                                                                                   {"@annually", "0 0 1 1 *"}}};
constexpr std::array<unsigned, 13> longest_month{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

/// 29 February on a given day of the week comes every 28 years, every 40 around a century without a leap year.
constexpr days farthest{366 * 40};

tl::unexpected<base::Problem> invalid(std::string message, std::string cure) {
  return base::failure(cron_invalid, std::move(message), std::move(cure), {.field = "expression"});
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!(text = base::trim(text)).empty()) {
    const auto end = std::ranges::find_if(text, base::is_blank);
    const auto length = static_cast<std::size_t>(end - text.begin());
    words.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return words;
}

base::Result<std::string_view> written_out(std::string_view expression) {
  if (!expression.starts_with('@')) return expression;
  const std::string name = base::to_lower_ascii(expression);
  const auto* const found = std::ranges::find(shorthands, name, &decltype(shorthands)::value_type::first);
  if (found != shorthands.end()) return found->second;
  return invalid("\"" + std::string(base::utf8_prefix(expression, 60)) + "\" is not known.",
                 "Use @hourly, @daily, @weekly, @monthly or @yearly, or five parts such as \"30 4 * * *\".");
}

}  // namespace

base::Result<Cron> Cron::parse(std::string_view expression) {
  const std::string_view text = base::trim(expression);
  ASSIGN_OR_RETURN(const std::string_view plain, written_out(text));
  const auto words = words_of(plain);
  const std::string shown = "\"" + std::string(base::utf8_prefix(text, 60)) + "\"";
  if (words.size() != 5) {
    return invalid("The expression " + shown + " has " + std::to_string(words.size()) + " parts instead of five.",
                   "Give minute, hour, day of the month, month and day of the week with blanks between them, such as "
                   "\"30 4 * * mon-fri\".");
  }
  Cron cron;
  ASSIGN_OR_RETURN(cron.minutes_, read_cron_part(minute, words[0], text));
  ASSIGN_OR_RETURN(cron.hours_, read_cron_part(hour, words[1], text));
  ASSIGN_OR_RETURN(cron.days_, read_cron_part(day_of_month, words[2], text));
  ASSIGN_OR_RETURN(cron.months_, read_cron_part(month, words[3], text));
  ASSIGN_OR_RETURN(const std::uint64_t weekdays, read_cron_part(day_of_week, words[4], text));
  cron.weekdays_ = (weekdays | weekdays >> 7U) & 0x7FU;
  cron.has_any_day_ = words[2].starts_with('*');
  cron.has_any_weekday_ = words[4].starts_with('*');
  if (cron.can_come()) return cron;
  return invalid("The expression " + shown + " never comes due: no month in it has such a day.",
                 "Check the day of the month, \"" + std::string(words[2]) + "\", and the month, \"" +
                     std::string(words[3]) + "\".");
}

bool Cron::can_come() const {
  if (!has_any_day_ && !has_any_weekday_) return true;
  for (unsigned m = 1; m <= 12; ++m) {
    if (!months_[m]) continue;
    for (unsigned d = 1; d <= longest_month[m]; ++d) {
      if (days_[d]) return true;
    }
  }
  return false;
}

bool Cron::has_day(std::chrono::year_month_day date, std::chrono::weekday weekday) const {
  const bool day = days_[static_cast<unsigned>(date.day())];
  const bool day_in_week = weekdays_[weekday.c_encoding()];
  return has_any_day_ || has_any_weekday_ ? day && day_in_week : day || day_in_week;
}

std::optional<base::Timestamp> Cron::first_of_day(local_days day, base::Timestamp after, const Zone& zone) const {
  for (unsigned h = 0; h < hours_.size(); ++h) {
    if (!hours_[h]) continue;
    for (unsigned m = 0; m < minutes_.size(); ++m) {
      if (!minutes_[m]) continue;
      const base::Timestamp moment = zone.moment_of(day + std::chrono::hours(h) + std::chrono::minutes(m));
      if (moment > after) return moment;
    }
  }
  return std::nullopt;
}

std::optional<base::Timestamp> Cron::next_after(base::Timestamp after, const Zone& zone) const {
  const auto today = std::chrono::floor<days>(zone.local_of(after));
  for (local_days day = today; day < today + farthest;) {
    const std::chrono::year_month_day date{day};
    if (!months_[static_cast<unsigned>(date.month())]) {
      day = local_days{date.year() / date.month() / std::chrono::day(1) + std::chrono::months(1)};
      continue;
    }
    if (has_day(date, std::chrono::weekday(day))) {
      if (const auto moment = first_of_day(day, after, zone)) return moment;
    }
    day += days(1);
  }
  return std::nullopt;
}

}  // namespace platform::queue
