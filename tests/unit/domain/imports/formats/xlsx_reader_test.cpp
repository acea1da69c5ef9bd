#include "domain/imports/formats/xlsx_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include <fstream>
#include <iterator>

#include "domain/imports/formats/spreadsheet.h"
#include "support/spreadsheet_text.h"
#include "support/temporary_folder.h"
#include "support/xls_builder.h"
#include "support/xlsx_builder.h"

namespace imports {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class XlsxReader : public ::testing::Test {
 protected:
  std::vector<std::string> read(Dialect dialect = {}) {
    dialect.format = Format::xlsx;
    return test::lines_of(open_xlsx(path_, dialect));
  }
  std::vector<std::string> read(const test::RawXlsx& raw) {
    raw.write(path_);
    return read(without_header());
  }
  static Dialect without_header() {
    Dialect dialect;
    dialect.format = Format::xlsx;
    dialect.header_row = 0;
    return dialect;
  }

  test::TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "list.xlsx";
};

TEST_F(XlsxReader, ReadsAPriceListUnderATitle) {
  auto* book = workbook_new(path_.c_str());
  auto* sheet = workbook_add_worksheet(book, "Tarif");
  auto* date = workbook_add_format(book);
  format_set_num_format(date, "dd/mm/yyyy");
  auto* percent = workbook_add_format(book);
  format_set_num_format(percent, "0.0%");
  worksheet_write_string(sheet, 0, 0, "Tarif 2026", nullptr);
  int column = 0;
  for (const auto* name : {"EAN", "Désignation", "Prix", "Date", "TVA", "EAN"}) {
    worksheet_write_string(sheet, 2, static_cast<lxw_col_t>(column++), name, nullptr);
  }
  worksheet_write_number(sheet, 3, 0, 8017229054000, nullptr);
  worksheet_write_string(sheet, 3, 1, "Crème, \"douce\"\nbio", nullptr);
  worksheet_write_number(sheet, 3, 2, 0.1 + 0.2, nullptr);
  worksheet_write_number(sheet, 3, 3, 46348, date);
  worksheet_write_number(sheet, 3, 4, 0.055, percent);
  worksheet_write_boolean(sheet, 3, 6, 1, nullptr);
  worksheet_write_formula_num(sheet, 5, 2, "=1+1", nullptr, 2);
  workbook_close(book);

  Dialect dialect;
  dialect.header_row = 3;
  auto reader = open_xlsx(path_, dialect);
  ASSERT_TRUE(reader) << reader.error().text();
  EXPECT_THAT((*reader)->columns(), ElementsAre("EAN", "Désignation", "Prix", "Date", "TVA", "EAN (2)"));
  Record record;
  ASSERT_TRUE((*reader)->next(record).value());
  EXPECT_THAT(record.fields,
              ElementsAre("8017229054000", "Crème, \"douce\"\nbio", "0.3", "2026-11-22", "0.055", "", "true"));
  EXPECT_EQ(record.raw, "8017229054000,\"Crème, \"\"douce\"\"\nbio\",0.3,2026-11-22,0.055,,true");
  EXPECT_EQ((*reader)->columns().back(), "column_7");
  EXPECT_EQ(record.number, 1U);
  EXPECT_EQ(record.line, 4U);
  ASSERT_TRUE((*reader)->next(record).value());
  EXPECT_EQ(record.number, 2U);
  EXPECT_EQ(record.line, 6U);
  EXPECT_EQ(record.fields[2], "2");
  EXPECT_FALSE((*reader)->next(record).value());
}

TEST_F(XlsxReader, BeginsAtTheFirstDataRow) {
  auto* book = workbook_new(path_.c_str());
  auto* sheet = workbook_add_worksheet(book, nullptr);
  for (lxw_row_t row = 0; row < 5; ++row) worksheet_write_number(sheet, row, 0, row + 1, nullptr);
  workbook_close(book);
  Dialect dialect;
  dialect.header_row = 1;
  dialect.first_data_row = 4;
  EXPECT_THAT(read(dialect), ElementsAre("4: 4", "5: 5"));
  dialect.header_row = 9;
  EXPECT_THAT(read(dialect), ElementsAre("import.header_missing"));
}

TEST_F(XlsxReader, ListsSheetsAndTakesTheFirstVisibleOneWithData) {
  auto* book = workbook_new(path_.c_str());
  auto* hidden = workbook_add_worksheet(book, "Costs");
  worksheet_write_string(hidden, 0, 0, "secret", nullptr);
  auto* empty = workbook_add_worksheet(book, "Cover");
  worksheet_activate(empty);
  worksheet_hide(hidden);
  auto* list = workbook_add_worksheet(book, "List");
  for (lxw_row_t row = 0; row < 3'000; ++row) worksheet_write_number(list, row, 0, row, nullptr);
  workbook_close(book);
  EXPECT_THAT(read(without_header()), SizeIs(3'000));

  const auto sheets = list_sheets(path_, without_header());
  ASSERT_TRUE(sheets);
  ASSERT_THAT(*sheets, SizeIs(3));
  EXPECT_TRUE((*sheets)[0].hidden);
  EXPECT_EQ((*sheets)[0].estimated_rows, 1U);
  EXPECT_EQ((*sheets)[1].estimated_rows, 0U);
  EXPECT_EQ((*sheets)[2].name, "List");
  EXPECT_NEAR(static_cast<double>((*sheets)[2].estimated_rows), 3'000, 1'500);

  auto dialect = without_header();
  dialect.sheet = "Costs";
  EXPECT_THAT(read(dialect), ElementsAre("1: secret"));
}

TEST_F(XlsxReader, PreviewsRowsInTheirPlaces) {
  auto* book = workbook_new(path_.c_str());
  auto* sheet = workbook_add_worksheet(book, nullptr);
  worksheet_write_string(sheet, 1, 1, "title", nullptr);
  worksheet_write_string(sheet, 3, 0, "head", nullptr);
  worksheet_write_string(sheet, 9, 0, "later", nullptr);
  workbook_close(book);
  const auto rows = preview_rows(path_, without_header(), "", 5);
  ASSERT_TRUE(rows);
  EXPECT_THAT(*rows, ElementsAre(ElementsAre(), ElementsAre("", "title"), ElementsAre(), ElementsAre("head")));
}

TEST_F(XlsxReader, ReadsACompressedWorkbook) {
  test::RawXlsx raw;
  raw.rows = R"(<row><c><v>1</v></c></row>)";
  raw.write(folder_ / "inner.xlsx");
  std::ifstream file(folder_ / "inner.xlsx", std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  test::write_zip(path_, {{"inner.xlsx", bytes}});
  auto dialect = without_header();
  dialect.compression = Compression::zip;
  dialect.zip_entry = "inner.xlsx";
  EXPECT_THAT(read(dialect), ElementsAre("1: 1"));
}

TEST_F(XlsxReader, ReadsEveryKindOfCell) {
  test::RawXlsx raw;
  raw.shared_strings =
      "<si><t>plain</t></si><si><r><t>ri</t></r><r><t xml:space='preserve'>ch </t></r>"
      "<rPh sb='0' eb='1'><t>reading</t></rPh></si><si/><si><t>a_x000D_b_x005F_x</t></si>";
  raw.rows =
      "<row r='2'><c r='A2' t='s'><v>0</v></c><c r='B2' t='s'><v>1</v></c><c r='C2' t='s'><v>2</v></c>"
      "<c r='D2' t='s'><v>3</v></c><c r='E2' t='inlineStr'><is><r><t>in</t></r><r><t>line</t></r></is></c>"
      "<c r='F2' t='str'><f>A1</f><v>result</v></c><c r='G2'><v>8.017229054E12</v></c>"
      "<c r='H2' t='b'><v>0</v></c><c r='I2' t='d'><v>2026-11-22T00:00:00</v></c></row>";
  EXPECT_THAT(read(raw), ElementsAre("2: plain|rich ||a\rb_x|inline|result|8017229054000|false|2026-11-22"));
}

TEST_F(XlsxReader, WarnsOfErrorsAndFormulasWithoutValue) {
  test::RawXlsx raw;
  raw.rows =
      "<row><c><v>1</v></c><c t='e'><v>#N/A</v></c><c><f>1+1</f></c><c><f>1+1</f><v></v></c>"
      "<c t='str'><f>\"\"</f><v></v></c><c t='s'><v>7</v></c></row>";
  EXPECT_THAT(read(raw), ElementsAre("1: 1||||| [import.cell_error] [import.formula_without_value] "
                                     "[import.formula_without_value] [import.cell_error]"));
  auto reader = open_xlsx(path_, without_header());
  Record record;
  ASSERT_TRUE((*reader)->next(record).value());
  EXPECT_EQ(record.problems[0].severity, RecordProblem::Severity::warn);
  EXPECT_EQ(record.problems[0].problem.message, "Cell B1 holds the error #N/A.");
  EXPECT_EQ(record.problems[0].problem.place.column, 2U);
  EXPECT_EQ(record.problems[3].problem.message, "Cell F1 refers to text number 7, which the file does not hold.");
}

TEST_F(XlsxReader, AcceptsCellsOutOfOrderAndWithoutReference) {
  test::RawXlsx raw;
  raw.rows =
      "<row><c><v>1</v></c><c r='D1'><v>4</v></c><c><v>5</v></c><c r='B1'><v>2</v></c></row>"
      "<row/><row><c><v>x</v></c></row><row r='9'><c r='A9'><v>9</v></c></row><row><c><v>10</v></c></row>";
  EXPECT_THAT(read(raw), ElementsAre("1: 1|2||4|5", "3: x||||", "9: 9||||", "10: 10||||"));
}

TEST_F(XlsxReader, FindsDatesThroughStyles) {
  test::RawXlsx raw;
  raw.styles =
      "<numFmts><numFmt numFmtId='170' formatCode='yyyy-mm'/></numFmts>"
      "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
      "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/><xf numFmtId='9'/></cellXfs>";
  raw.rows =
      "<row><c s='0'><v>46348</v></c><c s='1'><v>46348</v></c><c s='2'><v>46348.25</v></c><c s='3'><v>0.2</v></c>"
      "<c s='99'><v>7</v></c></row>";
  EXPECT_THAT(read(raw), ElementsAre("1: 46348|2026-11-22|2026-11-22T06:00:00|0.2|7"));
  raw.workbook = "<workbookPr date1904='1'/>" + raw.workbook;
  EXPECT_THAT(read(raw), ElementsAre("1: 46348|2030-11-23|2030-11-23T06:00:00|0.2|7"));
}

TEST_F(XlsxReader, ReadsPartsWithPrefixesAndBackslashes) {
  test::RawXlsx raw;
  raw.other["xl/worksheets/sheet1.xml"] =
      "<x:worksheet xmlns:x='u'><x:sheetData><x:row><x:c t='inlineStr'><x:is><x:t>ok</x:t></x:is></x:c></x:row>"
      "</x:sheetData></x:worksheet>";
  raw.other["xl/_rels/workbook.xml.rels"] =
      "<Relationships><Relationship Id='rId1' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet'"
      " Target='\\xl\\worksheets\\SHEET1.xml'/></Relationships>";
  EXPECT_THAT(read(raw), ElementsAre("1: ok"));
}

TEST_F(XlsxReader, HoldsNoMoreThanTheCellsThereAre) {
  test::RawXlsx raw;
  raw.rows = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>";
  raw.write(path_);
  auto reader = open_xlsx(path_, without_header());
  Record record;
  ASSERT_TRUE((*reader)->next(record).value());
  ASSERT_TRUE((*reader)->next(record).value());
  EXPECT_EQ(record.line, 1'048'576U);
  EXPECT_EQ(record.fields.size(), 16'384U);
  EXPECT_EQ((*reader)->columns().back(), "column_16384");
  EXPECT_FALSE((*reader)->next(record).value());
}

TEST_F(XlsxReader, RefusesMoreRowsAndColumnsThanASheetHas) {
  test::RawXlsx raw;
  raw.rows = "<row r='1048577'><c><v>1</v></c></row>";
  EXPECT_THAT(read(raw), ElementsAre("import.sheet_too_large"));
  raw.rows = "<row><c r='XFE1'><v>1</v></c></row>";
  EXPECT_THAT(read(raw), ElementsAre("import.sheet_too_large"));
  raw.rows = "<row><c r='ZZZZZZZZZZZZ1'><v>1</v></c></row>";
  EXPECT_THAT(read(raw), ElementsAre("import.sheet_too_large"));
  raw.rows.clear();
  for (int i = 0; i <= 1'048'576; ++i) raw.rows += "<row r='1'/>";
  EXPECT_THAT(read(raw), ElementsAre("import.sheet_too_large"));
}

TEST_F(XlsxReader, RefusesDocumentTypesAndEntities) {
  test::RawXlsx raw;
  raw.before_sheet = "<!DOCTYPE w [<!ENTITY a 'aaaa'><!ENTITY b SYSTEM 'file:///etc/hostname'>]>";
  raw.rows = "<row><c t='str'><v>&a;&b;</v></c></row>";
  EXPECT_THAT(read(raw), ElementsAre("import.workbook_damaged"));
}

TEST_F(XlsxReader, RefusesTokensAndNestingWithoutEnd) {
  test::RawXlsx raw;
  raw.rows = "<!--" + std::string(9'000'000, 'x') + "--><row/>";
  EXPECT_THAT(read(raw), ElementsAre("import.workbook_damaged"));
  raw.rows.clear();
  for (int i = 0; i < 1'000; ++i) raw.rows += "<a>";
  EXPECT_THAT(read(raw), ElementsAre("import.workbook_damaged"));
}

TEST_F(XlsxReader, FailsWhereTheSheetIsBroken) {
  test::RawXlsx raw;
  raw.rows = "<row><c><v>1</v></c></row><row><c><v>2</v></c></row><row><c></row>";
  EXPECT_THAT(read(raw), ElementsAre("1: 1", "2: 2", "import.workbook_damaged"));
}

TEST_F(XlsxReader, ExplainsFilesItCannotRead) {
  test::write_zip(path_, {{"products.csv", "a,b\n"}});
  EXPECT_THAT(read(), ElementsAre("import.not_a_workbook"));
  test::write_zip(path_, {{"content.xml", "<x/>"}});
  EXPECT_THAT(read(), ElementsAre("import.not_a_workbook"));
  EXPECT_NE(open_xlsx(path_, {}).error().message.find("OpenDocument"), std::string::npos);
  test::write_file(path_, test::ole_file("x", "EncryptedPackage"));
  EXPECT_THAT(read(), ElementsAre("import.file_encrypted"));
  test::write_file(path_, test::XlsBuilder().sheet("S").file());
  EXPECT_THAT(read(), ElementsAre("import.not_a_workbook"));
  test::write_file(path_, "a,b\n1,2\n");
  EXPECT_THAT(read(), ElementsAre("import.not_a_workbook"));
  EXPECT_EQ(open_xlsx(folder_ / "absent.xlsx", {}).error().code(), "import.file_unreadable");
}

TEST_F(XlsxReader, SaysWhenASheetsCellsAreMissing) {
  test::RawXlsx raw;
  raw.other["xl/_rels/workbook.xml.rels"] =
      "<Relationships><Relationship Id='rId1' Type='x/worksheet' Target='worksheets/gone.xml'/></Relationships>";
  EXPECT_THAT(read(raw), ElementsAre("import.workbook_damaged"));
}

}  // namespace
}  // namespace imports
