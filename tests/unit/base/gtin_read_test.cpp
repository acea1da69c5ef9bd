#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "base/gtin.h"

namespace {

using base::GtinForm;
using base::GtinReading;
using base::GtinRepair;
using base::read_gtin;
using testing::ElementsAre;
using testing::IsEmpty;

std::string digits_of(const GtinReading& reading) {
  return reading.gtin ? std::string(reading.gtin->digits()) : reading.problem ? reading.problem->text() : "nothing";
}

std::string_view problem_of(std::string_view cell) {
  const GtinReading reading = read_gtin(cell);
  return reading.problem && !reading.gtin ? reading.problem->code() : "none";
}

TEST(GtinReading, TakesARightCodeWithoutRepair) {
  for (const char* cell : {"3760123456784", "  3760123456784 ",
                           "\xC2\xA0"
                           "3760123456784\t"}) {
    const auto reading = read_gtin(cell);
    EXPECT_EQ(digits_of(reading), "03760123456784") << cell;
    EXPECT_THAT(reading.repairs, IsEmpty()) << cell;
  }
}

TEST(GtinReading, SaysNothingOfAnEmptyCell) {
  for (const char* cell : {"", "   ", "\t", "\xC2\xA0"}) {
    const auto reading = read_gtin(cell);
    EXPECT_FALSE(reading.gtin || reading.problem) << '"' << cell << '"';
  }
}

TEST(GtinReading, RemovesSeparators) {
  for (const char* cell :
       {"3 760123 456784", "3-760123-456784", "3.760.123.456.784", "'3760123456784", "=\"3760123456784\"",
        "\xE2\x80\x99"
        "3760123456784",
        "3\xC2\xA0"
        "760123\xE2\x80\xAF"
        "456784",
        "3\xE2\x80\x93"
        "760123456784"}) {
    const auto reading = read_gtin(cell);
    EXPECT_EQ(digits_of(reading), "03760123456784") << cell;
    EXPECT_THAT(reading.repairs, ElementsAre(GtinRepair::separators_removed)) << cell;
  }
}

TEST(GtinReading, RemovesDecimalsASpreadsheetAdded) {
  for (const char* cell : {"3760123456784.0", "3760123456784,00", "3760123456784.000"}) {
    const auto reading = read_gtin(cell);
    EXPECT_EQ(digits_of(reading), "03760123456784") << cell;
    EXPECT_THAT(reading.repairs, ElementsAre(GtinRepair::decimals_removed)) << cell;
  }
  const auto both = read_gtin("3 760 123 456 784,00");
  EXPECT_EQ(digits_of(both), "03760123456784");
  EXPECT_THAT(both.repairs, ElementsAre(GtinRepair::separators_removed, GtinRepair::decimals_removed));
}

TEST(GtinReading, DoesNotTakeRealDecimalsForDigits) {
  EXPECT_EQ(problem_of("376012345678.4"), "import.gtin_not_digits");
  EXPECT_EQ(problem_of("376012345678,4"), "import.gtin_not_digits");
}

TEST(GtinReading, ExpandsScientificNotationThatKeptEveryDigit) {
  for (const char* cell : {"3.760123456784E+12", "3,760123456784E+12", "3.760123456784e12", "3.7601234567840E+12",
                           "37601234567.84E+2", "3760123456784E+0", "0.3760123456784E+13"}) {
    const auto reading = read_gtin(cell);
    EXPECT_EQ(digits_of(reading), "03760123456784") << cell;
    EXPECT_THAT(reading.repairs, ElementsAre(GtinRepair::scientific_expanded)) << cell;
  }
}

TEST(GtinReading, RefusesScientificNotationThatLostDigits) {
  for (const char* cell : {"3.76E+12", "3,76012E+12", "3.76012345678E+12", "4E+12", "3.76000E+12"})
    EXPECT_EQ(problem_of(cell), "import.gtin_digits_lost") << cell;
  EXPECT_EQ(problem_of("3.7601234567845E+12"), "import.gtin_not_digits") << "not a whole number";
  EXPECT_EQ(problem_of("3.76E-12"), "import.gtin_not_digits");
  EXPECT_EQ(problem_of("12E3"), "import.gtin_not_digits") << "somebody's reference";
  EXPECT_EQ(problem_of("3.760123456788E+12"), "import.gtin_checksum");
}

TEST(GtinReading, RestoresLeadingZerosWhenTheCheckDigitAgrees) {
  const auto reading = read_gtin("36000291452");
  EXPECT_EQ(digits_of(reading), "00036000291452");
  EXPECT_EQ(reading.gtin->written(), "036000291452");
  EXPECT_THAT(reading.repairs, ElementsAre(GtinRepair::leading_zeros_restored));
  EXPECT_EQ(problem_of("36000291453"), "import.gtin_length");
}

TEST(GtinReading, RestoresZerosLostToANumber) {
  const auto reading = read_gtin("3.6000291452E+10");
  EXPECT_EQ(digits_of(reading), "00036000291452");
  EXPECT_THAT(reading.repairs, ElementsAre(GtinRepair::scientific_expanded, GtinRepair::leading_zeros_restored));
}

TEST(GtinReading, NeverMakesACodeOfSixDigitsOrFewer) {
  for (int number = 0; number < 1'000'000; number += 7) ASSERT_FALSE(read_gtin(std::to_string(number)).gtin) << number;
}

TEST(GtinReading, RefusesCodesThatAreTooLong) {
  EXPECT_EQ(problem_of("037601234567840"), "import.gtin_length");
  EXPECT_EQ(problem_of("3760123456784, 3760123456784"), "import.gtin_length");
}

TEST(GtinReading, ExpandsUpcE) {
  // One code for each way the sixth digit puts zeros back but the last, whose codes are all right as GTIN-8 too.
  const std::pair<const char*, const char*> examples[] = {
      {"04252614", "042100005264"}, {"01234531", "012300000451"}, {"01234543", "012340000053"}};
  for (const auto& [eight, twelve] : examples) {
    const auto reading = read_gtin(eight);
    EXPECT_EQ(digits_of(reading), std::string("00") + twelve) << eight;
    if (!reading.gtin) continue;
    EXPECT_EQ(reading.gtin->form(), GtinForm::upc_e) << eight;
    EXPECT_EQ(reading.gtin->written(), eight);
    EXPECT_THAT(reading.repairs, ElementsAre(GtinRepair::upc_e_expanded)) << eight;
  }
}

TEST(GtinReading, RestoresTheZeroOfAUpcE) {
  const auto reading = read_gtin("4252614");
  EXPECT_EQ(digits_of(reading), "00042100005264");
  EXPECT_THAT(reading.repairs, ElementsAre(GtinRepair::leading_zeros_restored, GtinRepair::upc_e_expanded));
}

TEST(GtinReading, ReportsBothReadingsOfAnEightDigitCode) {
  const auto reading = read_gtin("01234565");
  ASSERT_TRUE(reading.gtin && reading.alternative);
  EXPECT_EQ(reading.gtin->form(), GtinForm::gtin8);
  EXPECT_EQ(reading.gtin->digits(), "00000001234565");
  EXPECT_EQ(reading.alternative->form(), GtinForm::upc_e);
  EXPECT_EQ(reading.alternative->digits(), "00012345000065");
  EXPECT_THAT(reading.repairs, IsEmpty());
}

TEST(GtinReading, ReadsNoUpcEOfAnotherNumberSystem) {
  for (int number = 20'000'000; number < 100'000'000; number += 9973) {
    const auto reading = read_gtin(std::to_string(number));
    ASSERT_FALSE(reading.alternative) << number;
    ASSERT_TRUE(!reading.gtin || reading.gtin->form() == GtinForm::gtin8) << number;
  }
}

TEST(GtinReading, WritesEveryUpcEAsItWasRead) {
  int found = 0;
  for (int number = 0; number < 20'000'000; number += 37) {
    std::string eight = std::to_string(number);
    eight.insert(0, 8 - eight.size(), '0');
    const auto reading = read_gtin(eight);
    const auto& code = reading.alternative ? reading.alternative : reading.gtin;
    if (!code || code->form() != GtinForm::upc_e) continue;
    ++found;
    ASSERT_EQ(code->written(), eight);
    ASSERT_TRUE(base::Gtin::parse(code->digits())) << "the check digit belongs to the expanded code";
  }
  EXPECT_GT(found, 20'000);
}

TEST(GtinReading, RefusesWhatIsNoCode) {
  for (const char* cell :
       {"N/A", "-", "EAN 3760123456784", "3760123456784-", "-3760123456784", "3760123456784;", "'", "=\"\"", "\xFF\xFE",
        "37601234\xFF"
        "56784",
        "E", "1E", "E5"})
    EXPECT_EQ(problem_of(cell), "import.gtin_not_digits") << cell;
}

TEST(GtinReading, QuotesLongCellsInPart) {
  const auto reading = read_gtin(std::string(10'000, 'x'));
  ASSERT_TRUE(reading.problem);
  EXPECT_LT(reading.problem->message.size(), 120U);
}

TEST(GtinReading, SurvivesAnyBytes) {
  std::mt19937_64 random(4);
  const std::string alphabet = "0123456789.,-+eE'\"= \xC2\xA0\xE2\x80\xFF";
  for (int i = 0; i < 50'000; ++i) {
    std::string cell;
    for (std::size_t length = random() % 20; length > 0; --length) cell += alphabet[random() % alphabet.size()];
    const auto reading = read_gtin(cell);
    if (reading.gtin) {
      ASSERT_FALSE(reading.problem) << cell;
      ASSERT_TRUE(base::Gtin::parse(reading.gtin->digits())) << cell;
    } else {
      ASSERT_THAT(reading.repairs, IsEmpty()) << cell;
    }
  }
}

}  // namespace
