#include "domain/imports/sniff/number_evidence.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace imports::sniffing {
namespace {

using Marks = NumberShape::Marks;

NumberEvidence evidence_of(std::initializer_list<std::string_view> values) {
  NumberEvidence evidence;
  for (const std::string_view value : values) {
    if (const auto shape = read_shape(value)) evidence.add(*shape);
  }
  return evidence;
}

TEST(NumberShape, TellsWhatAValueProves) {
  EXPECT_EQ(read_shape("12")->marks, Marks::plain);
  EXPECT_EQ(read_shape("12,5")->marks, Marks::decimal_comma);
  EXPECT_EQ(read_shape("1.234,50")->marks, Marks::decimal_comma);
  EXPECT_EQ(read_shape("1,234.50")->marks, Marks::decimal_point);
  EXPECT_EQ(read_shape("1,234")->marks, Marks::one_comma);
  EXPECT_EQ(read_shape("0,125")->marks, Marks::decimal_comma);
  EXPECT_EQ(read_shape("1.234.567")->marks, Marks::thousands_point);
  EXPECT_TRUE(read_shape("1 234,50")->thousands_blank);
  EXPECT_TRUE(read_shape("1'234.50")->thousands_apostrophe);
}

TEST(NumberShape, SeesCurrencyAndUnitBesideTheNumber) {
  EXPECT_EQ(read_shape("12,50 €")->currency, "EUR");
  EXPECT_EQ(read_shape("CZK 599")->currency, "CZK");
  EXPECT_EQ(read_shape("10 kg")->unit, "kg");
  EXPECT_TRUE(read_shape("20 %")->percent);
}

TEST(NumberShape, RefusesCodesAndText) {
  for (const std::string_view value : {"PS4", "18A5", "1.2.3", "3/4 kg", "rupture", "", "-", "24 inch"}) {
    EXPECT_FALSE(read_shape(value).has_value()) << value;
  }
  EXPECT_TRUE(read_shape("0123")->leading_zero);
}

TEST(NumberStyle, ComesFromUnambiguousValues) {
  const auto evidence = evidence_of({"1,234", "12,5", "7"});
  EXPECT_EQ(decide_style(evidence, '.'), (NumberStyle{',', '\0'}));
  EXPECT_EQ(decide_style(evidence_of({"1,234", "12.5"}), ','), (NumberStyle{'.', ','}));
}

TEST(NumberStyle, OfAmbiguousColumnFollowsTheFile) {
  const auto evidence = evidence_of({"1,234", "5,678"});
  EXPECT_FALSE(evidence.proven_decimal().has_value());
  EXPECT_EQ(decide_style(evidence, '.'), (NumberStyle{'.', ','}));
  EXPECT_EQ(decide_style(evidence, ','), (NumberStyle{',', '\0'}));
}

TEST(NumberStyle, IsDescribedWithItsNumbers) {
  const auto evidence = evidence_of({"12,5", "13,5", "7", "1.5"});
  EXPECT_EQ(describe_style(evidence, decide_style(evidence, '.'), false), "decimal comma in 2 of 4 (against 1)");
}

}  // namespace
}  // namespace imports::sniffing
