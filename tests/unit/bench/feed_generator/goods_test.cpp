#include "feed_generator/goods.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/gtin.h"

namespace feed_generator {
namespace {

Options some_options(std::uint64_t rows) {
  Options options;
  options.rows = rows;
  options.seed = 11;
  return options;
}

std::vector<Row> all_rows(const Options& options) {
  const Goods goods(options);
  std::vector<Row> rows(options.rows);
  for (std::uint64_t i = 0; i < options.rows; ++i) goods.make(i, rows[i]);
  return rows;
}

TEST(Goods, GivesEveryRowItsOwnReferenceAndItsOwnValidEan) {
  std::set<std::string> references;
  std::set<std::string> eans;
  for (const auto& row : all_rows(some_options(5000))) {
    const auto gtin = base::Gtin::parse(row[Column::ean]);
    ASSERT_TRUE(gtin) << row[Column::ean];
    EXPECT_EQ(gtin->range(), base::GtinRange::trade_item);
    EXPECT_TRUE(references.insert(row[Column::reference]).second) << row[Column::reference];
    EXPECT_TRUE(eans.insert(row[Column::ean]).second) << row[Column::ean];
  }
}

TEST(Goods, MakesTheSameRowWheneverItIsAsked) {
  auto options = some_options(300);
  options.damage = {{Damage::duplicate_reference, 10}, {Damage::stray_quote, 10}};
  const auto rows = all_rows(options);
  const Goods goods(options);
  Row again;
  for (std::uint64_t i = options.rows; i-- > 0;) {
    goods.make(i, again);
    EXPECT_EQ(again.cells, rows[i].cells) << "row " << i;
  }
}

TEST(Goods, GivesOtherGoodsForAnotherSeed) {
  auto options = some_options(50);
  const auto rows = all_rows(options);
  options.seed = 12;
  const auto others = all_rows(options);
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_NE(rows[i][Column::ean], others[i][Column::ean]);
}

TEST(Goods, DamagesExactlyTheStatedShares) {
  auto options = some_options(2000);
  options.damage = {{Damage::missing_reference, 1}, {Damage::negative_price, 2.5}, {Damage::missing_ean, 0.5}};
  std::map<std::string, int> seen;
  for (const auto& row : all_rows(options)) {
    seen["reference"] += row[Column::reference].empty() ? 1 : 0;
    seen["price"] += row[Column::price_without_vat].starts_with('-') ? 1 : 0;
    seen["ean"] += row[Column::ean].empty() ? 1 : 0;
  }
  EXPECT_EQ(seen["reference"], 20);
  EXPECT_EQ(seen["price"], 50);
  EXPECT_EQ(seen["ean"], 10);
}

TEST(Goods, SaysWhereASoundImportPutsEveryRow) {
  auto options = some_options(1000);
  options.damage = {{Damage::bad_ean_checksum, 2}, {Damage::duplicate_row, 1}, {Damage::lost_zeros, 3}};
  const Goods goods(options);
  EXPECT_EQ(goods.plan().count(Outcome::created), 970U);
  EXPECT_EQ(goods.plan().count(Outcome::quarantined), 20U);
  EXPECT_EQ(goods.plan().count(Outcome::skipped), 10U);
}

TEST(Goods, BreaksEansInTheWaysSpreadsheetsDo) {
  auto options = some_options(400);
  options.damage = {{Damage::bad_ean_checksum, 25}, {Damage::scientific_ean, 25}, {Damage::lost_zeros, 25}};
  const Goods goods(options);
  Row row;
  for (std::uint64_t i = 0; i < options.rows; ++i) {
    goods.make(i, row);
    const auto reading = base::read_gtin(row[Column::ean]);
    const auto damage = goods.plan().damage_of(i);
    if (damage == Damage::lost_zeros) {
      EXPECT_EQ(row[Column::ean].size(), 11U);
      ASSERT_TRUE(reading.gtin) << row[Column::ean];
      EXPECT_EQ(reading.repairs, std::vector{base::GtinRepair::leading_zeros_restored});
    } else if (damage) {
      ASSERT_TRUE(reading.problem) << row[Column::ean];
      const bool is_scientific = damage == Damage::scientific_ean;
      EXPECT_EQ(reading.problem->kind, is_scientific ? &base::gtin_digits_lost : &base::gtin_checksum);
    } else {
      EXPECT_TRUE(reading.repairs.empty()) << row[Column::ean];
    }
  }
}

TEST(Goods, RepeatsReferencesAndRowsOfSoundRowsAbove) {
  auto options = some_options(500);
  options.damage = {{Damage::duplicate_reference, 5}, {Damage::duplicate_row, 5}};
  const Goods goods(options);
  std::map<std::string, Row> sound;
  Row row;
  for (std::uint64_t i = 0; i < options.rows; ++i) {
    goods.make(i, row);
    const auto damage = goods.plan().damage_of(i);
    if (!damage) {
      sound[row[Column::reference]] = row;
      continue;
    }
    const auto first = sound.find(row[Column::reference]);
    ASSERT_NE(first, sound.end()) << row[Column::reference];
    EXPECT_EQ(first->second.cells == row.cells, damage == Damage::duplicate_row);
  }
}

TEST(Goods, ChangesPriceOrStockOfTheStatedShareAndNothingElse) {
  auto options = some_options(1000);
  options.damage = {{Damage::missing_reference, 3}};
  const auto before = all_rows(options);
  options.changed_percent = 2;
  const auto after = all_rows(options);
  int changed = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i].cells == after[i].cells) continue;
    ++changed;
    const bool price = before[i][Column::price_without_vat] != after[i][Column::price_without_vat];
    const bool stock = before[i][Column::stock] != after[i][Column::stock];
    EXPECT_TRUE(price != stock) << "row " << i;
    EXPECT_EQ(before[i][Column::name], after[i][Column::name]);
    EXPECT_FALSE(before[i][Column::reference].empty());
  }
  EXPECT_EQ(changed, 20);
}

TEST(Permutation, ReachesEveryNumberOnce) {
  for (const std::uint64_t size : {1U, 2U, 3U, 100U, 1025U, 4096U}) {
    const Permutation permutation(size, 5);
    std::set<std::uint64_t> reached;
    for (std::uint64_t i = 0; i < size; ++i) {
      EXPECT_LT(permutation(i), size);
      reached.insert(permutation(i));
    }
    EXPECT_EQ(reached.size(), size);
  }
}

}  // namespace
}  // namespace feed_generator
