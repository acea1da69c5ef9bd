#include "base/csv_cell.h"

#include <gtest/gtest.h>

namespace {

std::string cell(std::string_view text) {
  std::string line;
  base::append_csv_cell(line, text);
  return line;
}

TEST(CsvCell, StandsInQuotesOnlyWhereItHasTo) {
  EXPECT_EQ(cell("Four à micro-ondes"), "Four à micro-ondes");
  EXPECT_EQ(cell("12,50"), "\"12,50\"");
  EXPECT_EQ(cell("24\" screen"), "\"24\"\" screen\"");
  EXPECT_EQ(cell("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(cell("cr\r"), "\"cr\r\"");
  EXPECT_EQ(cell(""), "");
}

TEST(CsvCell, IsNoFormulaForASpreadsheet) {
  for (const auto* text : {"=1+1", "+33 1", "-cmd|' /C calc'!A0", "@SUM(A1)", "  =1", "\t=1", "\ttext", "\rtext"}) {
    EXPECT_EQ(base::without_formula(text), "'" + std::string(text));
  }
  for (const auto* text : {"", " ", "Lampe = claire", "12,50", "'quoted'"})
    EXPECT_EQ(base::without_formula(text), text);
}

}  // namespace
