#include "domain/imports/formats/xls_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "domain/imports/formats/spreadsheet.h"
#include "domain/imports/formats/xls_sheet.h"
#include "support/spreadsheet_text.h"
#include "support/temporary_folder.h"
#include "support/xls_builder.h"

namespace imports {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class XlsReader : public ::testing::Test {
 protected:
  std::vector<std::string> read(const std::string& bytes, Dialect dialect = {}) {
    test::write_file(path_, bytes);
    dialect.format = Format::xls;
    return test::lines_of(open_xls(path_, dialect));
  }
  static Dialect without_header() {
    Dialect dialect;
    dialect.header_row = 0;
    return dialect;
  }

  test::TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "list.xls";
};

TEST_F(XlsReader, ReadsTextAndNumbersBelowTheHeader) {
  test::XlsBuilder xls;
  xls.sheet("Prices").label(0, 0, "EAN").label(0, 1, "Name").label(0, 2, "Price");
  xls.number(1, 0, 8017229054000.0).label(1, 1, "Caf\xE9").number(1, 2, 19.99);
  xls.number(3, 0, 1).label(3, 1, "Tea");
  EXPECT_THAT(read(xls.file()), ElementsAre("2: 8017229054000|Café|19.99", "4: 1|Tea|"));
}

TEST_F(XlsReader, ReadsPackedNumbers) {
  test::XlsBuilder xls;
  xls.sheet("S").rk(0, 0, (1999U << 2U) | 3U).rk(0, 1, static_cast<std::uint32_t>(-5 * 4) | 2U);
  xls.record(0x00BD,
             test::ByteWriter().u16(0).u16(3).u16(0).u32((7U << 2U) | 2U).u16(0).u32(0x3FF80000).u16(4).bytes());
  EXPECT_THAT(read(xls.file(), without_header()), ElementsAre("1: 19.99|-5||7|1.5"));
}

TEST_F(XlsReader, ReadsSharedStringsThatChangeWidthAtARecordBoundary) {
  const auto first = test::ByteWriter().u32(2).u32(2).u16(6).u8(0).text("abc").bytes();
  const auto rest = test::ByteWriter().u8(1).u16(0x416).u16(0x417).u16('!').text(test::biff8_text("end")).bytes();
  test::XlsBuilder xls;
  xls.global(0x00FC, first).global(0x003C, rest);
  xls.sheet("S").shared(0, 0, 0).shared(0, 1, 1);
  EXPECT_THAT(read(xls.file(), without_header()), ElementsAre("1: abcЖЗ!|end"));
}

TEST_F(XlsReader, PassesOverRichTextRunsAndPhonetics) {
  const auto table = test::ByteWriter()
                         .u32(2)
                         .u32(2)
                         .u16(2)
                         .u8(8 | 4)
                         .u16(1)
                         .u32(3)
                         .text("ab")
                         .zeros(4)
                         .text("xyz")
                         .text(test::biff8_text(u"\xD83D\xDE00"))
                         .bytes();
  test::XlsBuilder xls;
  xls.global(0x00FC, table).sheet("S").shared(0, 0, 0).shared(0, 1, 1);
  EXPECT_THAT(read(xls.file(), without_header()), ElementsAre("1: ab|\xF0\x9F\x98\x80"));
}

TEST_F(XlsReader, ShowsDatesAsIso) {
  const auto format = test::ByteWriter().u16(164).text(test::biff8_text("yyyy\\-mm\\-dd")).bytes();
  test::XlsBuilder xls;
  xls.global(0x041E, format);
  for (const unsigned id : {0U, 164U, 22U}) xls.global(0x00E0, test::ByteWriter().u16(0).u16(id).zeros(16).bytes());
  xls.sheet("S").number(0, 0, 46348, 0).number(0, 1, 46348, 1).number(0, 2, 46348.5, 2);
  EXPECT_THAT(read(xls.file(), without_header()), ElementsAre("1: 46348|2026-11-22|2026-11-22T12:00:00"));
}

TEST_F(XlsReader, ObeysThe1904DateSystem) {
  test::XlsBuilder xls;
  xls.global(0x0022, test::ByteWriter().u16(1).bytes()).global(0x00E0, test::ByteWriter().u16(0).u16(14).bytes());
  xls.sheet("S").number(0, 0, 44886);
  EXPECT_THAT(read(xls.file(), without_header()), ElementsAre("1: 2026-11-22"));
}

TEST_F(XlsReader, ReadsTheSavedResultsOfFormulas) {
  const auto special = [](unsigned kind, unsigned value) {
    return test::ByteWriter().u8(kind).u8(0).u8(value).zeros(3).u16(0xFFFF).bytes();
  };
  test::XlsBuilder xls;
  xls.sheet("S").formula(0, 0, test::ByteWriter().f64(2.5).bytes());
  xls.formula(0, 1, special(0, 0)).record(0x04BC, "shared").record(0x0207, test::biff8_text("text"));
  xls.formula(0, 2, special(1, 1)).formula(0, 3, special(3, 0)).label(0, 4, "x");
  xls.formula(1, 0, special(0, 0)).formula(1, 1, special(2, 0x2A)).label(1, 2, "y");
  EXPECT_THAT(read(xls.file(), without_header()),
              ElementsAre("1: 2.5|text|true||x", "2: ||y|| [import.formula_without_value] [import.cell_error]"));
}

TEST_F(XlsReader, PutsRowsOutOfOrderInOrder) {
  test::XlsBuilder xls;
  xls.sheet("S").number(2, 0, 3).number(0, 1, 12).number(1, 0, 2).number(0, 0, 11);
  EXPECT_THAT(read(xls.file(), without_header()), ElementsAre("1: 11|12", "2: 2|", "3: 3|"));
}

TEST_F(XlsReader, PassesOverChartsInsideASheet) {
  test::XlsBuilder xls;
  xls.sheet("S").number(0, 0, 1);
  xls.record(0x0809, test::ByteWriter().u16(0x0600).u16(0x20).bytes()).number(0, 1, 99).record(0x000A, "");
  xls.number(1, 0, 2);
  EXPECT_THAT(read(xls.file(), without_header()), ElementsAre("1: 1", "2: 2"));
}

TEST_F(XlsReader, ReadsExcel95InItsCodePage) {
  test::XlsBuilder xls(0x0500);
  xls.global(0x0042, test::ByteWriter().u16(1251).bytes()).sheet("S").label(0, 0, "\xD6\xE5\xED\xE0");
  EXPECT_THAT(read(xls.file(), without_header()), ElementsAre("1: Цена"));
}

TEST_F(XlsReader, ReadsRecordsWithoutACompoundFileAround) {
  test::XlsBuilder xls;
  xls.sheet("S").label(0, 0, "bare");
  EXPECT_THAT(read(xls.stream(), without_header()), ElementsAre("1: bare"));
}

TEST_F(XlsReader, ListsSheetsAndFindsThemByName) {
  test::XlsBuilder xls;
  xls.sheet("Secret", 1).number(0, 0, 1).sheet("Empty").sheet("List").number(0, 0, 5).number(4, 0, 6);
  auto dialect = without_header();
  EXPECT_THAT(read(xls.file(), dialect), ElementsAre("1: 5", "5: 6"));
  dialect.sheet = "secret";
  EXPECT_THAT(read(xls.file(), dialect), ElementsAre("1: 1"));
  dialect.sheet = "Other";
  EXPECT_THAT(read(xls.file(), dialect), ElementsAre("import.sheet_missing"));

  dialect.format = Format::xls;
  const auto sheets = list_sheets(path_, dialect);
  ASSERT_TRUE(sheets);
  ASSERT_THAT(*sheets, SizeIs(3));
  EXPECT_TRUE((*sheets)[0].hidden);
  EXPECT_EQ((*sheets)[1].estimated_rows, 0U);
  EXPECT_EQ((*sheets)[2].name, "List");
  EXPECT_EQ((*sheets)[2].estimated_rows, 2U);
}

TEST_F(XlsReader, ExplainsFilesItCannotRead) {
  test::XlsBuilder locked;
  locked.global(0x002F, test::ByteWriter().zeros(6).bytes()).sheet("S");
  EXPECT_THAT(read(locked.file()), ElementsAre("import.file_encrypted"));
  EXPECT_THAT(read(test::ole_file("x", "EncryptedPackage")), ElementsAre("import.file_encrypted"));
  EXPECT_THAT(read(test::ole_file("x", "WordDocument")), ElementsAre("import.not_a_workbook"));
  EXPECT_THAT(read("PK\x03\x04 and so on"), ElementsAre("import.not_a_workbook"));
  EXPECT_THAT(read("<html>"), ElementsAre("import.not_a_workbook"));
  EXPECT_THAT(read(""), ElementsAre("import.not_a_workbook"));
  EXPECT_EQ(open_xls(folder_ / "absent.xls", {}).error().code(), "import.file_unreadable");
}

TEST_F(XlsReader, SaysWhereABrokenCellIs) {
  test::XlsBuilder xls;
  xls.sheet("S").number(0, 0, 1).record(0x0203, "short").number(1, 0, 2);
  EXPECT_THAT(read(xls.file(), without_header()), ElementsAre("import.workbook_damaged"));
}

TEST_F(XlsReader, FailsWhereTheFileIsCutOff) {
  test::XlsBuilder xls;
  xls.sheet("S");
  for (unsigned row = 0; row < 2'000; ++row) xls.number(row, 0, row);
  const auto whole = xls.file();
  auto lines = read(whole, without_header());
  EXPECT_THAT(lines, SizeIs(2'000));
  lines = read(whole.substr(0, whole.size() / 2), without_header());
  EXPECT_GT(lines.size(), 500U);
  EXPECT_EQ(lines.back(), "import.workbook_damaged");
}

TEST_F(XlsReader, EndsOnSectorsThatGoInCircles) {
  test::XlsBuilder xls;
  xls.sheet("S");
  for (unsigned row = 0; row < 2'000; ++row) xls.number(row, 0, row);
  auto bytes = xls.file();
  bytes[512 + 4 * 20] = 10;  // the table of sectors: sector 20 leads back to sector 10
  EXPECT_THAT(read(bytes), ElementsAre("import.workbook_damaged"));
}

TEST_F(XlsReader, SurvivesAnyDamage) {
  test::XlsBuilder xls;
  xls.global(0x00FC,
             test::ByteWriter().u32(2).u32(2).text(test::biff8_text("one")).text(test::biff8_text("two")).bytes());
  xls.sheet("S").shared(0, 0, 0).shared(0, 1, 1).number(1, 0, 5).label(1, 1, "x").rk(2, 0, 6);
  const auto whole = xls.file();
  const auto used = std::size_t{512} * 3 + xls.stream().size();
  std::mt19937 random(7);
  for (int round = 0; round < 1'500; ++round) {
    auto bytes = whole;
    for (int i = 0; i < 4; ++i) bytes[random() % used] = static_cast<char>(random());
    if (round % 5 == 0) bytes.resize(random() % bytes.size());
    EXPECT_LT(read(bytes).size(), 100'000U);
  }
}

TEST(NumberOfRk, DecodesIntegersFractionsAndHundredths) {
  EXPECT_EQ(number_of_rk((123U << 2U) | 2U), 123);
  EXPECT_EQ(number_of_rk((123U << 2U) | 3U), 1.23);
  EXPECT_EQ(number_of_rk(0x3FF00000), 1);
  EXPECT_EQ(number_of_rk(0xFFFFFFFE), -1);
}

}  // namespace
}  // namespace imports
