#include "base/gtin.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace {

using base::Gtin;
using base::GtinForm;
using base::GtinRange;

std::string random_digits(std::mt19937_64& random, std::size_t length) {
  std::string digits;
  for (std::size_t i = 0; i < length; ++i) digits += static_cast<char>('0' + random() % 10);
  return digits;
}

std::string random_code(std::mt19937_64& random, std::size_t length) {
  std::string digits = random_digits(random, length - 1);
  digits += base::gtin_check_digit(digits);
  return digits;
}

Gtin gtin(std::string_view digits) {
  return Gtin::parse(digits).value();
}

TEST(Gtin, ChecksTheDigitsOfPublishedExamples) {
  EXPECT_EQ(base::gtin_check_digit("629104150021"), '3');
  EXPECT_EQ(base::gtin_check_digit("376012345678"), '4');
  EXPECT_EQ(base::gtin_check_digit("9638507"), '4');
  EXPECT_EQ(base::gtin_check_digit("03600029145"), '2');
  EXPECT_EQ(base::gtin_check_digit("1061414100041"), '5');
}

TEST(Gtin, ParsesTheFourLengths) {
  EXPECT_EQ(gtin("96385074").digits(), "00000096385074");
  EXPECT_EQ(gtin("036000291452").digits(), "00036000291452");
  EXPECT_EQ(gtin("3760123456784").digits(), "03760123456784");
  EXPECT_EQ(gtin("10614141000415").digits(), "10614141000415");
  EXPECT_EQ(gtin("96385074").form(), GtinForm::gtin8);
  EXPECT_EQ(gtin("036000291452").form(), GtinForm::gtin12);
  EXPECT_EQ(gtin("3760123456784").form(), GtinForm::gtin13);
  EXPECT_EQ(gtin("10614141000415").form(), GtinForm::gtin14);
}

TEST(Gtin, IsTheSameCodeHoweverItWasPadded) {
  EXPECT_EQ(gtin("036000291452"), gtin("0036000291452"));
  EXPECT_EQ(gtin("036000291452"), gtin("00036000291452"));
  EXPECT_LT(gtin("036000291452"), gtin("3760123456784"));
}

TEST(Gtin, NamesTheExpectedCheckDigit) {
  const auto result = Gtin::parse("3760123456788");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code(), "import.gtin_checksum");
  EXPECT_EQ(result.error().message, "EAN 3760123456788 has a wrong check digit: expected 4.");
  EXPECT_FALSE(result.error().cure.empty());
}

TEST(Gtin, RefusesOtherLengthsAndSigns) {
  for (const char* text : {"1", "1234567", "123456789", "1234567890", "12345678901", "123456789012345"})
    EXPECT_EQ(Gtin::parse(text).error().code(), "import.gtin_length") << text;
  for (const char* text : {"", " ", "37601234567A4", "3760123456784 ", "-760123456784", "3.76E+12"})
    EXPECT_EQ(Gtin::parse(text).error().code(), "import.gtin_not_digits") << text;
}

TEST(Gtin, SurvivesWritingAndParsing) {
  std::mt19937_64 random(1);
  for (const std::size_t length : {8U, 12U, 13U, 14U}) {
    for (int i = 0; i < 2000; ++i) {
      const std::string code = random_code(random, length);
      const Gtin parsed = gtin(code);
      ASSERT_EQ(parsed.written(), code);
      ASSERT_EQ(gtin(parsed.digits()), parsed);
    }
  }
}

TEST(Gtin, DetectsEveryWrongDigit) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 500; ++i) {
    const std::string code = random_code(random, 13);
    for (std::size_t at = 0; at < code.size(); ++at) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        std::string wrong = code;
        wrong[at] = digit;
        ASSERT_EQ(Gtin::parse(wrong).has_value(), digit == code[at]) << wrong;
      }
    }
  }
}

// Weights 3 and 1 differ by 2, so neighbours 5 apart may change places unseen, and no others.
TEST(Gtin, DetectsSwappedNeighboursUnlessTheyDifferByFive) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 3000; ++i) {
    const std::string code = random_code(random, 13);
    for (std::size_t at = 0; at + 1 < code.size(); ++at) {
      std::string swapped = code;
      std::swap(swapped[at], swapped[at + 1]);
      const int difference = std::abs(code[at] - code[at + 1]);
      ASSERT_EQ(Gtin::parse(swapped).has_value(), difference == 0 || difference == 5) << code << ' ' << swapped;
    }
  }
}

TEST(Gtin, ReadsTheIndicatorDigit) {
  EXPECT_EQ(gtin("3760123456784").indicator(), 0);
  EXPECT_EQ(gtin("10614141000415").indicator(), 1);
  EXPECT_EQ(gtin(std::string("9061414100041") + base::gtin_check_digit("9061414100041")).indicator(), 9);
}

GtinRange range_of(std::string body) {
  body += base::gtin_check_digit(body);
  return gtin(body).range();
}

TEST(Gtin, TellsTheRangesThatAreNotTradeItems) {
  EXPECT_EQ(range_of("376012345678"), GtinRange::trade_item);
  EXPECT_EQ(range_of("030012345678"), GtinRange::trade_item);
  EXPECT_EQ(range_of("020012345678"), GtinRange::restricted);
  EXPECT_EQ(range_of("045012345678"), GtinRange::restricted);
  EXPECT_EQ(range_of("200012345678"), GtinRange::restricted);
  EXPECT_EQ(range_of("299912345678"), GtinRange::restricted);
  EXPECT_EQ(range_of("300012345678"), GtinRange::trade_item);
  EXPECT_EQ(range_of("050012345678"), GtinRange::coupon);
  EXPECT_EQ(range_of("981012345678"), GtinRange::coupon);
  EXPECT_EQ(range_of("985012345678"), GtinRange::trade_item);
  EXPECT_EQ(range_of("990012345678"), GtinRange::coupon);
  EXPECT_EQ(range_of("980012345678"), GtinRange::refund);
  EXPECT_EQ(range_of("952012345678"), GtinRange::demonstration);
  EXPECT_EQ(range_of("977012345678"), GtinRange::serial);
  EXPECT_EQ(range_of("978207036002"), GtinRange::book);
  EXPECT_EQ(range_of("979109876543"), GtinRange::book);
  EXPECT_EQ(range_of("979026000043"), GtinRange::music);
}

TEST(Gtin, JudgesTheRangeOnTheFormWritten) {
  EXPECT_EQ(range_of("20001234567"), GtinRange::restricted) << "a GTIN-12 beginning with 2 is an 02";
  EXPECT_EQ(range_of("52001234567"), GtinRange::coupon) << "a GTIN-12 beginning with 5 is an 05";
  EXPECT_EQ(range_of("1200012345678"), GtinRange::restricted) << "the indicator of a GTIN-14 is dropped";
  EXPECT_EQ(range_of("2376012345678"), GtinRange::trade_item);
  EXPECT_EQ(range_of("0123456"), GtinRange::unassigned_low);
  EXPECT_EQ(range_of("2012345"), GtinRange::restricted);
  EXPECT_EQ(range_of("9638507"), GtinRange::trade_item);
}

bool is_placeholder(std::string body) {
  body += base::gtin_check_digit(body);
  return gtin(body).is_placeholder();
}

TEST(Gtin, KnowsCodesTypedToFillTheColumn) {
  for (const char* body :
       {"000000000000", "999999999999", "111111111111", "123456789012", "012345678901", "987654321098", "121212121212",
        "123123123123", "0000000", "1234567", "0000000000000", "11111111111"})
    EXPECT_TRUE(is_placeholder(body)) << body;
  for (const char* body : {"376012345678", "629104150021", "9638507", "5012345", "03600029145"})
    EXPECT_FALSE(is_placeholder(body)) << body;
}

}  // namespace
