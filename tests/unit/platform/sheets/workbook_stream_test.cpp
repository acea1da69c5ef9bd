#include "platform/sheets/workbook_stream.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/workbook.h"

namespace {

using platform::sheets::Cell;
using platform::sheets::WorkbookStream;
using test::must;

using Rows = std::vector<std::vector<std::string>>;

std::string finished(WorkbookStream& book) {
  book.finish();
  return book.take();
}

TEST(WorkbookStream, IsReadBackAsItWasWritten) {
  WorkbookStream book("Products", {{"name", 40}, {"price"}, {"gtin"}});
  must(book.row(std::vector<Cell>{{"Four à pain <\"&'>\nTwo lines"}, {"12.50", true}, {"03017620422003"}}));
  must(book.row(std::vector<Cell>{{"  kept spaces "}, {"", true}, {""}}));
  must(book.row(std::vector<Cell>{{"x\x01y\xEF\xBF\xBF"}, {"-3", true}, {"日本 😀"}}));
  const Rows rows = test::read_workbook(finished(book));
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0], (std::vector<std::string>{"name", "price", "gtin"}));
  EXPECT_EQ(rows[1], (std::vector<std::string>{"Four à pain <\"&'>\nTwo lines", "12.5", "03017620422003"}));
  EXPECT_EQ(rows[2].front(), "  kept spaces ");
  EXPECT_EQ(rows[3], (std::vector<std::string>{"xy", "-3", "日本 😀"}));
}

TEST(WorkbookStream, NeverMakesAFormulaOfAText) {
  WorkbookStream book("Products", {{"name"}});
  for (const char* text : {"=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)"}) must(book.row(std::vector<Cell>{{text}}));
  const Rows rows = test::read_workbook(finished(book));
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_EQ(rows[1].front(), "=1+1");
  EXPECT_EQ(rows[4].front(), "@SUM(A1)");
}

TEST(WorkbookStream, CutsTextsThatNoCellHolds) {
  WorkbookStream book("Products", {{"name"}});
  std::string longest;
  for (int i = 0; i < 40'000; ++i) longest += "é";
  must(book.row(std::vector<Cell>{{longest}}));
  const std::string cell = test::read_workbook(finished(book))[1].front();
  EXPECT_LT(cell.size(), longest.size());
  EXPECT_EQ(cell.substr(cell.size() - std::string("é…").size()), "é…");
}

TEST(WorkbookStream, SendsWhileItIsWrittenAndGoesOnOnAnotherSheet) {
  constexpr int rows = 12'004, rows_per_sheet = 12'001;
  WorkbookStream book("Prices [of] all / suppliers", {{"number"}}, rows_per_sheet);
  std::string workbook;
  std::size_t largest = 0;
  for (int i = 1; i <= rows; ++i) {
    must(book.row(std::vector<Cell>{{std::to_string(i), true}}));
    const std::string piece = book.take();
    largest = std::max(largest, piece.size());
    workbook += piece;
  }
  workbook += finished(book);
  EXPECT_LT(largest, std::size_t{64} << 10U);
  const Rows second = test::read_workbook(workbook, "Prices  of  all   suppliers 2");
  ASSERT_EQ(second.size(), 5U);
  EXPECT_EQ(second[1].front(), "12001");
  EXPECT_EQ(second[4].front(), "12004");
}

}  // namespace
