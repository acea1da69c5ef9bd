#include "domain/imports/formats/spreadsheet_number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "base/text.h"

namespace imports {
namespace {

constexpr double all_digits_below = 1e21;
constexpr std::int64_t milliseconds_per_day = 86'400'000;

template <class... Arguments>
void append_chars(std::string& out, Arguments... arguments) {
  std::array<char, 64> buffer;
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), arguments...);
  out.append(buffer.data(), result.ptr);
}

// `digits` with the decimal point after the first one, times ten to `exponent`, written without exponent.
void append_fixed(std::string& out, std::string_view digits, int exponent) {
  if (exponent < 0) {
    out.append("0.").append(static_cast<std::size_t>(-exponent - 1), '0').append(digits);
    return;
  }
  const auto whole = static_cast<std::size_t>(exponent) + 1;
  out.append(digits.substr(0, whole));
  if (digits.size() <= whole) {
    out.append(whole - digits.size(), '0');
  } else {
    out.append(".").append(digits.substr(whole));
  }
}

// True for "-12" and "12.5": what needs no arithmetic.
bool is_written_plainly(std::string_view text) {
  if (text == "-0") return false;
  if (text.starts_with('-')) text.remove_prefix(1);
  const auto point = text.find('.');
  const auto digits_only = [](std::string_view part) { return std::all_of(part.begin(), part.end(), base::is_digit); };
  const auto whole = text.substr(0, point);
  if (whole.empty() || !digits_only(whole)) return false;
  if (point == std::string_view::npos) return true;
  const auto decimals = text.substr(point + 1);
  return !decimals.empty() && digits_only(decimals) && decimals.back() != '0' && whole.size() + decimals.size() <= 15;
}

void append_clock(std::string& out, std::int64_t milliseconds) {
  const auto seconds = milliseconds / 1000;
  std::array<char, 48> buffer;
  const int size =
      std::snprintf(buffer.data(), buffer.size(), "%02lld:%02lld:%02lld", static_cast<long long>(seconds / 3600),
                    static_cast<long long>(seconds / 60 % 60), static_cast<long long>(seconds % 60));
  out.append(buffer.data(), static_cast<std::size_t>(size));
  if (const auto rest = milliseconds % 1000; rest != 0) {
    out += '.';
    out += static_cast<char>('0' + rest / 100);
    out += static_cast<char>('0' + rest / 10 % 10);
    out += static_cast<char>('0' + rest % 10);
  }
}

// `days` counted as the 1900 system does, which believes that 1900-02-29 existed (day 60).
void append_day(std::string& out, std::int64_t days) {
  const auto from_epoch = days - (days > 60 ? 25'569 : 25'568);
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(from_epoch))};
  std::array<char, 48> buffer;
  const int size = std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  out.append(buffer.data(), static_cast<std::size_t>(size));
}

// The letters of a format code that mean something; quoted, escaped and bracketed parts are left out, but for elapsed
// time ("[h]"), which becomes 'E'. Only the first section counts.
std::string format_letters(std::string_view code) {
  std::string letters;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '[') {
      const auto end = std::min(code.find(']', i), code.size());
      const auto inside = base::to_lower_ascii(code.substr(i + 1, end - i - 1));
      if (!inside.empty() && inside.find_first_not_of(inside[0]) == std::string::npos &&
          (inside[0] == 'h' || inside[0] == 'm' || inside[0] == 's')) {
        letters += 'E';
      }
      i = end;
    } else {
      letters += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return letters;
}

}  // namespace

NumberKind builtin_number_kind(std::uint32_t format_id) {
  if (format_id == 46) return NumberKind::elapsed;
  if ((format_id >= 18 && format_id <= 21) || format_id == 45 || format_id == 47) return NumberKind::time;
  if ((format_id >= 14 && format_id <= 22) || (format_id >= 27 && format_id <= 36) ||
      (format_id >= 50 && format_id <= 58)) {
    return NumberKind::date;
  }
  return NumberKind::plain;
}

NumberKind number_kind(std::string_view format_code) {
  const auto letters = format_letters(format_code);
  if (letters == "general" || letters == "standard") return NumberKind::plain;
  if (letters.find('E') != std::string::npos) return NumberKind::elapsed;
  const auto zero = letters.find('0');
  const bool counts = letters.find_first_of("#?") != std::string::npos ||
                      (zero != std::string::npos && (zero < 2 || letters.find("s.0") == std::string::npos));
  if (counts) return NumberKind::plain;
  if (letters.find_first_of("yd") != std::string::npos) return NumberKind::date;
  if (letters.find_first_of("hs") != std::string::npos) return NumberKind::time;
  return letters.find('m') != std::string::npos ? NumberKind::date : NumberKind::plain;
}

void append_number(std::string& out, double number) {
  if (number == 0 || !std::isfinite(number)) {
    if (number == 0) out += '0';
    return;
  }
  const double size = std::fabs(number);
  if (size < all_digits_below && std::trunc(number) == number) {
    append_chars(out, number, std::chars_format::fixed, 0);
    return;
  }
  std::array<char, 40> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), size, std::chars_format::scientific, 14);
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()));
  const auto e = text.find('e');
  int exponent = 0;
  const auto* first = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
  std::from_chars(first, text.data() + text.size(), exponent);
  if (exponent < -12 || exponent > 20) {
    append_chars(out, number);
    return;
  }
  std::string digits(1, text[0]);
  digits.append(text.substr(2, e - 2));
  digits.erase(digits.find_last_not_of('0') + 1);
  if (number < 0) out += '-';
  append_fixed(out, digits, exponent);
}

void append_number(std::string& out, std::string_view text) {
  text = base::trim(text);
  if (is_written_plainly(text)) {
    out.append(text);
    return;
  }
  double number = 0;
  const auto unsigned_text = text.starts_with('+') ? text.substr(1) : text;
  const auto result = std::from_chars(unsigned_text.data(), unsigned_text.data() + unsigned_text.size(), number);
  if (result.ec != std::errc{} || result.ptr != unsigned_text.data() + unsigned_text.size() || !std::isfinite(number)) {
    out.append(text);
    return;
  }
  append_number(out, number);
}

void append_formatted(std::string& out, double number, NumberKind kind, DateSystem system) {
  const double last_day = system == DateSystem::from_1900 ? 2'958'466 : 2'958'466 - 1462;
  if (kind == NumberKind::plain || !(number >= 0) || number >= last_day) {
    append_number(out, number);
    return;
  }
  const auto total = static_cast<std::int64_t>(std::llround(number * static_cast<double>(milliseconds_per_day)));
  const auto day = total / milliseconds_per_day;
  const auto clock = total % milliseconds_per_day;
  if (kind == NumberKind::elapsed) {
    append_clock(out, total);
    return;
  }
  const bool has_day = day > 0 || (system == DateSystem::from_1904 && kind == NumberKind::date);
  if (has_day) append_day(out, system == DateSystem::from_1904 ? day + 1462 : day);
  if (has_day && clock != 0) out += 'T';
  if (!has_day || clock != 0) append_clock(out, clock);
}

}  // namespace imports
