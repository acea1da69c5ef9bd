#include "platform/sheets/table_stream.h"

#include <gtest/gtest.h>

#include "support/workbook.h"

namespace {

using platform::sheets::Cell;
using platform::sheets::TableFormat;
using platform::sheets::TableStream;

const std::vector<std::vector<Cell>> lines{
    {{"5\" pipe, old"}, {"3", true}}, {{"=HYPERLINK(1)"}, {"-12.50", true}}, {{"two\nlines"}, {"", true}}};

std::string written(TableFormat format) {
  TableStream table(format, "Products", {{"name"}, {"price"}});
  for (const auto& line : lines) test::must(table.row(line));
  table.finish();
  return table.take();
}

TEST(TableStream, WritesCsvInWhichASpreadsheetFindsNoFormula) {
  EXPECT_EQ(written(TableFormat::csv),
            "name,price\r\n\"5\"\" pipe, old\",3\r\n'=HYPERLINK(1),-12.50\r\n\"two\nlines\",\r\n");
}

TEST(TableStream, WritesTheSameAsAWorkbook) {
  const auto rows = test::read_workbook(written(TableFormat::xlsx));
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0], (std::vector<std::string>{"name", "price"}));
  EXPECT_EQ(rows[1], (std::vector<std::string>{"5\" pipe, old", "3"}));
  EXPECT_EQ(rows[2], (std::vector<std::string>{"=HYPERLINK(1)", "-12.5"}));
  EXPECT_EQ(rows[3], (std::vector<std::string>{"two\nlines", ""}));
}

TEST(TableStream, GivesWhatIsReadyOnce) {
  TableStream table(TableFormat::csv, "Products", {{"name"}});
  EXPECT_EQ(table.take(), "name\r\n");
  test::must(table.row(std::vector<Cell>{{"Anvil"}}));
  EXPECT_EQ(table.take(), "Anvil\r\n");
  table.finish();
  EXPECT_EQ(table.take(), "");
}

}  // namespace
