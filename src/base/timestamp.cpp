#include "base/timestamp.h"

#include <algorithm>

#include "base/text.h"

namespace base {
namespace {

using std::chrono::days;
using std::chrono::hours;
using Micros = std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;

constexpr Micros first_moment = sys_days(std::chrono::year(0) / 1 / 1).time_since_epoch();
constexpr Micros last_moment = sys_days(std::chrono::year(9999) / 12 / 31).time_since_epoch() + days(1) - Micros(1);

// Takes the text apart from the left; every step says whether it found what it asked for.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  bool skip(char expected) {
    if (peek() != expected || rest_.empty()) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool skip_any(std::string_view expected) {
    return std::ranges::any_of(expected, [this](char c) { return skip(c); });
  }
  bool number(std::size_t width, int& value) {
    if (rest_.size() < width ||
        !std::all_of(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(width), is_digit))
      return false;
    value = 0;
    for (const char c : rest_.substr(0, width)) value = value * 10 + (c - '0');
    rest_.remove_prefix(width);
    return true;
  }
  // Digits after the point; those beyond the sixth are dropped.
  bool fraction(std::int64_t& micros) {
    micros = 0;
    std::int64_t unit = 100'000;
    bool found = false;
    for (; is_digit(peek()); rest_.remove_prefix(1), unit /= 10) {
      micros += unit * (peek() - '0');
      found = true;
    }
    return found;
  }

 private:
  std::string_view rest_;
};

bool read_date(Cursor& cursor, Micros& since_epoch) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (!cursor.number(4, year) || !cursor.skip('-') || !cursor.number(2, month) || !cursor.skip('-') ||
      !cursor.number(2, day))
    return false;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return false;
  since_epoch = sys_days(date).time_since_epoch();
  return true;
}

bool read_time_of_day(Cursor& cursor, Micros& since_midnight) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!cursor.number(2, hour) || !cursor.skip(':') || !cursor.number(2, minute) || !cursor.skip(':') ||
      !cursor.number(2, second))
    return false;
  std::int64_t micros = 0;
  if (cursor.skip('.') && !cursor.fraction(micros)) return false;
  if (hour > 23 || minute > 59 || second > 59) return false;
  since_midnight = hours(hour) + minutes(minute) + seconds(second) + Micros(micros);
  return true;
}

// "Z", "+02:00" and PostgreSQL's shorter "+02" and longer "+00:09:21".
bool read_offset(Cursor& cursor, Micros& east) {
  east = Micros(0);
  if (cursor.skip_any("Zz")) return true;
  const bool is_west = cursor.peek() == '-';
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!cursor.skip_any("+-") || !cursor.number(2, hour)) return false;
  if (cursor.skip(':') && !cursor.number(2, minute)) return false;
  if (cursor.skip(':') && !cursor.number(2, second)) return false;
  if (hour > 23 || minute > 59 || second > 59) return false;
  east = hours(hour) + minutes(minute) + seconds(second);
  if (is_west) east = -east;
  return true;
}

void put_digits(std::string& out, std::size_t at, std::size_t width, std::int64_t value) {
  for (std::size_t i = width; i-- > 0; value /= 10) out[at + i] = static_cast<char>('0' + value % 10);
}

}  // namespace

Timestamp Timestamp::now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp(std::chrono::duration_cast<Micros>(since_epoch).count());
}

std::optional<Timestamp> Timestamp::parse(std::string_view text) {
  Cursor cursor(text);
  Micros date{};
  Micros time_of_day{};
  Micros east{};
  if (!read_date(cursor, date) || !cursor.skip_any("Tt ") || !read_time_of_day(cursor, time_of_day) ||
      !read_offset(cursor, east) || !cursor.at_end())
    return std::nullopt;
  const Micros moment = date + time_of_day - east;
  if (moment < first_moment || moment > last_moment) return std::nullopt;
  return Timestamp(moment.count());
}

std::string Timestamp::to_string() const {
  const Micros moment = std::clamp(Micros(microseconds_), first_moment, last_moment);
  const auto day = std::chrono::floor<days>(moment);
  const std::chrono::year_month_day date{sys_days(day)};
  const std::chrono::hh_mm_ss time{moment - day};
  std::string out = "0000-00-00T00:00:00.000000Z";
  put_digits(out, 0, 4, static_cast<int>(date.year()));
  put_digits(out, 5, 2, static_cast<unsigned>(date.month()));
  put_digits(out, 8, 2, static_cast<unsigned>(date.day()));
  put_digits(out, 11, 2, time.hours().count());
  put_digits(out, 14, 2, time.minutes().count());
  put_digits(out, 17, 2, time.seconds().count());
  put_digits(out, 20, 6, time.subseconds().count());
  return out;
}

}  // namespace base
