#include "domain/catalog/product_choice.h"

#include <gtest/gtest.h>

namespace {

using catalog::Candidate;
using catalog::ShownField;

constexpr auto at(ShownField field) {
  return static_cast<std::size_t>(field);
}

Candidate offer(const std::string& supplier, int priority, const std::string& described_at, const std::string& name) {
  Candidate made;
  made.offer_id = base::Uuid::generate();
  made.supplier_code = supplier;
  made.supplier_priority = priority;
  made.sku = "1";
  made.described_at = described_at;
  if (!name.empty()) made.values[at(ShownField::name)] = name;
  return made;
}

TEST(ProductChoice, AHigherPriorityWinsOverFreshness) {
  const auto shown =
      catalog::choose({offer("new", 100, "2026-02-01", "Fresh"), offer("old", 200, "2026-01-01", "Trusted")});
  EXPECT_EQ(shown.values[at(ShownField::name)], "Trusted");
}

TEST(ProductChoice, AmongEqualsTheFreshestWins) {
  const auto shown = catalog::choose({offer("a", 100, "2026-01-01", "Old"), offer("b", 100, "2026-02-01", "New")});
  EXPECT_EQ(shown.values[at(ShownField::name)], "New");
}

TEST(ProductChoice, AFieldTheBestOfferLacksComesFromTheNextAndSaysSo) {
  auto best = offer("a", 200, "2026-01-01", "");
  best.values[at(ShownField::brand)] = "Mélior";
  const auto second = offer("b", 100, "2026-01-01", "Four");
  const auto shown = catalog::choose({second, best});
  EXPECT_EQ(shown.values[at(ShownField::name)], "Four");
  EXPECT_EQ(shown.source_offer_id, best.offer_id);
  EXPECT_EQ(shown.field_sources, "{\"name\":\"" + second.offer_id.to_string() + "\"}");
}

TEST(ProductChoice, AnAmountAndItsCurrencyComeFromOneHand) {
  auto best = offer("a", 200, "2026-01-01", "Four");
  best.values[at(ShownField::currency)] = "USD";
  auto second = offer("b", 100, "2026-01-01", "Four");
  second.values[at(ShownField::retail_price)] = "990000";
  second.values[at(ShownField::currency)] = "EUR";
  const auto shown = catalog::choose({best, second});
  EXPECT_EQ(shown.values[at(ShownField::retail_price)], "990000");
  EXPECT_EQ(shown.values[at(ShownField::currency)], "EUR");
}

TEST(ProductChoice, TheOrderOfOffersDoesNotMatter) {
  const auto a = offer("a", 100, "2026-01-01", "A");
  const auto b = offer("b", 100, "2026-01-01", "B");
  EXPECT_EQ(catalog::choose({a, b}), catalog::choose({b, a}));
}

}  // namespace
