#include "domain/catalog/offer_diff.h"

#include <gtest/gtest.h>

namespace {

using catalog::OfferField;
using catalog::OfferValues;

OfferValues values(std::initializer_list<std::pair<OfferField, std::string_view>> set) {
  OfferValues made;
  for (const auto& [field, value] : set) made.set(field, value);
  return made;
}

TEST(OfferDiff, EqualStatementsDifferInNothing) {
  auto stored = values({{OfferField::name, "Four"}, {OfferField::stock, "3"}});
  EXPECT_FALSE(catalog::merge_values(stored, stored).any());
}

TEST(OfferDiff, WhatIsNotStatedStays) {
  auto stored = values({{OfferField::name, "Four"}, {OfferField::stock, "3"}});
  const auto diff = catalog::merge_values(stored, values({{OfferField::stock, "4"}}));
  EXPECT_TRUE(diff.stock());
  EXPECT_FALSE(diff.has(OfferField::name));
  EXPECT_EQ(stored.get(OfferField::name), "Four");
}

TEST(OfferDiff, ClearingAnEmptyFieldIsNoDifference) {
  auto stored = values({{OfferField::name, "Four"}});
  OfferValues cleared;
  cleared.clear(OfferField::description);
  EXPECT_FALSE(catalog::merge_values(stored, cleared).any());
}

TEST(OfferDiff, TellsPricesUpAndDownAndStockToZero) {
  auto stored = values({{OfferField::purchase_price, "100"}, {OfferField::stock, "5"}});
  EXPECT_EQ(catalog::merge_values(stored, values({{OfferField::purchase_price, "99"}})).flags, catalog::price_down);
  EXPECT_EQ(catalog::merge_values(stored, values({{OfferField::purchase_price, "1000"}})).flags, catalog::price_up);
  EXPECT_EQ(catalog::merge_values(stored, values({{OfferField::stock, "0"}})).flags,
            catalog::stock_down | catalog::stock_to_zero);
  EXPECT_EQ(catalog::merge_values(stored, values({{OfferField::stock, "12"}})).flags, catalog::stock_up);
}

TEST(OfferDiff, StockAndPurchasePriceDoNotDescribeAProduct) {
  auto stored = values({{OfferField::name, "Four"}, {OfferField::stock, "5"}, {OfferField::purchase_price, "100"}});
  EXPECT_FALSE(catalog::merge_values(stored, values({{OfferField::stock, "4"}, {OfferField::purchase_price, "90"}}))
                   .description());
  EXPECT_TRUE(catalog::merge_values(stored, values({{OfferField::name, "Grand four"}})).description());
}

TEST(ValuesJson, WritesTextAsStringsNumbersAsNumbersAndEmptyAsNull) {
  auto made = values({{OfferField::name, "Four \"XL\""}, {OfferField::stock, "3"}});
  made.clear(OfferField::description);
  EXPECT_EQ(catalog::values_json(made), R"({"name":"Four \"XL\"","stock":3})");
  const std::uint32_t description = 1U << static_cast<unsigned>(OfferField::description);
  EXPECT_EQ(catalog::values_json(made, description), R"({"description":null})");
  std::string object = catalog::values_json(made, 0);
  catalog::add_json_member(object, "withdrawn", true);
  EXPECT_EQ(object, R"({"withdrawn":true})");
}

}  // namespace
