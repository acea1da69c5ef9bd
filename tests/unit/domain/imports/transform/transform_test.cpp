#include "domain/imports/transform/transform.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace imports {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

struct Case {
  std::string_view name;
  Settings settings;
  std::string_view before;
  std::string_view after;
};

class Transforms : public testing::TestWithParam<Case> {};

TEST_P(Transforms, ChangeTheValue) {
  const auto& [name, settings, before, after] = GetParam();
  const auto transform = make_transform({std::string(name), settings, {}});
  ASSERT_TRUE(transform) << transform.error().text();
  std::string value(before);
  const auto done = (*transform)->apply(value);
  ASSERT_TRUE(done) << done.error().text();
  EXPECT_EQ(value, after) << name << " of " << before;
}

INSTANTIATE_TEST_SUITE_P(Case, Transforms,
                         testing::Values(Case{"trim", {}, " \u00A0a b \t", "a b"}, Case{"upper", {}, "l'été", "L'ÉTÉ"},
                                         Case{"lower", {}, "ÉTÉ À L'ŒUVRE", "été à l'œuvre"},
                                         Case{"title", {}, "MACHINE à café", "Machine À Café"},
                                         Case{"title", {}, "petit-déjeuner (bio)", "Petit-Déjeuner (Bio)"},
                                         Case{"capitalise", {}, "ÉTÉ INDIEN", "Été indien"},
                                         Case{"capitalise", {}, "", ""}));

INSTANTIATE_TEST_SUITE_P(
    Edit, Transforms,
    testing::Values(Case{"replace", {{"find", "a"}, {"with", "aa"}}, "banana", "baanaanaa"},
                    Case{"replace", {{"find", "-"}, {"with", ""}}, "1-2-3", "123"},
                    Case{"replace", {{"find", "N/A"}, {"with", ""}, {"whole", "true"}}, " N/A ", ""},
                    Case{"replace", {{"find", "N/A"}, {"with", ""}, {"whole", "true"}}, "N/A 12", "N/A 12"},
                    Case{"prefix", {{"text", "AB-"}}, "12", "AB-12"}, Case{"prefix", {{"text", "AB-"}}, " ", " "},
                    Case{"suffix", {{"text", " cm"}}, "12", "12 cm"}, Case{"suffix", {{"text", " cm"}}, "", ""},
                    Case{"digits_only", {}, "EAN: 376-0001", "3760001"},
                    Case{"left_pad", {{"width", "5"}}, "42", "00042"},
                    Case{"left_pad", {{"width", "5"}, {"with", "x"}}, "é", "xxxxé"},
                    Case{"left_pad", {{"width", "2"}}, "123", "123"}, Case{"left_pad", {{"width", "5"}}, "", ""},
                    Case{"default", {{"value", "0"}}, " ", "0"}, Case{"default", {{"value", "0"}}, "7", "7"}));

INSTANTIATE_TEST_SUITE_P(Split, Transforms,
                         testing::Values(Case{"split", {{"separator", ">"}}, "a > b > c", "a"},
                                         Case{"split", {{"separator", ">"}, {"index", "2"}}, "a > b > c", "b"},
                                         Case{"split", {{"separator", ">"}, {"index", "last"}}, "a > b > c", "c"},
                                         Case{"split", {{"separator", ">"}, {"index", "last"}}, "alone", "alone"},
                                         Case{"split", {{"separator", ">"}, {"index", "9"}}, "a > b", ""},
                                         Case{"split", {{"separator", " - "}, {"index", "2"}}, "A-1 - Lamp", "Lamp"}));

INSTANTIATE_TEST_SUITE_P(
    Numbers, Transforms,
    testing::Values(Case{"number", {{"decimal", ","}, {"thousands", " "}}, "1 234,50 €", "1234.50"},
                    Case{"number", {}, "", ""}, Case{"currency", {}, "599 CZK", "CZK"},
                    Case{"currency", {}, "12,50 €", "EUR"}, Case{"currency", {}, "eur", "EUR"},
                    Case{"currency", {{"otherwise", "EUR"}}, "12,50", "EUR"},
                    Case{"unit", {{"from", "kg"}, {"decimal", ","}}, "1,25", "1250"},
                    Case{"unit", {{"from", "g"}, {"to", "kg"}}, "1500", "1.5"},
                    Case{"unit", {{"from", "lb"}}, "1", "453.592"}, Case{"unit", {{"from", "kg"}}, "500 g", "500"},
                    Case{"unit", {{"from", "oz"}, {"to", "lb"}}, "16", "1"}, Case{"unit", {}, "", ""}));

INSTANTIATE_TEST_SUITE_P(
    Arithmetic, Transforms,
    testing::Values(Case{"add", {{"by", "1.5"}}, "2", "3.5"}, Case{"subtract", {{"by", "0.0001"}}, "1", "0.9999"},
                    Case{"multiply", {{"by", "1.2"}}, "9.99", "11.988"},
                    Case{"multiply", {{"by", "0.000000001"}}, "5000000", "0.005"},
                    Case{"divide", {{"by", "3"}}, "10", "3.3333"}, Case{"divide", {{"by", "3"}}, "-20", "-6.6667"},
                    Case{"divide", {{"by", "100"}, {"decimal", ","}}, "12,5", "0.125"},
                    Case{"round", {}, "1.005", "1.01"}, Case{"round", {{"decimals", "0"}}, "-2.5", "-3"},
                    Case{"ex_vat", {{"rate", "20"}}, "12", "10"}, Case{"ex_vat", {{"rate", "5.5"}}, "10", "9.4787"},
                    Case{"inc_vat", {{"rate", "20"}}, "10", "12"}, Case{"multiply", {{"by", "2"}}, "", ""}));

INSTANTIATE_TEST_SUITE_P(
    Html, Transforms,
    testing::Values(Case{"strip_html", {}, "<p>Caf&eacute; &amp; th&#233; &#xE0;</p>", "Café & thé à"},
                    Case{"strip_html", {}, "a<br/>b<br>c", "a\nb\nc"},
                    Case{"strip_html", {}, "<p>one</p><p>two</p>", "one\ntwo"},
                    Case{"strip_html", {}, "macOS <10.15 & 5 < 6", "macOS <10.15 & 5 < 6"},
                    Case{"strip_html", {}, "<a title=\"x>y\">link</a>", "link"},
                    Case{"strip_html", {}, "a<!-- b -->c<script>alert('<p>')</script>d", "acd"},
                    Case{"strip_html", {}, "&unknown; &#0;", "&unknown; &#0;"},
                    Case{"strip_html", {}, "<script>never closed", ""}, Case{"strip_html", {}, "<", "<"}));

INSTANTIATE_TEST_SUITE_P(Dates, Transforms,
                         testing::Values(Case{"date", {{"order", "dmy"}}, "31/12/2025", "2025-12-31"},
                                         Case{"date", {{"order", "mdy"}}, "12-31-25", "2025-12-31"},
                                         Case{"date", {{"order", "ymd"}}, "2024-02-29T10:00:00Z", "2024-02-29"},
                                         Case{"date", {{"order", "ymd"}}, "", ""}));

INSTANTIATE_TEST_SUITE_P(Availability, Transforms,
                         testing::Values(Case{"availability", {}, "En stock", "1"},
                                         Case{"availability", {}, "Épuisé", "0"},
                                         Case{"availability", {}, "out_of_stock", "0"},
                                         Case{"availability", {{"available", "10"}}, "Lieferbar", "10"},
                                         Case{"availability", {}, "12", "12"}));

base::Result<std::string> look_up(std::string value, Settings settings) {
  const auto transform =
      make_transform({"lookup", std::move(settings), {{"TVA20", "20"}, {"tva5", "5.5"}, {"a", "low"}, {"A", "high"}}});
  if (!transform) return base::failure(transform.error());
  RETURN_IF_FAILED((*transform)->apply(value));
  return value;
}

TEST(Lookup, FindsTheExactKeyBeforeOneInAnotherCase) {
  EXPECT_EQ(look_up("TVA20", {}), "20");
  EXPECT_EQ(look_up(" Tva5 ", {}), "5.5");
  EXPECT_EQ(look_up("A", {}), "high");
  EXPECT_EQ(look_up("a", {}), "low");
}

TEST(Lookup, RejectsWhatIsMissingUnlessToldOtherwise) {
  const auto missing = look_up("TVA7", {});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code(), "import.not_in_lookup");
  EXPECT_NE(missing.error().message.find("TVA7"), std::string::npos);
  EXPECT_EQ(look_up("TVA7", {{"otherwise", "keep"}}), "TVA7");
  EXPECT_EQ(look_up("TVA7", {{"otherwise", "blank"}}), "");
  EXPECT_EQ(look_up("", {}), "");
}

base::Problem failure_of(const TransformSpec& spec, std::string value) {
  const auto transform = make_transform(spec);
  if (!transform) return transform.error();
  const auto done = (*transform)->apply(value);
  return done ? base::Problem{&base::internal_error, "gave " + value, "", {}} : done.error();
}

TEST(Transforms, FailOnValuesTheyCannotRead) {
  EXPECT_EQ(failure_of({"number", {}, {}}, "abc").code(), "import.not_a_number");
  EXPECT_EQ(failure_of({"number", {}, {}}, "1,5").code(), "import.not_a_number");
  EXPECT_EQ(failure_of({"multiply", {{"by", "2"}}, {}}, "abc").code(), "import.not_a_number");
  EXPECT_EQ(failure_of({"multiply", {{"by", "2"}}, {}}, std::string(40, '9')).code(), "import.not_a_number");
  EXPECT_EQ(failure_of({"unit", {{"from", "kg"}}, {}}, "5 m").code(), "import.not_a_number");
  EXPECT_EQ(failure_of({"date", {{"order", "dmy"}}, {}}, "31/02/2025").code(), "import.not_a_date");
  EXPECT_EQ(failure_of({"date", {{"order", "dmy"}}, {}}, "soon").code(), "import.not_a_date");
}

TEST(MakeTransform, NamesTheClosestOneForAnUnknownName) {
  const auto made = make_transform({"replacce", {}, {}});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code(), "mapping.transform_unknown");
  EXPECT_NE(made.error().cure.find("Did you mean “replace”"), std::string::npos) << made.error().cure;
  EXPECT_NE(made.error().cure.find("strip_html"), std::string::npos) << made.error().cure;
}

TEST(MakeTransform, RefusesMissingUnknownAndWrongSettings) {
  const std::vector<std::pair<TransformSpec, std::string>> wrong = {
      {{"replace", {{"with", "x"}}, {}}, "find"},
      {{"replace", {{"find", ""}, {"with", "x"}}, {}}, "find"},
      {{"replace", {{"find", "a"}, {"with", "x"}, {"whole", "maybe"}}, {}}, "whole"},
      {{"trim", {{"side", "left"}}, {}}, "side"},
      {{"trim", {}, {{"a", "b"}}}, "table"},
      {{"lookup", {}, {}}, "table"},
      {{"lookup", {{"otherwise", "guess"}}, {{"a", "b"}}}, "otherwise"},
      {{"multiply", {{"by", "1,2"}}, {}}, "by"},
      {{"multiply", {{"by", "abc"}}, {}}, "by"},
      {{"add", {{"by", "0.00001"}}, {}}, "by"},
      {{"divide", {{"by", "0"}}, {}}, "by"},
      {{"round", {{"decimals", "9"}}, {}}, "decimals"},
      {{"number", {{"decimal", ";"}}, {}}, "decimal"},
      {{"number", {{"decimal", ","}, {"thousands", ","}}, {}}, "thousands"},
      {{"unit", {{"from", "litre"}}, {}}, "from"},
      {{"split", {{"separator", ","}, {"index", "0"}}, {}}, "index"},
      {{"left_pad", {{"width", "0"}}, {}}, "width"},
      {{"date", {{"order", "ddmmyyyy"}}, {}}, "order"},
      {{"ex_vat", {{"rate", "200"}}, {}}, "rate"},
  };
  for (const auto& [spec, setting] : wrong) {
    const auto made = make_transform(spec);
    ASSERT_FALSE(made) << spec.name << " accepted a wrong " << setting;
    EXPECT_EQ(made.error().code(), "mapping.transform_setting") << spec.name;
    EXPECT_EQ(made.error().place.field, setting) << made.error().text();
    EXPECT_NE(made.error().cure, "") << spec.name;
  }
}

TEST(TransformHelps, AreInAlphabeticalOrderAndComplete) {
  const auto& helps = transform_helps();
  EXPECT_TRUE(std::ranges::is_sorted(helps, {}, &TransformHelp::name));
  EXPECT_GE(helps.size(), 24U);
  for (const auto& help : helps) EXPECT_NE(help.help, "") << help.name;
}

}  // namespace
}  // namespace imports
