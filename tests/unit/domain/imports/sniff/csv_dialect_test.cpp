#include "domain/imports/sniff/csv_dialect.h"

#include <gtest/gtest.h>

#include <string>

#include "domain/imports/sniff/header_row.h"

namespace imports::sniffing {
namespace {

TEST(CsvDialect, SemicolonWinsOverCommasInsidePrices) {
  const auto found = find_csv_dialect("ref;prix;stock\nA1;12,50;3\nA2;1,20;4\nA3;0,99;5\n", true);
  EXPECT_EQ(found.delimiter, ';');
  EXPECT_GT(found.confidence, 0.7);
}

TEST(CsvDialect, TabWinsWhateverTheTextsHold) {
  const auto found = find_csv_dialect("sku\tname\tprice\n1\tred, green; blue\t2,5\n2\ta, b, c\t3,5\n", true);
  EXPECT_EQ(found.delimiter, '\t');
}

TEST(CsvDialect, QuotedNewlinesDoNotBreakRows) {
  const auto found =
      find_csv_dialect("sku,description,price\nA,\"one\ntwo, three\nfour\",2\nB,\"five; six\nseven\",3\n", true);
  EXPECT_EQ(found.delimiter, ',');
  EXPECT_EQ(found.quote, '"');
  ASSERT_EQ(found.rows.size(), 3U);
  EXPECT_EQ(found.rows[2].line, 5U);
  EXPECT_EQ(found.rows[1].cells[1], "one\ntwo, three\nfour");
}

TEST(CsvDialect, SingleQuotesAreFoundWhenUsed) {
  const auto found = find_csv_dialect("'sku','name','price'\n'A','Pan, small','2'\n'B','Pan, big','3'\n", true);
  EXPECT_EQ(found.quote, '\'');
  EXPECT_EQ(found.delimiter, ',');
}

TEST(CsvDialect, UnusualDelimitersAreFound) {
  for (const char delimiter : {'|', '^', '~'}) {
    std::string text = "sku,name,price\nA,Pan,2\nB,Pot,3\nC,Lid,4\n";
    for (char& c : text) {
      if (c == ',') c = delimiter;
    }
    EXPECT_EQ(find_csv_dialect(text, true).delimiter, delimiter);
  }
}

TEST(CsvDialect, ReasonNamesWinnerAndRunnerUp) {
  const auto found = find_csv_dialect("ref;prix\nA1;12,50\nA2;1,20\n", true);
  EXPECT_NE(found.reason.find("semicolon"), std::string::npos);
  EXPECT_NE(found.reason.find("next came comma"), std::string::npos);
}

TEST(CsvDialect, TwoColumnsOfAHandfulOfRowsAreFound) {
  struct Case {
    std::string_view text;
    char delimiter;
  };
  for (const auto& [text, delimiter] :
       {Case{"ref;prix\nA1;12,50\n", ';'}, Case{"ref;prix\nA1;12,50\nA2;3,20\nA3;4,10\n", ';'},
        Case{"A1;12,50\nA2;1,30\n", ';'}, Case{"ref;nom\nA1;Pan, small, red\n", ';'},
        Case{"ref;nom\nA1;\nA2;Pan, small\n", ';'}, Case{"ref\tprix\nA1\t12,50\n", '\t'},
        Case{"ref\tnom\nA1\tPan; red, small\nA2\tPot\n", '\t'}, Case{"sku,price\nA1,12.50\n", ','},
        Case{"ref,prix\nA1,\"12,50\"\nA2,\"3,20\"\n", ','}, Case{"sku,name\nA1,Pan; red\nA2,Pot\n", ','},
        Case{"ean,stock\n5056635609861,12\n", ','}, Case{"Tarif 2026\nref,price\nA1,12.50\nA2,13\n", ','}}) {
    const auto found = find_csv_dialect(text, true);
    EXPECT_EQ(found.delimiter, delimiter) << text;
    EXPECT_EQ(found.rows.back().cells.size(), 2U) << text;
  }
}

TEST(CsvDialect, RowsWithoutTheMarkAreNoEvidenceForIt) {
  const auto found = find_csv_dialect("ref;prix\nA1;12,50\nA2;1,20\n", true);
  EXPECT_EQ(found.delimiter, ';');
  EXPECT_NE(found.reason.find("comma with 2 fields in 2 rows"), std::string::npos) << found.reason;
}

TEST(CsvDialect, OneColumnStaysOneWhenItsValuesHoldCommas) {
  for (const std::string_view text :
       {"prix\n12,50\n1,20\n", "ean\n5056635609861\n", "désignation\nPan, small\nPot, big\n", "ref\nA1\n"}) {
    const auto found = find_csv_dialect(text, true);
    EXPECT_NE(found.reason.find("one column"), std::string::npos) << text << found.reason;
  }
}

TEST(CsvDialect, OneColumnIsReadAsOneColumn) {
  const auto found = find_csv_dialect("ean\n5056635609861\n5026555438292\n", true);
  EXPECT_EQ(found.delimiter, ',');
  EXPECT_LT(found.confidence, 0.5);
  EXPECT_EQ(found.rows.size(), 3U);
}

TEST(CsvDialect, LastRowOfACutOffHeadIsLeftOut) {
  EXPECT_EQ(find_csv_dialect("a;b\n1;2\n3;", false).rows.size(), 2U);
}

TEST(CsvDialect, MappingsDelimiterIsObeyed) {
  EXPECT_EQ(find_csv_dialect("a;b,c\n1;2,3\n", true, ',').delimiter, ',');
}

HeaderRow header_of(std::string_view text) {
  return find_header_row(find_csv_dialect(text, true).rows);
}

TEST(HeaderRow, IsTheFirstLineOfAPlainFile) {
  EXPECT_EQ(header_of("ref;designation;prix\nA1;Four;12,50\nA2;Poêle;1,20\n").header_row, 1U);
}

TEST(HeaderRow, IsFoundUnderTitleAndBlankLines) {
  const auto header = header_of("Tarif 2026 ACME;;\n;;\nref;designation;prix ht\nA1;Four;12,50\nA2;Poêle;1,20\n");
  EXPECT_EQ(header.header_row, 3U);
  EXPECT_EQ(header.known_titles, 3U);
}

TEST(HeaderRow, IsFoundUnderALineOfHelp) {
  const auto header = header_of(
      "# Required | A unique id,# Required | A title,# Optional | The price\nid,title,price\n7,Toy cat,10.00 USD\n");
  EXPECT_EQ(header.header_row, 2U);
}

TEST(HeaderRow, IsMissingWhenTheFirstRowLooksLikeData) {
  const auto header = header_of("CSF;55038003AG;6270;2\nBMW;51357444075;4000;25\nWAGNER;ZX1405;2900;1\n");
  EXPECT_EQ(header.header_row, 0U);
  EXPECT_EQ(header.first_data_row, 0U);
}

TEST(HeaderRow, UnknownTitlesOverNumbersAreStillTitles) {
  EXPECT_EQ(header_of("alpha;beta;gamma\nx;1;2,5\ny;2;3,5\n").header_row, 1U);
}

TEST(HeaderRow, OfTwoTheMoreSpecificIsTaken) {
  const auto header =
      header_of("Attribute code,Option code,Label\nattribute,code,label-fr_FR\nSIZE,XL,Très grand\nSIZE,S,Petit\n");
  EXPECT_EQ(header.header_row, 2U);
}

TEST(HeaderRow, ASecondRowOfTitlesIsNotData) {
  const auto header = header_of("sku;name;price;stock\nréférence;désignation;prix;stock\nA;Four;1,5;2\nB;Pot;2,5;3\n");
  EXPECT_EQ(header.header_row, 1U);
  EXPECT_EQ(header.first_data_row, 3U);
}

TEST(HeaderRow, MayBeNarrowerThanTheData) {
  EXPECT_EQ(header_of("ref;name;price\nA;Pan;1.5;x\nB;Pot;2.5;y\n").header_row, 1U);
}

}  // namespace
}  // namespace imports::sniffing
