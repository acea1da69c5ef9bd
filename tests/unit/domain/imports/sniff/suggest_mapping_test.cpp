#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "domain/imports/sniff/sniff.h"
#include "support/result_check.h"
#include "support/temporary_folder.h"

namespace imports {
namespace {

class SuggestMapping : public testing::Test {
 protected:
  Sniffed sniff_text(std::string_view content) {
    std::ofstream(folder_ / "list.csv", std::ios::binary) << content;
    return test::must(sniff(folder_ / "list.csv"));
  }
  Mapping suggested_for(std::string_view content) { return suggest_mapping(sniff_text(content)); }

 private:
  test::TemporaryFolder folder_;
};

using Columns = std::vector<std::string>;

TEST_F(SuggestMapping, TakesTheUnitOfEachWeightFromTheColumnBesideIt) {
  const Mapping mapping = suggested_for(
      "sku;name;weight;weight-unit;price\n"
      "A1;Lamp;500;GRAM;12.50\nA2;Desk;12;KILOGRAM;99.00\nA3;Pen;25;GRAM;1.20\n");
  ASSERT_TRUE(mapping.rule(Field::weight));
  EXPECT_EQ(mapping.rule(Field::weight)->from, (Columns{"weight", "weight-unit"}));
}

TEST_F(SuggestMapping, LeavesAUnitColumnThatHoldsNoUnitsOfWeight) {
  const Mapping mapping =
      suggested_for("sku;name;weight;weight-unit;price\nA1;Lamp;0.5;piece;12.50\nA2;Desk;12.2;set;99.00\n");
  ASSERT_TRUE(mapping.rule(Field::weight));
  EXPECT_EQ(mapping.rule(Field::weight)->from, Columns{"weight"});
}

TEST_F(SuggestMapping, TakesTheNameFromAnotherLanguageWhereTheFullestHasNone) {
  const Mapping mapping = suggested_for(
      "code;product_name_fr;product_name_en;price\n"
      "A1;Lampe;;12.50\nA2;Bureau;;99.00\nA3;;Pen;1.20\nA4;Chaise;;45.10\n");
  ASSERT_TRUE(mapping.rule(Field::name));
  EXPECT_EQ(mapping.rule(Field::name)->from, (Columns{"product_name_fr", "product_name_en"}));
  ASSERT_EQ(mapping.rule(Field::name)->transforms.size(), 1U);
  EXPECT_EQ(mapping.rule(Field::name)->transforms[0].name, "split");
}

TEST_F(SuggestMapping, TakesTheNameWithOrWithoutItsNamespace) {
  const Mapping mapping = suggested_for(
      R"(<rss xmlns:g="http://base.google.com/ns/1.0">
<item><g:id>A1</g:id><g:title>Lamp</g:title><g:price>12.50 EUR</g:price></item>
<item><g:id>A2</g:id><g:title>Desk</g:title><g:price>99.00 EUR</g:price></item>
<item><g:id>A3</g:id><title>Pen</title><g:price>1.20 EUR</g:price></item>
</rss>)");
  ASSERT_TRUE(mapping.rule(Field::name));
  EXPECT_EQ(mapping.rule(Field::name)->from, (Columns{"g:title", "title"}));
}

TEST_F(SuggestMapping, KeepsToOneLanguageThatNamesEveryProduct) {
  const Mapping mapping =
      suggested_for("code;name_fr;name_en;price\nA1;Lampe;Lamp;12.50\nA2;Bureau;Desk;99.00\nA3;Stylo;;1.20\n");
  ASSERT_TRUE(mapping.rule(Field::name));
  EXPECT_EQ(mapping.rule(Field::name)->from, Columns{"name_fr"});
}

TEST_F(SuggestMapping, DoesNotTakeAListOfCodesForProducts) {
  const Mapping mapping = suggested_for("attribute;code;sort_order\nseason;SUM;1\nseason;WIN;2\ntype;SER;3\n");
  EXPECT_FALSE(mapping.rule(Field::sku));
}

TEST_F(SuggestMapping, PrefersTheReferenceThatTellsTwoProductsApart) {
  const Mapping mapping = suggested_for(
      "Name;Reference;Supplier reference;Price\niPod Nano;92458844;54778855;49\niPod "
      "shuffle;92458845;54778855;66.05\n");
  ASSERT_TRUE(mapping.rule(Field::sku));
  EXPECT_EQ(mapping.rule(Field::sku)->from, Columns{"Reference"});
}

TEST_F(SuggestMapping, FindsNoColumnNamesBelowRowsOfData) {
  const Sniffed sniffed = sniff_text(
      "sku,family.code,precision,rate,label.value\n"
      "A1,default,3,1,\nA2,default,3,1,Name\nA3,default,3,1,Name\nA4,default,3,1,Product name\n");
  EXPECT_EQ(sniffed.dialect.header_row, 1U);
  EXPECT_EQ(sniffed.estimated_rows, 4U);
}

TEST_F(SuggestMapping, BelievesATitleThatIsNothingElseBesideANumber) {
  const Sniffed sniffed = sniff_text("ref;0\nX1;12.5\nX2;13.5\n");
  EXPECT_EQ(sniffed.dialect.header_row, 1U);
  EXPECT_EQ(sniffed.estimated_rows, 2U);
}

}  // namespace
}  // namespace imports
