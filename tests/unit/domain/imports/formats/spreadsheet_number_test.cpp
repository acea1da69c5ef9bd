#include "domain/imports/formats/spreadsheet_number.h"

#include <gtest/gtest.h>

namespace imports {
namespace {

std::string shown(double number) {
  std::string out;
  append_number(out, number);
  return out;
}
std::string shown(std::string_view text) {
  std::string out;
  append_number(out, text);
  return out;
}
std::string formatted(double number, NumberKind kind, DateSystem system = DateSystem::from_1900) {
  std::string out;
  append_formatted(out, number, kind, system);
  return out;
}

TEST(SpreadsheetNumber, KeepsEveryDigitOfAnEan) {
  EXPECT_EQ(shown(8017229054000.0), "8017229054000");
  EXPECT_EQ(shown("8.017229054E12"), "8017229054000");
  EXPECT_EQ(shown("8017229054000.0"), "8017229054000");
  EXPECT_EQ(shown("08017229054000"), "08017229054000");
}

TEST(SpreadsheetNumber, RemovesBinaryNoise) {
  EXPECT_EQ(shown(0.1 + 0.2), "0.3");
  EXPECT_EQ(shown("0.10000000000000001"), "0.1");
  EXPECT_EQ(shown("19.989999999999998"), "19.99");
  EXPECT_EQ(shown("8017229053999.9999"), "8017229054000");
  EXPECT_EQ(shown(-1234.5), "-1234.5");
}

TEST(SpreadsheetNumber, WritesSmallAndLargeNumbersWithoutExponent) {
  EXPECT_EQ(shown(0.00001), "0.00001");
  EXPECT_EQ(shown(1e20), "100000000000000000000");
  EXPECT_EQ(shown(1e300), "1e+300");
  EXPECT_EQ(shown("-0"), "0");
  EXPECT_EQ(shown("12.50"), "12.5");
}

TEST(SpreadsheetNumber, KeepsWhatIsNoNumber) {
  EXPECT_EQ(shown("n/a"), "n/a");
  EXPECT_EQ(shown("1e999"), "1e999");
}

TEST(SpreadsheetNumber, KnowsDateFormats) {
  for (const auto* code : {"dd/mm/yyyy", "[$-409]d\\-mmm\\-yy;@", "yyyy\"-\"mm", "mmm", "DD.MM.YYYY hh:mm"}) {
    EXPECT_EQ(number_kind(code), NumberKind::date) << code;
  }
  for (const auto* code : {"h:mm AM/PM", "mm:ss.0", "hh:mm:ss"}) EXPECT_EQ(number_kind(code), NumberKind::time) << code;
  EXPECT_EQ(number_kind("[h]:mm:ss"), NumberKind::elapsed);
  for (const auto* code :
       {"General", "0.00", "#,##0.00\\ \"days\"", "0%", "[Red]0.0", "0.00E+00", "_-* #,##0\\ _d_-", "@"}) {
    EXPECT_EQ(number_kind(code), NumberKind::plain) << code;
  }
  EXPECT_EQ(builtin_number_kind(14), NumberKind::date);
  EXPECT_EQ(builtin_number_kind(21), NumberKind::time);
  EXPECT_EQ(builtin_number_kind(10), NumberKind::plain);
}

TEST(SpreadsheetNumber, WritesDatesAsIso) {
  EXPECT_EQ(formatted(46348, NumberKind::date), "2026-11-22");
  EXPECT_EQ(formatted(46348 + 27180.0 / 86400, NumberKind::date), "2026-11-22T07:33:00");
  EXPECT_EQ(formatted(44886, NumberKind::date, DateSystem::from_1904), "2026-11-22");
  EXPECT_EQ(formatted(1, NumberKind::date), "1900-01-01");
  EXPECT_EQ(formatted(61, NumberKind::date), "1900-03-01");
  EXPECT_EQ(formatted(0.5, NumberKind::time), "12:00:00");
  EXPECT_EQ(formatted(1.5, NumberKind::elapsed), "36:00:00");
}

TEST(SpreadsheetNumber, KeepsNumbersNoDateCanHave) {
  EXPECT_EQ(formatted(-3, NumberKind::date), "-3");
  EXPECT_EQ(formatted(8017229054000, NumberKind::date), "8017229054000");
}

}  // namespace
}  // namespace imports
