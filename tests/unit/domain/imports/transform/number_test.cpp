#include "domain/imports/transform/number.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>

#include "base/money.h"
#include "domain/imports/transform/transform.h"

namespace imports {
namespace {

constexpr NumberStyle point{'.', '\0'};
constexpr NumberStyle comma{',', '\0'};
constexpr NumberStyle french{',', ' '};
constexpr NumberStyle german{',', '.'};
constexpr NumberStyle english{'.', ','};
constexpr NumberStyle swiss{'.', '\''};

struct Case {
  std::string_view written;
  NumberStyle style;
  std::string_view plain;  // "" when it has to be refused
};

class ReadNumber : public testing::TestWithParam<Case> {};

TEST_P(ReadNumber, GivesThePlainNumberOrAProblem) {
  const auto& [written, style, plain] = GetParam();
  const auto number = read_number(written, style);
  if (plain.empty()) {
    ASSERT_FALSE(number) << written << " was read as " << *number;
    EXPECT_EQ(number.error().code(), "import.not_a_number");
    EXPECT_NE(number.error().cure, "");
  } else {
    ASSERT_TRUE(number) << written << ": " << number.error().text();
    EXPECT_EQ(*number, plain) << written;
  }
}

INSTANTIATE_TEST_SUITE_P(Plain, ReadNumber,
                         testing::Values(Case{"12", point, "12"}, Case{"12.50", point, "12.50"},
                                         Case{"12,50", comma, "12.50"}, Case{",5", comma, "0.5"},
                                         Case{".5", point, "0.5"}, Case{"12.", point, "12"}, Case{"007", point, "7"},
                                         Case{"0", point, "0"}, Case{"0,00", comma, "0.00"},
                                         Case{"  12\u00A0", point, "12"}, Case{"'12", point, "12"},
                                         Case{"1.23456789", point, "1.23456789"}));

INSTANTIATE_TEST_SUITE_P(
    Thousands, ReadNumber,
    testing::Values(
        Case{"1.234,50", german, "1234.50"}, Case{"1,234.50", english, "1234.50"}, Case{"1,234", english, "1234"},
        Case{"1.234", german, "1234"}, Case{"1'234.50", swiss, "1234.50"},
        Case{"1\u2019234\u2019567.5", swiss, "1234567.5"}, Case{"1 234,50", french, "1234.50"},
        Case{"1\u00A0234,50", french, "1234.50"}, Case{"1\u202F234,50", french, "1234.50"},
        Case{"1\u2009234,50", french, "1234.50"}, Case{"12 345 678", french, "12345678"},
        // Marks nobody uses for decimals are understood whatever the style, others once a decimal mark follows.
        Case{"1 234,50", comma, "1234.50"}, Case{"1'234.50", english, "1234.50"}, Case{"1.234,50", comma, "1234.50"},
        Case{"1,234.50", point, "1234.50"}));

INSTANTIATE_TEST_SUITE_P(NeverGuessed, ReadNumber,
                         testing::Values(Case{"2,4", point, ""}, Case{"2.4", comma, ""}, Case{"1.234", comma, ""},
                                         Case{"1,234", point, ""}, Case{"1,234,50", german, ""},
                                         Case{"1,234,50", english, ""}, Case{"1.234.50", english, ""},
                                         Case{"1,234,56", comma, ""}, Case{"12,34,567", english, ""},
                                         Case{"1234,567", english, ""}, Case{"0,123", english, ""},
                                         Case{"1 23", french, ""}, Case{"1.234 567,00", german, ""},
                                         Case{"12.50.", english, ""}, Case{"1 2345", french, ""}));

INSTANTIATE_TEST_SUITE_P(Signs, ReadNumber,
                         testing::Values(Case{"-12,5", comma, "-12.5"}, Case{"\u221212.5", point, "-12.5"},
                                         Case{"12.5-", point, "-12.5"}, Case{"(12.50)", point, "-12.50"},
                                         Case{"(1,234.50)", english, "-1234.50"}, Case{"+3", point, "3"},
                                         Case{"- 3", point, "-3"}, Case{"-0.00", point, "0.00"},
                                         Case{"12,-", comma, "12"}, Case{"12,\u2013 €", comma, "12"},
                                         Case{"--3", point, ""}, Case{"-(3)", point, ""}, Case{"(3", point, ""},
                                         Case{"3)", point, ""}, Case{"-3-", point, ""}));

INSTANTIATE_TEST_SUITE_P(Surroundings, ReadNumber,
                         testing::Values(Case{"1.234,50 €", german, "1234.50"}, Case{"€ 1.234,50", german, "1234.50"},
                                         Case{"CZK 599", point, "599"}, Case{"599 CZK", point, "599"},
                                         Case{"$12.50", point, "12.50"}, Case{"-$12.50", point, "-12.50"},
                                         Case{"$-12.50", point, "-12.50"}, Case{"($12.50)", point, "-12.50"},
                                         Case{"-12,5 %", comma, "-12.5"}, Case{"1,2 kg", comma, "1.2"},
                                         Case{"500g", point, "500"}));

INSTANTIATE_TEST_SUITE_P(NotNumbers, ReadNumber,
                         testing::Values(Case{"", point, ""}, Case{"-", point, ""}, Case{"N/A", point, ""},
                                         Case{"rupture", point, ""}, Case{">100", point, ""}, Case{"12 pcs", point, ""},
                                         Case{"12-15", point, ""}, Case{"10x20", point, ""},
                                         Case{"3 x 100 g", point, ""}, Case{"nan", point, ""}, Case{"inf", point, ""},
                                         Case{"0x1F", point, ""}, Case{"1e", point, ""}));

INSTANTIATE_TEST_SUITE_P(ScientificNotation, ReadNumber,
                         testing::Values(Case{"1.2345E+2", point, "123.45"},
                                         Case{"3.760001234567E+12", point, "3760001234567"}, Case{"1,5e1", comma, "15"},
                                         Case{"5E0", point, "5"}, Case{"1.5E-3", point, "0.0015"},
                                         Case{"1e-05", point, "0.00001"}, Case{"3.76E+12", point, ""},
                                         Case{"1E3", point, ""}, Case{"1E-999999999999", point, ""},
                                         Case{"1,234.5E+1", english, ""}));

TEST(ReadNumber, KeepsAHundredDigits) {
  const std::string digits(100, '9');
  const auto number = read_number(digits, point);
  ASSERT_TRUE(number);
  EXPECT_EQ(*number, digits);
  EXPECT_EQ(fixed_point(*number, 4), std::nullopt);
}

TEST(ReadNumber, NamesTheValueAndTheStyleInItsProblem) {
  const auto number = read_number("1,234,56", german);
  ASSERT_FALSE(number);
  EXPECT_NE(number.error().message.find("“1,234,56”"), std::string::npos) << number.error().message;
  EXPECT_NE(number.error().message.find("1.234,50"), std::string::npos) << number.error().message;
}

TEST(FixedPoint, RoundsHalfAwayFromZero) {
  EXPECT_EQ(fixed_point("1.23455", 4), 12346);
  EXPECT_EQ(fixed_point("-1.23455", 4), -12346);
  EXPECT_EQ(fixed_point("1.23454999", 4), 12345);
  EXPECT_EQ(fixed_point("12", 4), 120000);
  EXPECT_EQ(fixed_point("12.5", 0), 13);
  EXPECT_EQ(fixed_point("922337203685477.5807", 4), 9223372036854775807);
  EXPECT_EQ(fixed_point("922337203685477.58075", 4), std::nullopt);
  EXPECT_EQ(fixed_point("922337203685477.5808", 4), std::nullopt);
}

// Writes an amount as a supplier with this style would.
std::string write(std::int64_t hundredths, NumberStyle style, std::string_view blank) {
  auto whole = std::to_string(hundredths / 100);
  for (auto at = whole.size(); at > 3 && style.thousands != '\0';) {
    at -= 3;
    whole.insert(at, style.thousands == ' ' ? std::string(blank) : std::string(1, style.thousands));
  }
  const auto cents = std::to_string(hundredths % 100);
  return whole + style.decimal + std::string(2 - cents.size(), '0') + cents;
}

TEST(ReadNumber, ReadsBackWhateverWasWrittenInItsStyle) {
  std::mt19937_64 random(20261122);
  constexpr std::string_view blanks[] = {" ", "\u00A0", "\u202F", "\u2009"};
  constexpr std::string_view before[] = {"", "", "€ ", "EUR", "$", "CHF "};
  constexpr std::string_view after[] = {"", "", " €", "EUR", " Kč", "%"};
  for (int round = 0; round < 5'000; ++round) {
    for (const auto style : {point, comma, french, german, english, swiss}) {
      const auto amount = static_cast<std::int64_t>(random() >> (random() % 40 + 20));
      auto written = write(amount, style, blanks[random() % std::size(blanks)]);
      const bool front = random() % 2 == 0;
      written = front ? std::string(before[random() % std::size(before)]) + written
                      : written + std::string(after[random() % std::size(after)]);
      std::string sign;
      if (amount > 0 && random() % 3 == 0) {
        sign = "-";
        const auto shape = random() % 3;
        written = shape == 0 ? "-" + written : shape == 1 ? written + "-" : "(" + written + ")";
      }
      const auto read = read_number(written, style);
      ASSERT_TRUE(read) << read.error().text();
      EXPECT_EQ(*read, sign + write(amount, point, "")) << written;
    }
  }
}

TEST(ReadNumber, NeverFailsOtherThanWithAProblemOnNoise) {
  std::mt19937_64 random(7);
  constexpr std::string_view letters = "0123456789.,' -+()eE%€kg\xC2\xA0\xE2\x80\xAF";
  for (int round = 0; round < 20'000; ++round) {
    std::string noise;
    for (auto length = random() % 12; length > 0; --length) noise += letters[random() % letters.size()];
    for (const auto style : {point, german, french, swiss}) {
      const auto read = read_number(noise, style);
      if (!read) continue;
      EXPECT_EQ(read->find_first_not_of("0123456789.-"), std::string::npos) << noise << " gave " << *read;
      EXPECT_TRUE(base::Decimal::parse(*read)) << noise << " gave " << *read;
      const auto again = read_number(*read, point);
      ASSERT_TRUE(again) << *read;
      EXPECT_EQ(*again, *read);
    }
  }
}

}  // namespace
}  // namespace imports
