#include "feed_generator/feed_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace feed_generator {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string written(const Options& options, const Row& row) {
  std::string out;
  const auto writer = make_feed_writer(options);
  writer->begin(out);
  writer->row(row, out);
  writer->end(out);
  return out;
}

Row a_row() {
  Row row;
  row.cells = {"AB-1",
               "3760123456786",
               "Bêche \"Pro\"",
               "Kolvik",
               "Jardin > Outils",
               "12.50",
               "15.00",
               "20",
               "7",
               "1.250",
               "https://img.example.com/p/1.jpg",
               "a;b\nc & <d>"};
  return row;
}

Options in(FeedFormat format, Language language = Language::mixed) {
  Options options;
  options.format = format;
  options.language = language;
  return options;
}

TEST(FeedWriter, QuotesCsvCellsThatNeedItAndEndsLinesWithCrLf) {
  const auto text = written(in(FeedFormat::csv), a_row());
  EXPECT_THAT(text, StartsWith("reference;ean;designation;marque;categorie;prix_ht;prix_ttc;tva;stock;poids_kg;image;"
                               "description\r\nAB-1;3760123456786;\"Bêche \"\"Pro\"\"\";Kolvik;"));
  EXPECT_THAT(text, EndsWith(";\"a;b\nc & <d>\"\r\n"));
}

TEST(FeedWriter, LeavesAStrayQuoteUnescaped) {
  auto row = a_row();
  row.has_stray_quote = true;
  EXPECT_THAT(written(in(FeedFormat::csv), row), HasSubstr(";Bêche \"Pro\";Kolvik;"));
}

TEST(FeedWriter, WritesEnglishCsvWithCommasAndEnglishHeaders) {
  EXPECT_THAT(written(in(FeedFormat::csv, Language::english), a_row()), StartsWith("sku,ean,name,brand,category,"));
}

TEST(FeedWriter, WritesNumbersAsNumbersInJsonAndOtherCellsAsStrings) {
  auto row = a_row();
  row[Column::stock] = "rupture";
  const auto text = written(in(FeedFormat::json), row);
  EXPECT_THAT(text, StartsWith("{\"produits\": [\n{\"reference\":\"AB-1\",\"ean\":\"3760123456786\","));
  EXPECT_THAT(text,
              HasSubstr("\"prix_ht\":12.50,\"prix_ttc\":15.00,\"tva\":20,\"stock\":\"rupture\",\"poids_kg\":1.250"));
  EXPECT_THAT(text, EndsWith("}\n]}\n"));
}

TEST(FeedWriter, WritesOneJsonObjectALineInNdjson) {
  const auto text = written(in(FeedFormat::ndjson), a_row());
  EXPECT_THAT(text, StartsWith("{\"reference\":"));
  EXPECT_EQ(text.find('\n'), text.size() - 1);
}

TEST(FeedWriter, EscapesXmlText) {
  const auto text = written(in(FeedFormat::xml), a_row());
  EXPECT_THAT(text, HasSubstr("<description>a;b\nc &amp; &lt;d&gt;</description></produit>\n</tarif>\n"));
}

TEST(ParseDamage, ReadsKindsWithTheirShares) {
  const auto shares = parse_damage("lost_zeros=0.5, stray_quote = 2");
  ASSERT_TRUE(shares);
  ASSERT_EQ(shares->size(), 2U);
  EXPECT_EQ((*shares)[0].damage, Damage::lost_zeros);
  EXPECT_DOUBLE_EQ((*shares)[0].percent, 0.5);
  EXPECT_DOUBLE_EQ((*shares)[1].percent, 2);
}

TEST(ParseDamage, NamesTheKindItDoesNotKnow) {
  const auto shares = parse_damage("lost_zeroes=1");
  ASSERT_FALSE(shares);
  EXPECT_THAT(shares.error().message, HasSubstr("lost_zeroes"));
  EXPECT_THAT(shares.error().cure, HasSubstr("lost_zeros"));
}

TEST(ParseDamage, RefusesWhatIsNoPercentage) {
  for (const auto* text : {"lost_zeros", "lost_zeros=", "lost_zeros=abc", "lost_zeros=-1", "lost_zeros=101"}) {
    EXPECT_FALSE(parse_damage(text)) << text;
  }
}

TEST(CommandLine, RefusesMoreThanAHundredPercentInAll) {
  const char* const arguments[] = {"feed_generator", "--rows",   "10", "--damage",
                                   "lost_zeros=80",  "--change", "30", "-"};
  testing::internal::CaptureStderr();
  const auto parsed = parse_command_line(8, arguments);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("more than 100 percent"));
  EXPECT_GT(parsed.exit_code, 0);
}

}  // namespace
}  // namespace feed_generator
