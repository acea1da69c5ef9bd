#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

/// A moment in UTC, to the microsecond. Stored and shown as RFC 3339.
class Timestamp {
 public:
  constexpr Timestamp() = default;
  constexpr explicit Timestamp(std::int64_t microseconds_since_epoch) : microseconds_(microseconds_since_epoch) {}

  static Timestamp now();

  /// Reads RFC 3339 ("2026-11-22T07:33:00.123456Z", any offset, 'T' or blank) and what PostgreSQL prints
  /// ("2026-11-22 07:33:00.123456+00"); nothing when the text or the date is not valid.
  static std::optional<Timestamp> parse(std::string_view text);

  /// "2026-11-22T07:33:00.123456Z": always 27 characters, so that text order is time order (years 0000 to 9999).
  std::string to_string() const;

  constexpr std::int64_t microseconds() const { return microseconds_; }
  constexpr auto operator<=>(const Timestamp&) const = default;

 private:
  std::int64_t microseconds_ = 0;
};

constexpr std::chrono::microseconds operator-(Timestamp a, Timestamp b) {
  return std::chrono::microseconds(a.microseconds() - b.microseconds());
}
constexpr Timestamp operator+(Timestamp t, std::chrono::microseconds d) {
  return Timestamp(t.microseconds() + d.count());
}

}  // namespace base
