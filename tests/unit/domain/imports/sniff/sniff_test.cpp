#include "domain/imports/sniff/sniff.h"

#include <gtest/gtest.h>
#include <xlsxwriter.h>
#include <zlib.h>

#include <fstream>
#include <string>

#include "support/temporary_folder.h"
#include "support/xlsx_builder.h"

namespace imports {
namespace {

class SniffFile : public testing::Test {
 protected:
  std::filesystem::path write(std::string_view name, std::string_view content) {
    const auto path = folder_ / name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  Sniffed sniff_text(std::string_view name, std::string_view content) { return sniff_path(write(name, content)); }
  static Sniffed sniff_path(const std::filesystem::path& path, const Mapping::FileHints& hints = {}) {
    auto sniffed = sniff(path, hints);
    EXPECT_TRUE(sniffed.has_value()) << (sniffed ? "" : sniffed.error().text());
    return sniffed ? *std::move(sniffed) : Sniffed{};
  }
  base::Problem problem_of(std::string_view name, std::string_view content) {
    const auto sniffed = sniff(write(name, content));
    EXPECT_FALSE(sniffed.has_value()) << name;
    return sniffed ? base::Problem{&base::internal_error, "", "", {}} : sniffed.error();
  }
  std::filesystem::path file(std::string_view name) const { return folder_ / name; }

 private:
  test::TemporaryFolder folder_;
};

std::string column_for(const Sniffed& sniffed, Field field) {
  for (const ColumnProfile& column : sniffed.columns) {
    if (column.suggestion && column.suggestion->field == field) return column.name;
  }
  return "";
}

const ColumnProfile& column_named(const Sniffed& sniffed, std::string_view name) {
  for (const ColumnProfile& column : sniffed.columns) {
    if (column.name == name) return column;
  }
  throw std::out_of_range("no column " + std::string(name));
}

constexpr std::string_view french_list =
    "ref;ean13;désignation;marque;prix ht;prix ttc;stock;poids\r\n"
    "A1;5056635609861;Four à micro-ondes;Seb;1.082,50;1.299,00;12;12,5\r\n"
    "A2;5026555438292;Poêle;Tefal;18,90;22,68;3;0,8\r\n"
    "A3;6955914617643;Bouilloire;Seb;24,90;29,88;rupture;1,125\r\n";

TEST_F(SniffFile, UnderstandsAFrenchPriceList) {
  const auto sniffed = sniff_text("tarif.csv", french_list);
  EXPECT_EQ(sniffed.dialect.format, Format::csv);
  EXPECT_EQ(sniffed.dialect.delimiter, ';');
  EXPECT_EQ(sniffed.dialect.header_row, 1U);
  EXPECT_EQ(sniffed.estimated_rows, 3U);
  EXPECT_TRUE(sniffed.estimate_is_exact);
  EXPECT_EQ(column_for(sniffed, Field::sku), "ref");
  EXPECT_EQ(column_for(sniffed, Field::gtin), "ean13");
  EXPECT_EQ(column_for(sniffed, Field::name), "désignation");
  EXPECT_EQ(column_for(sniffed, Field::brand), "marque");
  EXPECT_EQ(column_for(sniffed, Field::purchase_price), "prix ht");
  EXPECT_EQ(column_for(sniffed, Field::retail_price), "prix ttc");
  EXPECT_EQ(column_for(sniffed, Field::stock), "stock");
  EXPECT_EQ(column_for(sniffed, Field::weight), "poids");
}

TEST_F(SniffFile, EvidenceHoldsRealNumbers) {
  const auto sniffed = sniff_text("tarif.csv", french_list);
  EXPECT_EQ(column_named(sniffed, "ean13").type, ColumnType::gtin);
  EXPECT_EQ(column_named(sniffed, "ean13").evidence, "100 % of 3 values have a right EAN check digit");
  EXPECT_NE(column_named(sniffed, "prix ht").evidence.find("decimal comma in 3 of 3"), std::string::npos);
  const auto& price = column_named(sniffed, "prix ht");
  ASSERT_TRUE(price.number.has_value());
  EXPECT_EQ(*price.number, (NumberStyle{',', '.'}));
}

TEST_F(SniffFile, MappingCarriesStyleUnitAndColumns) {
  const auto mapping = suggest_mapping(sniff_text("tarif.csv", french_list));
  ASSERT_TRUE(mapping.rule(Field::weight).has_value());
  EXPECT_EQ(mapping.rule(Field::weight)->unit, "kg");
  EXPECT_EQ(mapping.rule(Field::weight)->number, (NumberStyle{',', '\0'}));
  ASSERT_TRUE(mapping.rule(Field::purchase_price).has_value());
  EXPECT_EQ(mapping.rule(Field::purchase_price)->from, std::vector<std::string>{"prix ht"});
  EXPECT_FALSE(mapping.purchase_price_includes_vat);
  EXPECT_FALSE(mapping.retail_price_excludes_vat);
  EXPECT_TRUE(mapping.attributes.empty());
  EXPECT_TRUE(mapping.skip.empty());
}

TEST_F(SniffFile, MappingSurvivesItsTextForm) {
  const auto mapping = suggest_mapping(sniff_text("tarif.csv", french_list));
  const auto again = parse_mapping(to_json(mapping));
  ASSERT_TRUE(again.has_value()) << again.error().text();
  EXPECT_EQ(*again, mapping);
}

TEST_F(SniffFile, ContentDecidesBeforeTheEnding) {
  EXPECT_EQ(sniff_text("list.csv", "sku\tname\tprice\n1\tPan\t2.50\n2\tPot\t3.50\n").dialect.delimiter, '\t');
  EXPECT_EQ(sniff_text("list.txt", R"([{"sku":"A","price":1.5},{"sku":"B","price":2.5}])").dialect.format,
            Format::json);
  EXPECT_EQ(sniff_text("list.csv", "<list><item><sku>A</sku></item><item><sku>B</sku></item></list>").dialect.format,
            Format::xml);
  EXPECT_EQ(sniff_text("list.json", "{\"sku\":\"A\"}\n{\"sku\":\"B\"}\n").dialect.format, Format::ndjson);
}

TEST_F(SniffFile, BracketedTitlesAreNotJson) {
  EXPECT_EQ(sniff_text("list.csv", "[sku];[name]\nA;Pan\nB;Pot\n").dialect.format, Format::csv);
}

TEST_F(SniffFile, FindsTheEncodingOfWesternText) {
  const auto sniffed =
      sniff_text("list.csv", "ref;d\xE9signation;prix\nA;Po\xEAle \xE0 frire;1,5\nB;Caf\xE9 moulu;2,5\n");
  EXPECT_EQ(column_for(sniffed, Field::name), "désignation");
}

TEST_F(SniffFile, LooksThroughGzip) {
  const auto path = file("tarif.csv.gz");
  gzFile out = gzopen(path.c_str(), "wb");
  ASSERT_NE(out, nullptr);
  gzwrite(out, french_list.data(), static_cast<unsigned>(french_list.size()));
  gzclose(out);
  const auto sniffed = sniff_path(path);
  EXPECT_EQ(sniffed.dialect.compression, Compression::gzip);
  EXPECT_EQ(sniffed.dialect.format, Format::csv);
  EXPECT_EQ(sniffed.sampled_rows, 3U);
}

TEST_F(SniffFile, ChoosesTheDataFileOfAZip) {
  const auto path = file("feed.zip");
  test::write_zip(path, {{"README.txt", std::string(5000, 'x')}, {"data/tarif.csv", std::string(french_list)}});
  const auto sniffed = sniff_path(path);
  EXPECT_EQ(sniffed.dialect.compression, Compression::zip);
  EXPECT_EQ(sniffed.dialect.zip_entry, "data/tarif.csv");
  EXPECT_EQ(column_for(sniffed, Field::sku), "ref");
}

TEST_F(SniffFile, NamesWhatCannotBeImported) {
  EXPECT_EQ(problem_of("list.pdf", "%PDF-1.7\n...").code(), "import.format_unknown");
  EXPECT_NE(problem_of("list.csv", "%PDF-1.7\n...").message.find("PDF"), std::string::npos);
  EXPECT_NE(problem_of("list.xml", "<!DOCTYPE html><html><body>Login</body></html>").message.find("web page"),
            std::string::npos);
  EXPECT_NE(problem_of("a.csv", std::string_view("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16)).message.find("PNG"),
            std::string::npos);
  EXPECT_NE(problem_of("list.001", "V 120825Stamm\nA;N;1;40;DIS\nB;N;1; ;\nA;N;2;40;DAT\n").message.find("DATANORM"),
            std::string::npos);
  EXPECT_FALSE(problem_of("x.pdf", "%PDF-1.7").cure.empty());
}

TEST_F(SniffFile, OpenDocumentIsNamedWithItsCure) {
  const auto path = file("list.ods");
  test::write_zip(path, {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<x/>"}});
  const auto sniffed = sniff(path);
  ASSERT_FALSE(sniffed.has_value());
  EXPECT_EQ(sniffed.error().code(), "import.format_unknown");
  EXPECT_NE(sniffed.error().cure.find("xlsx"), std::string::npos);
}

TEST_F(SniffFile, EmptyFilesAreSaidToBeEmpty) {
  EXPECT_EQ(problem_of("list.csv", "").code(), "import.file_empty");
  EXPECT_EQ(problem_of("list.csv", " \r\n\r\n").code(), "import.file_empty");
  EXPECT_EQ(sniff(file("missing.csv")).error().code(), "import.file_unreadable");
}

TEST_F(SniffFile, HintsWinOverDetection) {
  const auto path = write("list.csv", "note\nsku;name,price\nA;Pan,2\n");
  Mapping::FileHints hints;
  hints.delimiter = ',';
  hints.header_row = 2;
  const auto sniffed = sniff_path(path, hints);
  EXPECT_EQ(sniffed.dialect.delimiter, ',');
  EXPECT_EQ(sniffed.dialect.header_row, 2U);
  ASSERT_EQ(sniffed.columns.size(), 2U);
  EXPECT_EQ(sniffed.columns[0].name, "sku;name");
}

TEST_F(SniffFile, AmbiguousColumnFollowsTheOtherColumns) {
  const auto sniffed = sniff_text("list.csv", "sku;price;weight\nA;1.234;0,5\nB;2.345;1,5\nC;3.456;2,25\n");
  EXPECT_EQ(column_named(sniffed, "price").number, (NumberStyle{',', '.'}));
}

TEST_F(SniffFile, AmbiguousFileFollowsItsLanguage) {
  const auto english = sniff_text("en.csv", "sku;name;purchase price\nA;Pan;1,234\nB;Pot;5,678\n");
  EXPECT_EQ(column_named(english, "purchase price").number, (NumberStyle{'.', ','}));
  const auto french = sniff_text("fr.csv", "référence;désignation;prix ht\nA;Four;1,234\nB;Pot;5,678\n");
  EXPECT_EQ(column_named(french, "prix ht").number, (NumberStyle{',', '\0'}));
}

TEST_F(SniffFile, UnqualifiedPriceIsWhatWePay) {
  const auto sniffed = sniff_text("list.csv", "sku,name,price\nA,Pan,2.50\nB,Pot,3.50\n");
  EXPECT_EQ(column_for(sniffed, Field::purchase_price), "price");
  EXPECT_NE(column_named(sniffed, "price").suggestion->reason.find("what we pay"), std::string::npos);
}

TEST_F(SniffFile, UnqualifiedPriceOfAShopFeedIsWhatThePublicPays) {
  const auto sniffed = sniff_text("feed.tsv",
                                  "id\ttitle\timage_link\tavailability\tprice\n"
                                  "A\tPan\thttps://x.example/a.jpg\tin_stock\t19.99 USD\n"
                                  "B\tPot\thttps://x.example/b.jpg\tout of stock\t29.99 USD\n");
  EXPECT_EQ(column_for(sniffed, Field::retail_price), "price");
  EXPECT_EQ(column_for(sniffed, Field::purchase_price), "");
  EXPECT_EQ(column_for(sniffed, Field::stock), "availability");
  const auto mapping = suggest_mapping(sniffed);
  EXPECT_EQ(mapping.default_currency, "USD");
  ASSERT_EQ(mapping.rule(Field::stock)->transforms.size(), 1U);
  EXPECT_EQ(mapping.rule(Field::stock)->transforms[0].name, "availability");
}

TEST_F(SniffFile, PriceBesideACostIsTheRetailPrice) {
  const auto sniffed = sniff_text("list.csv", "sku,name,price (USD),cost (USD)\nA,Pan,10,6\nB,Pot,20,12\n");
  EXPECT_EQ(column_for(sniffed, Field::purchase_price), "cost (USD)");
  EXPECT_EQ(column_for(sniffed, Field::retail_price), "price (USD)");
  EXPECT_EQ(suggest_mapping(sniffed).default_currency, "USD");
}

TEST_F(SniffFile, PricesOfTwoCurrenciesAreNotTwoKindsOfPrice) {
  const auto sniffed = sniff_text("list.csv", "sku,name,price-EUR,price-USD\nA,Pan,10,11\nB,Pot,20,22\n");
  EXPECT_EQ(column_for(sniffed, Field::purchase_price), "price-EUR");
  EXPECT_EQ(column_for(sniffed, Field::retail_price), "");
}

TEST_F(SniffFile, FileWithoutTitlesIsReadByItsValues) {
  const auto sniffed =
      sniff_text("parts.csv",
                 "CSF;55038003AG;6270;2;Радіатор кондиціонера\nBMW;51357444075A;4000;25;Стекло двери задней\n"
                 "CSF;ZX1405;2900;1;Колодки тормозные передние\nBMW;ZX1999;2700;4;Гальмівні колодки задні\n"
                 "BMW;ZX1405B;2950;3;Колодки тормозные задние\n");
  EXPECT_EQ(sniffed.dialect.header_row, 0U);
  EXPECT_EQ(column_for(sniffed, Field::sku), "column_2");
  EXPECT_EQ(column_for(sniffed, Field::purchase_price), "column_3");
  EXPECT_EQ(column_for(sniffed, Field::stock), "column_4");
  EXPECT_EQ(column_for(sniffed, Field::name), "column_5");
}

TEST_F(SniffFile, NoIdentityIsInvented) {
  const auto sniffed = sniff_text("list.csv", "Name;Price\nBig red pan;2.50\nSmall pot with lid;3.50\nBig red pan;4\n");
  EXPECT_EQ(column_for(sniffed, Field::sku), "");
  EXPECT_EQ(column_for(sniffed, Field::gtin), "");
}

TEST_F(SniffFile, LoneDescriptionIsTheName) {
  const auto sniffed =
      sniff_text("list.csv", "ean,Omschrijving,Prijs\n5056635609861,Monitor,149.95\n5026555438292,SSD,89.99\n");
  EXPECT_EQ(column_for(sniffed, Field::name), "Omschrijving");
}

TEST_F(SniffFile, SubcategoryExtendsTheCategory) {
  const auto mapping = suggest_mapping(sniff_text(
      "list.csv", "SCat;Cat;IdProd;Titolo\nGiochi;Videogiochi;A1;Tomb Raider\nAudio;Informatica;A2;Cuffie\n"));
  ASSERT_TRUE(mapping.rule(Field::category).has_value());
  EXPECT_EQ(mapping.rule(Field::category)->from, (std::vector<std::string>{"Cat", "SCat"}));
  EXPECT_EQ(mapping.rule(Field::category)->join, " > ");
}

TEST_F(SniffFile, TotalsAreSkipped) {
  const auto sniffed = sniff_text("list.csv", "ref;name;price;stock\nA;Pan;2,50;1\nB;Pot;3,50;2\n;;;\nTOTAL;;6,00;\n");
  ASSERT_EQ(sniffed.skip.size(), 1U);
  EXPECT_EQ(sniffed.skip[0].from, "ref");
  EXPECT_EQ(sniffed.skip[0].value, "TOTAL");
  EXPECT_EQ(suggest_mapping(sniffed).skip, sniffed.skip);
}

TEST_F(SniffFile, ProductsOfTheBrandTotalAreKept) {
  const auto sniffed = sniff_text("oil.csv",
                                  "marque;ref;nom;prix;stock\nTOTAL;A1;Huile 5W30;12,50;4\nElf;A2;Huile 10W40;9,90;3\n"
                                  "TOTAL;A3;;;\n");
  EXPECT_TRUE(sniffed.skip.empty());
}

TEST_F(SniffFile, VatSharesBecomePercent) {
  const auto mapping = suggest_mapping(sniff_text("list.csv", "sku;name;vat rate\nA;Pan;0,2\nB;Pot;0,055\n"));
  ASSERT_TRUE(mapping.rule(Field::vat_rate).has_value());
  ASSERT_EQ(mapping.rule(Field::vat_rate)->transforms.size(), 1U);
  const auto multiply = make_transform(mapping.rule(Field::vat_rate)->transforms[0]);
  ASSERT_TRUE(multiply.has_value());
  std::string value = "0,055";
  ASSERT_TRUE((*multiply)->apply(value).has_value());
  EXPECT_EQ(value, "5.5");
}

TEST_F(SniffFile, RowsOfALongFileAreEstimated) {
  std::string text = "sku;name;price\n";
  for (int i = 0; i < 20'000; ++i) text += "A" + std::to_string(100'000 + i) + ";Pan of a certain size;12,50\n";
  const auto sniffed = sniff_text("long.csv", text);
  EXPECT_FALSE(sniffed.estimate_is_exact);
  EXPECT_NEAR(static_cast<double>(sniffed.estimated_rows), 20'000.0, 400.0);
}

TEST_F(SniffFile, XmlRecordsAndAttributesAreMapped) {
  const auto sniffed = sniff_text(
      "feed.yml",
      "<?xml version=\"1.0\"?><yml_catalog><shop><offers>"
      "<offer id=\"A1\" available=\"true\"><name>Ink</name><price>100</price><currencyId>KZT</currencyId>"
      "<param name=\"Вес\">5</param><picture>https://x.example/1.jpg</picture></offer>"
      "<offer id=\"A2\" available=\"false\"><name>Toner</name><price>200</price><currencyId>KZT</currencyId>"
      "<param name=\"Вес\">6</param><picture>https://x.example/2.jpg</picture></offer></offers></shop></yml_catalog>");
  EXPECT_EQ(sniffed.dialect.record_path, "yml_catalog/shop/offers/offer");
  EXPECT_EQ(column_for(sniffed, Field::sku), "@id");
  EXPECT_EQ(column_for(sniffed, Field::retail_price), "price");
  EXPECT_EQ(column_for(sniffed, Field::currency), "currencyId");
  EXPECT_EQ(column_for(sniffed, Field::stock), "@available");
  EXPECT_EQ(column_for(sniffed, Field::weight), "");
}

TEST_F(SniffFile, FirstOfRepeatedPricesCounts) {
  const auto mapping =
      suggest_mapping(sniff_text("list.xml",
                                 "<list><item><sku>A</sku><price>12.5</price><price>11.9</price></item>"
                                 "<item><sku>B</sku><price>2.5</price><price>1.9</price></item></list>"));
  ASSERT_TRUE(mapping.rule(Field::purchase_price).has_value());
  ASSERT_EQ(mapping.rule(Field::purchase_price)->transforms.size(), 1U);
  EXPECT_EQ(mapping.rule(Field::purchase_price)->transforms[0].name, "split");
}

/// Notes first, then a price list under a title block, then a hidden copy.
void write_workbook(const std::filesystem::path& path) {
  lxw_workbook* book = workbook_new(path.c_str());
  lxw_worksheet* notes = workbook_add_worksheet(book, "README");
  worksheet_write_string(notes, 0, 0, "Conditions of sale", nullptr);
  lxw_worksheet* list = workbook_add_worksheet(book, "Liste");
  lxw_worksheet* archive = workbook_add_worksheet(book, "Archive");
  worksheet_write_string(list, 0, 0, "Price list 2026", nullptr);
  for (lxw_worksheet* sheet : {list, archive}) {
    const char* titles[] = {"Ref", "EAN", "Designation", "Net price"};
    for (lxw_col_t column = 0; column < 4; ++column) worksheet_write_string(sheet, 3, column, titles[column], nullptr);
    for (lxw_row_t row = 4; row < 10; ++row) {
      worksheet_write_string(sheet, row, 0, ("R" + std::to_string(row)).c_str(), nullptr);
      worksheet_write_number(sheet, row, 1, 5056635609861.0, nullptr);
      worksheet_write_string(sheet, row, 2, "Pan", nullptr);
      worksheet_write_number(sheet, row, 3, 7.7 + row, nullptr);
    }
  }
  worksheet_hide(archive);
  workbook_close(book);
}

TEST_F(SniffFile, WorkbookNamedXlsIsReadByItsContent) {
  write_workbook(file("list.xls"));
  const auto sniffed = sniff_path(file("list.xls"));
  EXPECT_EQ(sniffed.dialect.format, Format::xlsx);
  EXPECT_EQ(sniffed.dialect.sheet, "Liste");
  EXPECT_EQ(sniffed.dialect.header_row, 4U);
  EXPECT_EQ(sniffed.estimated_rows, 6U);
  EXPECT_EQ(column_for(sniffed, Field::gtin), "EAN");
  EXPECT_EQ(column_for(sniffed, Field::purchase_price), "Net price");
}

TEST_F(SniffFile, SheetOfTheMappingIsObeyed) {
  write_workbook(file("list.xlsx"));
  Mapping::FileHints hints;
  hints.sheet = "Archive";
  EXPECT_EQ(sniff_path(file("list.xlsx"), hints).dialect.sheet, "Archive");
}

}  // namespace
}  // namespace imports
