#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "base/money.h"
#include "base/text.h"

namespace base {
namespace {

__extension__ using Int128 = __int128;

constexpr int decimals = 4;
constexpr Int128 largest = std::numeric_limits<std::int64_t>::max();
constexpr Int128 smallest = std::numeric_limits<std::int64_t>::min();

std::optional<Decimal> in_range(Int128 units) {
  if (units < smallest || units > largest) return std::nullopt;
  return Decimal::from_units(static_cast<std::int64_t>(units));
}

// What the digits of a number amount to in units of 1/10000, sign apart.
class UnitCounter {
 public:
  // False for a second point, anything that is not a digit, or a number far out of range.
  bool add(char c) {
    if (c == '.') return !std::exchange(after_point_, true);
    if (!is_digit(c)) return false;
    has_digits_ = true;
    if (after_point_ && places_ > decimals) return true;
    if (after_point_ && places_++ == decimals) {
      if (c >= '5') ++units_;
      return true;
    }
    units_ = units_ * 10 + (c - '0');
    return units_ <= largest + 1;
  }

  std::optional<Int128> total() const {
    if (!has_digits_) return std::nullopt;
    Int128 total = units_;
    for (int place = std::min(places_, decimals); place < decimals; ++place) total *= 10;
    return total;
  }

 private:
  Int128 units_ = 0;
  int places_ = 0;
  bool after_point_ = false;
  bool has_digits_ = false;
};

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  UnitCounter counter;
  for (const char c : text) {
    if (!counter.add(c)) return std::nullopt;
  }
  const auto total = counter.total();
  if (!total) return std::nullopt;
  return in_range(is_negative ? -*total : *total);
}

std::string Decimal::to_string(int minimum_decimals) const {
  const auto bits = static_cast<std::uint64_t>(units_);
  const std::uint64_t magnitude = units_ < 0 ? 0 - bits : bits;
  constexpr auto one = static_cast<std::uint64_t>(scale);

  std::array<char, 32> buffer{};
  const auto whole = std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude / one);
  std::string out = units_ < 0 ? "-" : "";
  out.append(buffer.data(), whole.ptr);

  std::string places(static_cast<std::size_t>(decimals), '0');
  std::uint64_t fraction = magnitude % one;
  for (std::size_t at = places.size(); at-- > 0; fraction /= 10) places[at] = static_cast<char>('0' + fraction % 10);
  places.erase(places.find_last_not_of('0') + 1);
  const auto wanted = static_cast<std::size_t>(std::max(minimum_decimals, 0));
  if (places.size() < wanted) places.resize(wanted, '0');
  return places.empty() ? out : out + '.' + places;
}

std::optional<Decimal> Decimal::scaled(std::int64_t numerator, std::int64_t denominator) const {
  if (denominator == 0) return std::nullopt;
  const Int128 product = Int128{units_} * numerator;
  const Int128 divisor = denominator;
  const Int128 quotient = product / divisor;
  const Int128 remainder = product % divisor;
  const auto magnitude = [](Int128 number) { return number < 0 ? -number : number; };
  if (magnitude(remainder) * 2 < magnitude(divisor)) return in_range(quotient);
  const bool is_negative = (product < 0) != (divisor < 0);
  return in_range(is_negative ? quotient - 1 : quotient + 1);
}

std::optional<Decimal> Decimal::plus(Decimal other) const {
  return in_range(Int128{units_} + other.units_);
}

}  // namespace base
