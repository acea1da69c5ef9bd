#include <gtest/gtest.h>

#include "unit/domain/imports/validate/mapper_fixture.h"

namespace imports {
namespace {

using catalog::OfferField;

struct Reading {
  std::string_view written;
  std::string_view value;
  std::string_view problems;
};

void expect_readings(Mapper mapper, OfferField field, const std::vector<Reading>& readings) {
  for (const auto& [written, value, problems] : readings) {
    mapper.map({"A-1", written});
    EXPECT_EQ(mapper.value(field), value) << "“" << written << "”";
    EXPECT_EQ(mapper.problems(), problems) << "“" << written << "”";
  }
}

constexpr std::string_view not_stated = "(not stated)";

TEST(TextFields, AreTrimmedAndFreedOfControlCharacters) {
  using namespace std::string_view_literals;
  expect_readings(one_field("description"), OfferField::description,
                  {{" \u00A0Lampe\u202F ", "Lampe", ""},
                   {"two\nlines\tand a tab", "two\nlines\tand a tab", ""},
                   {"dos\r\nlines\rmac", "dos\nlines\nmac", ""},
                   {"a\0b\x07"sv, "ab", ""},
                   {"\x01", "(empty)", ""}});
}

TEST(TextFields, AreNeverCut) {
  auto mapper = one_field("brand");
  const std::string longest(200, 'x');
  EXPECT_EQ(mapper.map({"A", longest}).value(OfferField::brand), longest);
  EXPECT_EQ(mapper.map({"A", longest + "x"}).problems(), "import.text_too_long!");
  EXPECT_EQ(mapper.map({longest + "x", "Acme"}).problems(), "import.text_too_long! import.sku_missing!");
  EXPECT_EQ(mapper.row().sku, "");
}

TEST(GtinField, IsRepairedOnlyWithProofAndSaysSo) {
  expect_readings(one_field("gtin"), OfferField::gtin,
                  {{"4006381333931", "04006381333931", ""},
                   {"4006381333931.0", "04006381333931", "import.gtin_repaired"},
                   {"4,006381333931E+12", "04006381333931", "import.gtin_repaired"},
                   {"4.00638E+12", not_stated, "import.gtin_digits_lost!"},
                   {"4006381333932", not_stated, "import.gtin_checksum!"},
                   {"12345", not_stated, "import.gtin_length!"},
                   {"abc", not_stated, "import.gtin_not_digits!"},
                   {"", "(empty)", ""}});
}

TEST(GtinField, LeavesOutCodesThatIdentifyNothing) {
  expect_readings(one_field("gtin"), OfferField::gtin,
                  {{"2000000000015", not_stated, "import.gtin_restricted"},
                   {"9782070612758", "09782070612758", ""},
                   {"0000000000000", not_stated, "import.gtin_placeholder"}});
}

TEST(PriceField, IsKeptInTenThousandths) {
  expect_readings(one_field("purchase_price", R"({"from": "value", "number": {"decimal": ",", "thousands": "."}})"),
                  OfferField::purchase_price,
                  {{"1.234,50", "12345000", ""},
                   {"0,00005", "1", ""},
                   {"12", "120000", ""},
                   {"1.23", not_stated, "import.not_a_number!"},
                   {"12.50", not_stated, "import.not_a_number!"},
                   {"abc", not_stated, "import.not_a_number!"},
                   {"12 pcs", not_stated, "import.not_a_number!"},
                   {"-12,50", not_stated, "import.price_negative!"},
                   {"0,00", "0", "import.price_zero"},
                   {"10000000000,01", not_stated, "import.price_too_large!"},
                   {std::string_view("9999999999999999999999999999999999999999999999999999999999"), not_stated,
                    "import.price_too_large!"},
                   {"4006381333931", not_stated, "import.price_too_large!"}});
}

TEST(PriceField, GivesTheCurrencyBesideTheAmount) {
  expect_readings(one_field("retail_price"), OfferField::currency,
                  {{"599 CZK", "CZK", ""}, {"€12.50", "EUR", ""}, {"12.50", not_stated, ""}});
  expect_readings(one_field("retail_price", R"({"from": "value"})", R"("default_currency": "CAD")"),
                  OfferField::currency,
                  {{"12", "CAD", ""}, {"$12", "CAD", ""}, {"12 EUR", "EUR", ""}, {"12 USD", "USD", ""}});
}

TEST(PriceField, RefusesTwoCurrenciesInOneRow) {
  Mapper mapper(R"({"fields": {"sku": "a", "purchase_price": "b", "retail_price": "c", "currency": "d"}})",
                {"a", "b", "c", "d"});
  EXPECT_EQ(mapper.map({"A", "10 EUR", "12 CZK", ""}).problems(), "import.currency_conflict!");
  EXPECT_EQ(mapper.map({"A", "10 EUR", "12", "CHF"}).problems(), "import.currency_conflict!");
  EXPECT_EQ(mapper.map({"A", "10 $", "12", "CAD"}).problems(), "");
  EXPECT_EQ(mapper.value(OfferField::currency), "CAD");
  EXPECT_EQ(mapper.map({"A", "10", "12", "euros?"}).problems(), "import.currency_unknown!");
}

TEST(PriceField, IsConvertedWithTheRowsVatRate) {
  Mapper mapper(R"({"fields": {"sku": "a", "purchase_price": "b", "retail_price": "c", "vat_rate": "d"},
                    "purchase_price_includes_vat": true, "retail_price_excludes_vat": true})",
                {"a", "b", "c", "d"});
  mapper.map({"A", "12", "20", "20 %"});
  EXPECT_EQ(mapper.problems(), "");
  EXPECT_EQ(mapper.value(OfferField::purchase_price), "100000");
  EXPECT_EQ(mapper.value(OfferField::retail_price), "240000");
  EXPECT_EQ(mapper.value(OfferField::vat_rate), "200000");
  EXPECT_EQ(mapper.map({"A", "12", "20", ""}).problems(), "import.vat_missing! import.vat_missing!");
  EXPECT_EQ(mapper.value(OfferField::purchase_price), not_stated);
}

TEST(PriceField, UsesTheDefaultVatRateForRowsWithoutOne) {
  auto mapper = one_field("purchase_price", R"({"from": "value"})",
                          R"("purchase_price_includes_vat": true, "default_vat_rate": "5.5")");
  EXPECT_EQ(mapper.map({"A", "10.55"}).value(OfferField::purchase_price), "100000");
  EXPECT_EQ(mapper.value(OfferField::vat_rate), "55000");
}

TEST(PriceField, WarnsWhenTheRetailPriceIsBelowThePurchasePrice) {
  Mapper mapper(R"({"fields": {"sku": "a", "purchase_price": "b", "retail_price": "c"}, "default_vat_rate": "20"})",
                {"a", "b", "c"});
  EXPECT_EQ(mapper.map({"A", "10", "12"}).problems(), "");
  EXPECT_EQ(mapper.map({"A", "10", "11.99"}).problems(), "") << "rounded to the cent";
  EXPECT_EQ(mapper.map({"A", "10", "11.90"}).problems(), "import.price_below_cost");
  EXPECT_EQ(mapper.value(OfferField::retail_price), "119000");
}

TEST(VatField, IsARateInPercent) {
  expect_readings(one_field("vat_rate"), OfferField::vat_rate,
                  {{"20", "200000", ""},
                   {"5.5%", "55000", ""},
                   {"0", "0", ""},
                   {"0.2", "2000", "import.vat_unusual"},
                   {"55", "550000", "import.vat_unusual"},
                   {"101", not_stated, "import.vat_out_of_range!"},
                   {"-5", not_stated, "import.vat_out_of_range!"},
                   {"20 €", not_stated, "import.vat_not_a_rate"}});
}

TEST(VatField, ACodeInsteadOfARateIsLeftOutAndDoesNotTakeTheDefault) {
  Mapper mapper(R"({"fields": {"sku": "a", "vat_rate": "b"}, "default_vat_rate": "22"})", {"a", "b"});
  EXPECT_EQ(mapper.map({"A", "R17"}).problems(), "import.vat_not_a_rate");
  EXPECT_EQ(mapper.value(OfferField::vat_rate), not_stated);
  EXPECT_EQ(mapper.map({"A", ""}).problems(), "");
  EXPECT_EQ(mapper.value(OfferField::vat_rate), "220000");
}

TEST(VatField, ACodeInsteadOfARateStopsAPriceThatHasToBeConverted) {
  Mapper mapper(R"({"fields": {"sku": "a", "vat_rate": "b", "purchase_price": "c"},
                    "purchase_price_includes_vat": true})",
                {"a", "b", "c"});
  EXPECT_EQ(mapper.map({"A", "R17", "12"}).problems(), "import.vat_not_a_rate import.vat_missing!");
}

TEST(StockField, IsAWholeNumber) {
  expect_readings(one_field("stock", R"({"from": "value", "number": {"decimal": ","}})"), OfferField::stock,
                  {{"12", "12", ""},
                   {"12,00", "12", ""},
                   {"1 200", "1200", ""},
                   {"0", "0", ""},
                   {"12,5", not_stated, "import.not_whole!"},
                   {"-3", not_stated, "import.stock_negative!"},
                   {"1000000001", not_stated, "import.stock_too_large!"},
                   {"99999999999999999999999", not_stated, "import.stock_too_large!"},
                   {">100", not_stated, "import.not_a_number!"},
                   {"rupture", not_stated, "import.not_a_number!"},
                   {"sur commande", not_stated, "import.not_a_number!"},
                   {"12 pcs", not_stated, "import.not_a_number!"},
                   {"12 kg", not_stated, "import.not_a_number!"},
                   {"-", not_stated, "import.not_a_number!"}});
}

TEST(MinimumOrderField, IsAtLeastOne) {
  expect_readings(
      one_field("minimum_order_quantity"), OfferField::minimum_order_quantity,
      {{"6", "6", ""}, {"0", not_stated, "import.minimum_order_invalid"}, {"1.5", not_stated, "import.not_whole!"}});
}

TEST(WeightField, IsKeptInMilligramsAndObeysTheUnitWritten) {
  expect_readings(one_field("weight", R"({"from": "value", "number": {"decimal": ","}, "unit": "kg"})"),
                  OfferField::weight,
                  {{"1,2", "1200000", ""},
                   {"1,2 kg", "1200000", ""},
                   {"500 g", "500000", ""},
                   {"500 Grammes", "500000", ""},
                   {"2 lbs", "907185", ""},
                   {"0", "0", ""},
                   {"-1", not_stated, "import.weight_invalid"},
                   {"5 m", not_stated, "import.weight_invalid"},
                   {"léger", not_stated, "import.weight_invalid"},
                   {"1.5", not_stated, "import.weight_invalid"}});
  expect_readings(one_field("weight"), OfferField::weight, {{"1.5", "1500", ""}});
}

TEST(NumberFields, HandTheirStyleToTransformsAndReadPlainNumbersBehindThem) {
  expect_readings(one_field("purchase_price", R"({"from": "value", "number": {"decimal": ",", "thousands": "."},
                                                 "transforms": [{"do": "multiply", "by": "0.5"}, {"do": "round"}]})"),
                  OfferField::purchase_price, {{"1.234,51", "6172600", ""}, {"", "(empty)", ""}});
}

TEST(CategoryField, PartsItsLevelsInOneWay) {
  expect_readings(one_field("category"), OfferField::category,
                  {{"Maison > Cuisine", "Maison > Cuisine", ""},
                   {"Maison>Cuisine > ", "Maison > Cuisine", ""},
                   {"Maison / Cuisine", "Maison > Cuisine", ""},
                   {"Maison|TV/Hifi", "Maison > TV/Hifi", ""},
                   {"TV/Hifi > Audio", "TV/Hifi > Audio", ""},
                   {"Maison >  > Cuisine", "Maison > Cuisine", ""},
                   {" > ", "(empty)", ""}});
}

TEST(ImageField, ListsOneAddressALine) {
  expect_readings(one_field("image_urls"), OfferField::image_urls,
                  {{"https://a.fr/1.jpg", "https://a.fr/1.jpg", ""},
                   {"https://a.fr/1.jpg | http://a.fr/2.jpg", "https://a.fr/1.jpg\nhttp://a.fr/2.jpg", ""},
                   {"https://a.fr/1.jpg,https://a.fr/2.jpg; https://a.fr/3.jpg",
                    "https://a.fr/1.jpg\nhttps://a.fr/2.jpg\nhttps://a.fr/3.jpg", ""},
                   {"https://a.fr/w_10,h_20;q/1.jpg", "https://a.fr/w_10,h_20;q/1.jpg", ""},
                   {"https://a.fr/1.jpg\nHTTPS://a.fr/2.jpg;", "https://a.fr/1.jpg\nHTTPS://a.fr/2.jpg", ""},
                   {"image.jpg", not_stated, "import.url_invalid"},
                   {"ftp://a.fr/1.jpg https://a.fr/2.jpg", "https://a.fr/2.jpg", "import.url_invalid"},
                   {"https://", not_stated, "import.url_invalid"},
                   {"| ;", "(empty)", ""}});
}

}  // namespace
}  // namespace imports
