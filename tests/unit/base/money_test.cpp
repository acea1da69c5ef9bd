#include "base/money.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <set>

namespace {

using base::Currency;
using base::Decimal;
using base::Money;

__extension__ using Int128 = __int128;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();

std::optional<std::int64_t> units(std::string_view text) {
  const auto number = Decimal::parse(text);
  return number ? std::optional(number->units()) : std::nullopt;
}

// Numbers of all sizes, so that overflow and small values are both met.
std::int64_t any_size(std::mt19937_64& random) {
  const auto shift = static_cast<int>(random() % 63);
  const auto number = static_cast<std::int64_t>(random() >> shift);
  return random() % 2 == 0 ? number : -(number / 2);
}

Int128 magnitude(Int128 number) {
  return number < 0 ? -number : number;
}

TEST(Decimal, ReadsNumbers) {
  EXPECT_EQ(units("-1234.5678"), -12345678);
  EXPECT_EQ(units("0"), 0);
  EXPECT_EQ(units("-0"), 0);
  EXPECT_EQ(units("+12.5"), 125000);
  EXPECT_EQ(units("0.0001"), 1);
  EXPECT_EQ(units(".5"), 5000);
  EXPECT_EQ(units("5."), 50000);
  EXPECT_EQ(units("000000000000000000000000012"), 120000);
}

TEST(Decimal, RoundsHalfAwayFromZero) {
  EXPECT_EQ(units("0.00005"), 1);
  EXPECT_EQ(units("0.00004999"), 0);
  EXPECT_EQ(units("-0.00005"), -1);
  EXPECT_EQ(units("1.99995"), 20000);
  EXPECT_EQ(units("2.12345000000000000000000000000000000000000000000001"), 21235);
}

TEST(Decimal, RefusesWhatIsNotANumber) {
  for (const char* text : {"", "-", "+", ".", "1.2.3", "1,2", "1 2", " 1", "1e3", "--1", "1-", "abc", "0x1"})
    EXPECT_FALSE(units(text)) << text;
}

TEST(Decimal, KeepsToItsRange) {
  EXPECT_EQ(units("922337203685477.5807"), largest);
  EXPECT_EQ(units("-922337203685477.5808"), smallest);
  EXPECT_FALSE(units("922337203685477.5808"));
  EXPECT_FALSE(units("922337203685477.58075"));
  EXPECT_FALSE(units("-922337203685477.58085"));
  EXPECT_FALSE(units("99999999999999999999999999999999999999999999999999"));
}

TEST(Decimal, WritesTheShortestExactForm) {
  EXPECT_EQ(Decimal::from_units(12345000).to_string(), "1234.5");
  EXPECT_EQ(Decimal::from_units(12345000).to_string(2), "1234.50");
  EXPECT_EQ(Decimal::from_units(1).to_string(2), "0.0001");
  EXPECT_EQ(Decimal::from_units(-1).to_string(), "-0.0001");
  EXPECT_EQ(Decimal::from_units(120000).to_string(), "12");
  EXPECT_EQ(Decimal::from_units(0).to_string(2), "0.00");
  EXPECT_EQ(Decimal::from_units(10000).to_string(6), "1.000000");
  EXPECT_EQ(Decimal::from_units(smallest).to_string(), "-922337203685477.5808");
}

TEST(Decimal, SurvivesWritingAndParsing) {
  std::mt19937_64 random(8);
  for (int i = 0; i < 20'000; ++i) {
    const auto number = Decimal::from_units(any_size(random));
    ASSERT_EQ(Decimal::parse(number.to_string(i % 6)), number) << number.to_string();
  }
}

TEST(Decimal, AddsLikeWideIntegers) {
  std::mt19937_64 random(9);
  for (int i = 0; i < 20'000; ++i) {
    const std::int64_t a = any_size(random);
    const std::int64_t b = any_size(random);
    const Int128 exact = Int128{a} + b;
    const auto sum = Decimal::from_units(a).plus(Decimal::from_units(b));
    ASSERT_EQ(sum.has_value(), exact >= smallest && exact <= largest);
    ASSERT_TRUE(!sum || sum->units() == exact);
  }
}

TEST(Decimal, ScalesToTheNearestUnit) {
  std::mt19937_64 random(10);
  int in_range = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::int64_t a = any_size(random);
    const std::int64_t n = any_size(random);
    const std::int64_t d = any_size(random);
    if (d == 0) continue;
    const auto result = Decimal::from_units(a).scaled(n, d);
    if (!result) {
      ASSERT_GT(std::fabs(static_cast<double>(a) * static_cast<double>(n) / static_cast<double>(d)), 9.2e18);
      continue;
    }
    ++in_range;
    // The product is 126 bits at most, so the distance to the exact quotient, times d, still fits.
    const Int128 error = Int128{a} * n - Int128{result->units()} * d;
    ASSERT_TRUE(magnitude(error) * 2 <= magnitude(d));
    if (magnitude(error) * 2 == magnitude(d)) {
      const bool is_away_from_zero = magnitude(Int128{result->units()} * d) > magnitude(Int128{a} * n);
      ASSERT_TRUE(is_away_from_zero) << a << ' ' << n << ' ' << d;
    }
  }
  EXPECT_GT(in_range, 5000);
}

TEST(Decimal, ScalesKnownPrices) {
  EXPECT_EQ(Decimal::parse("119")->scaled(100, 119)->to_string(), "100");
  EXPECT_EQ(Decimal::parse("10")->scaled(100, 120)->to_string(), "8.3333");
  EXPECT_EQ(Decimal::parse("0.0001")->scaled(1, 2)->units(), 1);
  EXPECT_EQ(Decimal::parse("-0.0001")->scaled(1, 2)->units(), -1);
  EXPECT_EQ(Decimal::parse("0.0001")->scaled(1, -2)->units(), -1);
  EXPECT_FALSE(Decimal::parse("1")->scaled(1, 0));
  EXPECT_FALSE(Decimal::from_units(largest).scaled(2, 1));
}

TEST(Currency, KnowsIso4217AndNothingElse) {
  for (const char* code : {"EUR", "usd", "Gbp", "CHF", "PLN", "CZK", "XAF", "XOF", "AED", "ZWL", "BGN", "SLE", "ZMW"})
    EXPECT_TRUE(Currency::parse(code)) << code;
  EXPECT_EQ(Currency::parse("eur")->code(), "EUR");
  for (const char* code : {"", "EU", "EURO", "ABC", "AAA", "ZZZ", "E R", "EUR ", "€"})
    EXPECT_FALSE(Currency::parse(code)) << code;
}

TEST(Currency, ListsAboutAsManyCodesAsTheStandard) {
  int known = 0;
  for (char a = 'A'; a <= 'Z'; ++a) {
    for (char b = 'A'; b <= 'Z'; ++b) {
      for (char c = 'A'; c <= 'Z'; ++c) known += Currency::parse(std::string{a, b, c}).has_value() ? 1 : 0;
    }
  }
  EXPECT_GE(known, 175);
  EXPECT_LE(known, 190);
}

TEST(Currency, KnowsSignsAndWords) {
  const std::pair<const char*, const char*> signs[] = {
      {"€", "EUR"},   {"$", "USD"},      {"£", "GBP"},       {"zł", "PLN"},  {"ZŁ", "PLN"},
      {"Kč", "CZK"},  {"руб", "RUB"},    {"руб.", "RUB"},    {"kr", "SEK"},  {"kr.", "SEK"},
      {"EUR", "EUR"}, {" eur ", "EUR"},  {"Euros", "EUR"},   {"US$", "USD"}, {"CHF", "CHF"},
      {"¥", "JPY"},   {"\u20ba", "TRY"}, {"\u00a0€", "EUR"}, {"Ft", "HUF"}};
  for (const auto& [sign, code] : signs) {
    const auto currency = Currency::from_symbol(sign);
    ASSERT_TRUE(currency) << sign;
    EXPECT_EQ(currency->code(), code) << sign;
  }
  for (const char* text : {"", " ", ".", "kg", "pcs", "TTC", "12", "%"})
    EXPECT_FALSE(Currency::from_symbol(text)) << text;
}

Money money(std::string_view amount, std::string_view currency) {
  return {Decimal::parse(amount).value(), Currency::parse(currency).value()};
}

TEST(Money, ShowsAmountAndCurrency) {
  EXPECT_EQ(money("1234.5", "EUR").to_string(), "1234.50 EUR");
  EXPECT_EQ(money("0.0375", "USD").to_string(), "0.0375 USD");
}

TEST(Money, AddsOneCurrencyOnly) {
  EXPECT_EQ(money("1.10", "EUR").plus(money("2.20", "EUR")).value(), money("3.30", "EUR"));
  const auto mixed = money("1", "EUR").plus(money("1", "USD"));
  ASSERT_FALSE(mixed);
  EXPECT_EQ(mixed.error().code(), "money.currency_mismatch");
  EXPECT_NE(mixed.error().message.find("1.00 EUR"), std::string::npos);
  EXPECT_EQ((Money{Decimal::from_units(largest), {}}).plus(money("1", "EUR")).error().code(), "money.overflow");
}

}  // namespace
