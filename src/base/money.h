#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace base {

/// An ISO 4217 currency code, three capital letters known to the list.
class Currency {
 public:
  /// "EUR", "eur"; nothing when the code is not in ISO 4217.
  static std::optional<Currency> parse(std::string_view code);
  /// A sign or word found beside prices: "€", "$", "£", "zł", "Kč", "EUR", "руб"... Ambiguous signs ("$", "kr") give
  /// the commonest currency (USD, SEK). Nothing when unknown.
  static std::optional<Currency> from_symbol(std::string_view symbol);

  std::string_view code() const { return {code_, 3}; }
  auto operator<=>(const Currency&) const = default;

 private:
  char code_[3] = {'E', 'U', 'R'};
};

/// A number with four decimals, held as an integer of 1/10000. Range about ±922 trillion.
class Decimal {
 public:
  static constexpr std::int64_t scale = 10'000;

  constexpr Decimal() = default;
  static constexpr Decimal from_units(std::int64_t ten_thousandths) { return Decimal(ten_thousandths); }

  /// Reads "-1234.5678": sign, digits, at most one '.', nothing else. More than four decimals are rounded half away
  /// from zero. Nothing when it is not a number or out of range.
  static std::optional<Decimal> parse(std::string_view text);

  constexpr std::int64_t units() const { return units_; }
  /// Shortest exact form with at least `minimum_decimals` decimals: "1234.50", "0.0001", "12".
  std::string to_string(int minimum_decimals = 0) const;

  /// This times numerator/denominator, rounded half away from zero, computed in 128 bits; nothing on overflow or a zero
  /// denominator.
  std::optional<Decimal> scaled(std::int64_t numerator, std::int64_t denominator) const;
  std::optional<Decimal> plus(Decimal other) const;

  constexpr auto operator<=>(const Decimal&) const = default;

 private:
  constexpr explicit Decimal(std::int64_t units) : units_(units) {}
  std::int64_t units_ = 0;
};

/// An amount of one currency, exact to 1/10000 of its unit.
struct Money {
  Decimal amount;
  Currency currency;

  /// "1234.50 EUR".
  std::string to_string() const;
  /// Sum; fails with money_currency_mismatch for two currencies, money_overflow beyond the range.
  Result<Money> plus(const Money& other) const;
  bool operator==(const Money&) const = default;
};

inline constexpr ProblemKind money_currency_mismatch{"money.currency_mismatch", "Amounts of different currencies", 422,
                                                     LogLevel::warning};
inline constexpr ProblemKind money_overflow{"money.overflow", "Amount out of range", 422, LogLevel::warning};

}  // namespace base
