#include "domain/imports/formats/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "domain/imports/formats/decoded_source.h"
#include "support/records.h"
#include "support/temporary_folder.h"
#include "support/trickle_source.h"

namespace {

using imports::Dialect;
using test::KeptRecord;
using test::must;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using Fields = std::vector<std::string>;

struct Table {
  Fields columns;
  std::vector<KeptRecord> records;
};

Table read(const std::string& text, Dialect dialect = {}, std::size_t at_once = 1U << 20U) {
  const auto reader = must(imports::read_csv(test::trickle(text, at_once), dialect, "feed.csv"));
  Table table;
  table.records = test::read_all(*reader);
  table.columns = reader->columns();
  return table;
}

Dialect with_delimiter(char delimiter) {
  Dialect dialect;
  dialect.delimiter = delimiter;
  return dialect;
}

TEST(CsvReader, ReadsHeaderAndRecords) {
  const Table table = read("sku,name\nA1,Lamp\nA2,\n");
  EXPECT_THAT(table.columns, ElementsAre("sku", "name"));
  ASSERT_THAT(table.records, SizeIs(2));
  EXPECT_THAT(table.records[0].fields, ElementsAre("A1", "Lamp"));
  EXPECT_THAT(table.records[1].fields, ElementsAre("A2", ""));
  EXPECT_THAT(table.records[1].problems, IsEmpty());
}

TEST(CsvReader, NumbersRecordsLinesAndBytes) {
  const Table table = read("sku,name\r\nA1,\"two\r\nlines\"\r\n\r\nA2,é\r\nA3,x");
  ASSERT_THAT(table.records, SizeIs(3));
  EXPECT_EQ(table.records[0].raw, "A1,\"two\r\nlines\"");
  EXPECT_EQ(table.records[0].line, 2U);
  EXPECT_EQ(table.records[0].byte_offset, 10U);
  EXPECT_EQ(table.records[1].number, 2U);
  EXPECT_EQ(table.records[1].line, 5U);
  EXPECT_EQ(table.records[2].line, 6U);
  EXPECT_EQ(table.records[2].byte_offset, 36U);
  EXPECT_EQ(table.records[2].raw, "A3,x");
}

TEST(CsvReader, KeepsNewlinesInsideQuotes) {
  const Table table = read("a,b\n\"x\ny\r\nz\",2\n");
  ASSERT_THAT(table.records, SizeIs(1));
  EXPECT_THAT(table.records[0].fields, ElementsAre("x\ny\r\nz", "2"));
}

TEST(CsvReader, MakesDoubledQuotesSingle) {
  const Table table = read("a,b\n\"27\"\" screen\",\"\"\"\"\n\"\",\"\"\"a\"\"\"\n");
  ASSERT_THAT(table.records, SizeIs(2));
  EXPECT_THAT(table.records[0].fields, ElementsAre("27\" screen", "\""));
  EXPECT_THAT(table.records[1].fields, ElementsAre("", "\"a\""));
  EXPECT_THAT(table.records[0].problems, IsEmpty());
}

TEST(CsvReader, TakesAnyLineEndEvenMixed) {
  const Table table = read("a,b\r1,2\n3,4\r\n5,6\r7,8");
  ASSERT_THAT(table.records, SizeIs(4));
  EXPECT_THAT(table.records[3].fields, ElementsAre("7", "8"));
  EXPECT_EQ(table.records[3].line, 5U);
}

TEST(CsvReader, TakesAnyDelimiterAndQuote) {
  for (const char delimiter : {';', '\t', '|', '^', '~', ':'}) {
    std::string text = "a;b\n'x;y';'it''s'\n";
    for (char& c : text) c = c == ';' ? delimiter : c;
    Dialect dialect = with_delimiter(delimiter);
    dialect.quote = '\'';
    const Table table = read(text, dialect);
    ASSERT_THAT(table.records, SizeIs(1)) << delimiter;
    EXPECT_THAT(table.records[0].fields, ElementsAre(std::string("x") + delimiter + "y", "it's"));
  }
}

TEST(CsvReader, TakesQuotesLiterallyWhereTheDialectHasNone) {
  Dialect dialect;
  dialect.quote = '\0';
  const Table table = read(std::string("a,b\n\"x,y\"\n1\0,2\n", 15), dialect);
  ASSERT_THAT(table.records, SizeIs(2));
  EXPECT_THAT(table.records[0].fields, ElementsAre("\"x", "y\""));
  EXPECT_THAT(table.records[1].fields, ElementsAre(std::string("1\0", 2), "2"));
}

TEST(CsvReader, SkipsBlankLinesButNotEmptyFields) {
  const Table table = read("\n  \na,b\n\n,\n\t\n1,2\n\n");
  EXPECT_THAT(table.columns, ElementsAre("a", "b"));
  ASSERT_THAT(table.records, SizeIs(2));
  EXPECT_THAT(table.records[0].fields, ElementsAre("", ""));
  EXPECT_EQ(table.records[1].line, 7U);
}

TEST(CsvReader, ReadsASingleColumn) {
  const Table table = read("ean\n3017620422003\n\n\"\"\n5901234123457\n");
  ASSERT_THAT(table.records, SizeIs(3));
  EXPECT_THAT(table.records[1].fields, ElementsAre(""));
  EXPECT_THAT(table.records[2].fields, ElementsAre("5901234123457"));
}

TEST(CsvReader, FindsTheHeaderBelowTitleLines) {
  Dialect dialect;
  dialect.header_row = 4;
  const Table table = read("Price list \"spring\r\n\r\nvalid from May, \"\"\r\nsku,price\r\nA,1\r\n", dialect);
  EXPECT_THAT(table.columns, ElementsAre("sku", "price"));
  ASSERT_THAT(table.records, SizeIs(1));
  EXPECT_EQ(table.records[0].line, 5U);
}

TEST(CsvReader, SkipsLinesBetweenHeaderAndData) {
  Dialect dialect;
  dialect.first_data_row = 4;
  const Table table = read("sku,price\ntext,number\n----,-----\nA,1\nB,2\n", dialect);
  ASSERT_THAT(table.records, SizeIs(2));
  EXPECT_THAT(table.records[0].fields, ElementsAre("A", "1"));
  EXPECT_EQ(table.records[0].number, 1U);
}

TEST(CsvReader, NamesColumnsOfAFileWithoutHeader) {
  Dialect dialect;
  dialect.header_row = 0;
  const auto reader = must(imports::read_csv(test::trickle("Bosch,1\nLG,2\n", 1), dialect, "feed.csv"));
  EXPECT_THAT(reader->columns(), ElementsAre("column_1", "column_2"));
  const auto records = test::read_all(*reader);
  ASSERT_THAT(records, SizeIs(2));
  EXPECT_THAT(records[0].fields, ElementsAre("Bosch", "1"));
  EXPECT_EQ(records[0].line, 1U);
}

TEST(CsvReader, MakesColumnNamesUnique) {
  const Table table = read("Price, Price ,,Price,Price (2),\n1,2,3,4,5,6\n");
  EXPECT_THAT(table.columns, ElementsAre("Price", "Price (2)", "column_3", "Price (3)", "Price (2) (2)", "column_6"));
}

TEST(CsvReader, FillsShortRowsAndWarns) {
  const Table table = read("a,b,c\n1,2\n1,2,3\n");
  ASSERT_THAT(table.records, SizeIs(2));
  EXPECT_THAT(table.records[0].fields, ElementsAre("1", "2", ""));
  EXPECT_THAT(table.records[0].problems, ElementsAre("import.row_ragged"));
  EXPECT_THAT(table.records[1].problems, IsEmpty());
}

TEST(CsvReader, KeepsExtraFieldsInNewColumns) {
  const Table table = read("a,b\n1,2,x\n3,4\n");
  EXPECT_THAT(table.columns, ElementsAre("a", "b", "column_3"));
  ASSERT_THAT(table.records, SizeIs(2));
  EXPECT_THAT(table.records[0].fields, ElementsAre("1", "2", "x"));
  EXPECT_THAT(table.records[0].problems, ElementsAre("import.row_ragged"));
  EXPECT_THAT(table.records[1].fields, ElementsAre("3", "4", ""));
  EXPECT_THAT(table.records[1].problems, IsEmpty());
}

TEST(CsvReader, ForgivesATrailingDelimiter) {
  const Table rows = read("a,b\n1,2,\n3,4,\n");
  EXPECT_THAT(rows.columns, ElementsAre("a", "b"));
  EXPECT_THAT(rows.records[0].fields, ElementsAre("1", "2"));
  EXPECT_THAT(rows.records[0].problems, IsEmpty());
  const Table header = read("a,b,\n1,2\n");
  EXPECT_THAT(header.records[0].problems, IsEmpty());
}

TEST(CsvReader, KeepsStrayQuotesInsidePlainFieldsAndWarns) {
  const Table table = read("a,b\n19\" rack,5\"\"x\nplain,\"quoted\"\n");
  ASSERT_THAT(table.records, SizeIs(2));
  EXPECT_THAT(table.records[0].fields, ElementsAre("19\" rack", "5\"\"x"));
  EXPECT_THAT(table.records[0].problems, ElementsAre("import.stray_quote"));
  EXPECT_THAT(table.records[1].problems, IsEmpty());
}

TEST(CsvReader, TrustsAShortRowWhoseTextHoldsAnInchMark) {
  const Table table = read("sku,name,price\nA,Screen 27\" wide\n");
  ASSERT_THAT(table.records, SizeIs(1));
  EXPECT_THAT(table.records[0].problems, ElementsAre("import.stray_quote", "import.row_ragged"));
}

TEST(CsvReader, SaysNothingOfApostrophesWhereTheyAreQuotes) {
  Dialect dialect;
  dialect.quote = '\'';
  const Table table = read("a,b\n'x, y',l'eau\n", dialect);
  EXPECT_THAT(table.records[0].fields, ElementsAre("x, y", "l'eau"));
  EXPECT_THAT(table.records[0].problems, IsEmpty());
}

TEST(CsvReader, KeepsTextAfterAClosingQuoteAndWarns) {
  const Table table = read("a,b\n\"x\"y,1\n\"Cable 5\" HDMI\",2\n\"a \"\"b\"\" c\"d,3\n");
  ASSERT_THAT(table.records, SizeIs(3));
  EXPECT_THAT(table.records[0].fields, ElementsAre("xy", "1"));
  EXPECT_THAT(table.records[1].fields, ElementsAre("Cable 5\" HDMI", "2"));
  EXPECT_THAT(table.records[2].fields, ElementsAre("a \"b\" cd", "3"));
  for (const KeptRecord& record : table.records) EXPECT_THAT(record.problems, ElementsAre("import.stray_quote"));
}

TEST(CsvReader, RejectsARowTornByAStrayQuote) {
  const Table table = read("sku,name,price\nA,\"Screen 27\" wide, black\",99\nB,x,1\n");
  ASSERT_THAT(table.records, SizeIs(2));
  EXPECT_THAT(table.records[0].problems, ElementsAre("import.stray_quote", "import.row_ragged!"));
  EXPECT_THAT(table.records[1].problems, IsEmpty());
}

TEST(CsvReader, ForgivesBlanksAroundQuotedFields) {
  const Table table = read("a,b,c\n1, \"x, y\"  ,3\n1, \"x\" y,3\n1,  \",3\n");
  ASSERT_THAT(table.records, SizeIs(3));
  EXPECT_THAT(table.records[0].fields, ElementsAre("1", "x, y", "3"));
  EXPECT_THAT(table.records[1].fields, ElementsAre("1", " \"x\" y", "3"));
  EXPECT_THAT(table.records[2].fields, ElementsAre("1", "  \"", "3"));
  EXPECT_THAT(table.records[0].problems, IsEmpty());
}

TEST(CsvReader, DoesNotLetAnUnclosedQuoteSwallowTheFile) {
  const Table table = read("a,b\n1,2\n\"open,3\n4,5\n6,7\n");
  ASSERT_THAT(table.records, SizeIs(4));
  EXPECT_THAT(table.records[1].fields, ElementsAre("\"open", "3"));
  EXPECT_THAT(table.records[1].problems, ElementsAre("import.unclosed_quote!"));
  EXPECT_EQ(table.records[1].raw, "\"open,3");
  EXPECT_THAT(table.records[3].fields, ElementsAre("6", "7"));
  EXPECT_THAT(table.records[3].problems, IsEmpty());
  EXPECT_EQ(table.records[3].line, 5U);
}

TEST(CsvReader, NamesTheLineOfAnUnclosedQuote) {
  const auto reader = must(imports::read_csv(test::trickle("a,b\n\"x\ny\",\"open\n1,2\n", 64), {}, "feed.csv"));
  imports::Record record;
  ASSERT_TRUE(must(reader->next(record)));
  ASSERT_THAT(record.problems, SizeIs(1));
  const base::Problem& problem = record.problems[0].problem;
  EXPECT_EQ(problem.place.line, 3U);
  EXPECT_EQ(problem.place.row, 1U);
  EXPECT_EQ(problem.place.file, "feed.csv");
  EXPECT_NE(problem.message.find("line 3"), std::string::npos);
}

TEST(CsvReader, GivesUpOnAQuoteAfterAMegabyte) {
  std::string text = "a,b\n\"open,1\n";
  for (int i = 0; i < 200'000; ++i) text += "123456,2\n";
  text += "\"closed\",3\n";
  const Table table = read(text);
  ASSERT_THAT(table.records, SizeIs(200'002));
  EXPECT_THAT(table.records[0].problems, ElementsAre("import.unclosed_quote!"));
  EXPECT_THAT(table.records.back().fields, ElementsAre("closed", "3"));
  EXPECT_EQ(table.records.back().line, 200'003U);
}

TEST(CsvReader, ReadsAQuotedFieldLargerThanItsBuffer) {
  const std::string large(700'000, 'x');
  const Table table = read("a,b\n\"" + large + "\",2\n3,4\n");
  ASSERT_THAT(table.records, SizeIs(2));
  EXPECT_EQ(table.records[0].fields[0], large);
  EXPECT_THAT(table.records[1].fields, ElementsAre("3", "4"));
}

TEST(CsvReader, RejectsARecordThatWillNotEndAndGoesOn) {
  const std::string endless(imports::ReadLimits::max_record_bytes + 1000, 'x');
  const Table table = read("a,b\n1,2\n" + endless + "\n3,4\n");
  ASSERT_THAT(table.records, SizeIs(3));
  EXPECT_THAT(table.records[1].problems, ElementsAre("import.record_too_long!"));
  EXPECT_THAT(table.records[1].fields, ElementsAre("", ""));
  EXPECT_THAT(table.records[2].fields, ElementsAre("3", "4"));
  EXPECT_EQ(table.records[2].line, 4U);
}

TEST(CsvReader, ReadsFiveThousandColumns) {
  std::string text = "c1";
  for (int i = 2; i <= 5000; ++i) text += ",c" + std::to_string(i);
  const std::string names = text;
  text += "\n" + names + "\n";
  const Table table = read(text);
  EXPECT_THAT(table.columns, SizeIs(5000));
  EXPECT_EQ(table.records[0].fields, table.columns);
}

TEST(CsvReader, BoundsTheNumberOfColumns) {
  const Table table = read("a,b\n" + std::string(imports::ReadLimits::max_columns + 10, ',') + "x\n1,2\n");
  ASSERT_THAT(table.records, SizeIs(2));
  EXPECT_THAT(table.records[0].problems, testing::Contains("import.record_too_long!"));
  EXPECT_LE(table.columns.size(), imports::ReadLimits::max_columns);
}

TEST(CsvReader, ToleratesNulBytes) {
  const Table table = read(std::string("a,b\n1\0x,2\n", 10));
  EXPECT_THAT(table.records[0].fields, ElementsAre(std::string("1\0x", 3), "2"));
}

TEST(CsvReader, SaysThatAFileEndsBeforeItsHeader) {
  Dialect dialect;
  dialect.header_row = 3;
  const auto failed = imports::read_csv(test::trickle("a\n", 9), dialect, "feed.csv");
  EXPECT_EQ(test::code_of(failed), "import.header_missing");
  EXPECT_NE(failed.error().message.find("line 3"), std::string::npos);
  EXPECT_EQ(test::code_of(imports::read_csv(test::trickle("", 9), {}, "feed.csv")), "import.header_missing");
  dialect.header_row = 0;
  EXPECT_TRUE(read("", dialect).records.empty());
}

TEST(CsvReader, WarnsOnTheRecordWhoseBytesWereRepaired) {
  const test::TemporaryFolder folder;
  const auto path = folder / "feed.csv";
  std::ofstream(path, std::ios::binary) << "sku,name\nA,caf\xC3\xA9\nB,\"p\xE2t\xE9\nx\"\nC,th\xC3\xA9\n";
  const auto reader = must(imports::open_csv(path, {}));
  const auto records = test::read_all(*reader);
  ASSERT_THAT(records, SizeIs(3));
  EXPECT_THAT(records[0].problems, IsEmpty());
  EXPECT_THAT(records[1].fields, ElementsAre("B", "pâté\nx"));
  EXPECT_THAT(records[1].problems, ElementsAre("import.encoding_repaired"));
  EXPECT_THAT(records[2].problems, IsEmpty());
}

TEST(CsvReader, NamesAFileThatIsNotThere) {
  const auto failed = imports::open_csv("/nowhere/feed.csv", {});
  EXPECT_EQ(test::code_of(failed), "import.file_unreadable");
  EXPECT_NE(failed.error().message.find("feed.csv"), std::string::npos);
}

}  // namespace
