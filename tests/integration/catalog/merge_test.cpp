#include "integration/catalog/merge_fixture.h"

namespace {

using catalog::MergeMode;
using catalog::OfferField;
using test::batch;
using test::must;
using test::row;

class CatalogMergeTest : public test::CatalogTest {};
INSTANTIATE_TEST_SUITE_P(Engines, CatalogMergeTest, test::both_engines(), test::engine_name);

const std::string oven = "03760001234565";
const std::string kettle = "03760001234572";

TEST_P(CatalogMergeTest, NewRowsBecomeOffersAndProducts) {
  const auto counts =
      merge(request(alpha_), {batch({row(1, "A1", {{OfferField::name, "Four"}, {OfferField::gtin, oven}}),
                                     row(2, "A2", {{OfferField::name, "Théière"}})})})
          .counts;
  EXPECT_EQ(counts.rows.created, 2U);
  EXPECT_EQ(counts.offers.created, 2U);
  EXPECT_EQ(counts.products.created, 2U);
  EXPECT_EQ(product("3760001234565").product.name, "Four");
  EXPECT_EQ(product("alpha:A2").product.name, "Théière");
}

TEST_P(CatalogMergeTest, TheSameStatementAgainChangesNothing) {
  const auto rows = batch({row(1, "A1", {{OfferField::name, "Four"}, {OfferField::purchase_price, "123400"}})});
  merge(request(alpha_), {rows});
  const std::string before = scalar("SELECT changed_at FROM offers");
  const auto counts = merge(request(alpha_), {rows}).counts;
  EXPECT_EQ(counts.rows.unchanged, 1U);
  EXPECT_EQ(counts.offers.unchanged, 1U);
  EXPECT_EQ(counts.products.unchanged, 1U);
  EXPECT_EQ(counts.rows.created + counts.rows.updated, 0U);
  EXPECT_EQ(scalar("SELECT changed_at FROM offers"), before);
  EXPECT_EQ(scalar("SELECT count(*) FROM price_history"), "1");
}

TEST_P(CatalogMergeTest, APriceChangeIsRecordedWithBeforeAndAfterAndAsAnInterval) {
  merge(request(alpha_),
        {batch({row(1, "A1", {{OfferField::name, "Four"}, {OfferField::purchase_price, "1000000"}})})});
  const auto second = merge(
      request(alpha_), {batch({row(7, "A1", {{OfferField::name, "Four"}, {OfferField::purchase_price, "900000"}})})});
  EXPECT_EQ(second.counts.rows.updated, 1U);
  std::vector<catalog::Change> changes;
  must(
      catalog::CatalogService(database()).each_change(second.change_set, [&](const auto& c) { changes.push_back(c); }));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, "updated");
  EXPECT_EQ(changes[0].row, 7U);
  EXPECT_EQ(changes[0].before, R"({"purchase_price":1000000})");
  EXPECT_EQ(changes[0].after, R"({"purchase_price":900000})");
  const auto detail = product("alpha:A1");
  ASSERT_EQ(detail.prices.size(), 2U);
  EXPECT_EQ(detail.prices[0].purchase_price, 1000000);
  EXPECT_EQ(detail.prices[0].valid_to, detail.prices[1].valid_from);
  EXPECT_EQ(detail.prices[1].purchase_price, 900000);
  EXPECT_FALSE(detail.prices[1].valid_to.has_value());
}

TEST_P(CatalogMergeTest, FieldsNotStatedKeepTheirValue) {
  merge(request(alpha_), {batch({row(1, "A1", {{OfferField::name, "Four"}, {OfferField::stock, "5"}})})});
  merge(request(alpha_), {batch({row(1, "A1", {{OfferField::purchase_price, "500000"}})})});
  const auto detail = product("alpha:A1");
  EXPECT_EQ(detail.product.name, "Four");
  EXPECT_EQ(detail.offers.at(0).values.get(OfferField::stock), "5");
  EXPECT_EQ(detail.offers.at(0).values.get(OfferField::purchase_price), "500000");
}

TEST_P(CatalogMergeTest, AClearedFieldIsEmptied) {
  merge(request(alpha_), {batch({row(1, "A1", {{OfferField::name, "Four"}, {OfferField::description, "Grand"}})})});
  auto cleared = row(1, "A1", {{OfferField::name, "Four"}});
  cleared.values.clear(OfferField::description);
  merge(request(alpha_), {batch({cleared})});
  EXPECT_EQ(product("alpha:A1").product.description, "");
}

TEST_P(CatalogMergeTest, OneGtinIsOneProductWhoeverOffersIt) {
  merge(request(alpha_), {batch({row(1, "A1", {{OfferField::name, "Four"}, {OfferField::gtin, oven}})})});
  const auto counts =
      merge(request(beta_), {batch({row(1, "B9", {{OfferField::name, "Oven"}, {OfferField::gtin, oven}}),
                                    row(2, "B10", {{OfferField::gtin, oven}})})})
          .counts;
  EXPECT_EQ(counts.offers.created, 2U);
  EXPECT_EQ(counts.products.created, 0U);
  const auto detail = product(oven);
  EXPECT_EQ(detail.offers.size(), 3U);
  EXPECT_EQ(detail.product.id, product("beta:B9").product.id);
}

TEST_P(CatalogMergeTest, TwoNewRowsOfOneGtinInOneBatchMakeOneProduct) {
  const auto counts =
      merge(request(alpha_), {batch({row(1, "A1", {{OfferField::gtin, oven}}),
                                     row(2, "A2", {{OfferField::name, "Four"}, {OfferField::gtin, oven}})})})
          .counts;
  EXPECT_EQ(counts.products.created, 1U);
  EXPECT_EQ(product(oven).product.name, "Four");
}

TEST_P(CatalogMergeTest, AProductWithoutACodeLearnsIt) {
  merge(request(alpha_), {batch({row(1, "A1", {{OfferField::name, "Four"}})})});
  const auto id = product("alpha:A1").product.id;
  merge(request(alpha_), {batch({row(1, "A1", {{OfferField::name, "Four"}, {OfferField::gtin, oven}})})});
  EXPECT_EQ(product(oven).product.id, id);
}

TEST_P(CatalogMergeTest, ALearntCodeThatIsKnownJoinsTheOfferToThatProduct) {
  merge(request(beta_), {batch({row(1, "B1", {{OfferField::name, "Oven"}, {OfferField::gtin, oven}})})});
  merge(request(alpha_), {batch({row(1, "A1", {{OfferField::name, "Four"}})})});
  merge(request(alpha_), {batch({row(1, "A1", {{OfferField::name, "Four"}, {OfferField::gtin, oven}})})});
  EXPECT_EQ(product("alpha:A1").product.id, product("beta:B1").product.id);
  EXPECT_EQ(must(catalog::CatalogService(database()).count({})), 1U) << "the emptied product is not shown any more";
}

TEST_P(CatalogMergeTest, AnotherCodeMovesTheOfferToThatCodesProduct) {
  merge(request(alpha_), {batch({row(1, "A1", {{OfferField::name, "Four"}, {OfferField::gtin, oven}})})});
  const auto counts =
      merge(request(alpha_), {batch({row(1, "A1", {{OfferField::name, "Four"}, {OfferField::gtin, kettle}})})}).counts;
  EXPECT_EQ(counts.products.created, 1U);
  EXPECT_EQ(product("alpha:A1").product.gtin, kettle);
  EXPECT_EQ(product(oven).offers.size(), 0U);
}

TEST_P(CatalogMergeTest, AFullImportWithdrawsWhatIsAbsentAndSaysSo) {
  merge(request(alpha_), {batch({row(1, "A1", {{OfferField::name, "Four"}, {OfferField::stock, "3"}}),
                                 row(2, "A2", {{OfferField::name, "Bol"}})})});
  const auto second = merge(request(alpha_, MergeMode::full), {batch({row(1, "A2", {{OfferField::name, "Bol"}})})});
  EXPECT_EQ(second.counts.offers.withdrawn, 1U);
  EXPECT_EQ(second.counts.rows.unchanged, 1U);
  std::vector<catalog::Change> changes;
  must(
      catalog::CatalogService(database()).each_change(second.change_set, [&](const auto& c) { changes.push_back(c); }));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, "withdrawn");
  EXPECT_EQ(changes[0].sku, "A1");
  EXPECT_TRUE(product("alpha:A1").offers.at(0).withdrawn_at.has_value());
  EXPECT_EQ(scalar("SELECT count(*) FROM stock_history WHERE valid_to IS NULL"), "0")
      << "a withdrawn offer has no stock";
}

TEST_P(CatalogMergeTest, APartialImportNeverWithdraws) {
  merge(request(alpha_),
        {batch({row(1, "A1", {{OfferField::name, "Four"}}), row(2, "A2", {{OfferField::name, "Bol"}})})});
  const auto counts = merge(request(alpha_), {batch({row(1, "A2", {{OfferField::name, "Bol"}})})}).counts;
  EXPECT_EQ(counts.offers.withdrawn, 0U);
  EXPECT_EQ(scalar("SELECT count(*) FROM offers WHERE withdrawn_at IS NULL"), "2");
}

TEST_P(CatalogMergeTest, AFullImportOfOneSupplierLeavesTheOthersAlone) {
  merge(request(beta_), {batch({row(1, "B1", {{OfferField::name, "Oven"}})})});
  merge(request(alpha_), {batch({row(1, "A1", {{OfferField::name, "Four"}})})});
  const auto counts =
      merge(request(alpha_, MergeMode::full), {batch({row(1, "A1", {{OfferField::name, "Four"}})})}).counts;
  EXPECT_EQ(counts.offers.withdrawn, 0U);
}

TEST_P(CatalogMergeTest, AQuarantinedRowsOfferIsNotWithdrawn) {
  merge(request(alpha_),
        {batch({row(1, "A1", {{OfferField::name, "Four"}}), row(2, "A2", {{OfferField::name, "Bol"}})})});
  auto feed = batch({row(1, "A1", {{OfferField::name, "Four"}})});
  feed.last_row = 2;
  feed.quarantined = 1;
  const auto counts = merge(request(alpha_, MergeMode::full), {feed}, {"A2"}).counts;
  EXPECT_EQ(counts.offers.withdrawn, 0U);
  EXPECT_EQ(counts.rows.quarantined, 1U);
}

TEST_P(CatalogMergeTest, AWithdrawnOfferThatComesBackIsRevived) {
  const auto both = batch({row(1, "A1", {{OfferField::name, "Four"}, {OfferField::stock, "3"}}),
                           row(2, "A2", {{OfferField::name, "Bol"}})});
  merge(request(alpha_), {both});
  merge(request(alpha_, MergeMode::full), {batch({row(1, "A2", {{OfferField::name, "Bol"}})})});
  const auto counts = merge(request(alpha_, MergeMode::full), {both}).counts;
  EXPECT_EQ(counts.rows.updated, 1U);
  EXPECT_EQ(counts.offers.revived, 1U);
  EXPECT_FALSE(product("alpha:A1").offers.at(0).withdrawn_at.has_value());
  EXPECT_EQ(scalar("SELECT count(*) FROM stock_history WHERE valid_to IS NULL"), "1");
}

TEST_P(CatalogMergeTest, BrandsAreSharedWhateverTheirSpelling) {
  merge(request(alpha_),
        {batch({row(1, "A1", {{OfferField::brand, "Mélior"}}), row(2, "A2", {{OfferField::brand, "MELIOR"}})})});
  EXPECT_EQ(scalar("SELECT count(*) FROM brands"), "1");
  EXPECT_EQ(product("alpha:A2").product.brand, "Mélior");
}

TEST_P(CatalogMergeTest, ACategoryPathMakesItsParents) {
  merge(request(alpha_), {batch({row(1, "A1", {{OfferField::category, "Maison > Cuisine > Fours"}})})});
  EXPECT_EQ(scalar("SELECT count(*) FROM categories"), "3");
  EXPECT_EQ(product("alpha:A1").product.category, "Maison > Cuisine > Fours");
}

TEST_P(CatalogMergeTest, ALedgerThatDoesNotBalanceFailsTheMerge) {
  const auto rows = batch({row(1, "A1", {{OfferField::name, "Four"}})});
  auto merge = begun(request(alpha_), base::Uuid::generate(), {rows});
  must(merge.apply(rows));
  const auto finished = merge.finish(2);
  ASSERT_FALSE(finished.has_value());
  EXPECT_EQ(finished.error().code(), "import.ledger_unbalanced");
  EXPECT_EQ(scalar("SELECT status FROM change_sets"), "open");
}

TEST_P(CatalogMergeTest, AnInterruptedMergeGoesOnAfterItsLastBatch) {
  const auto wanted = request(alpha_, MergeMode::full);
  const base::Uuid change_set = base::Uuid::generate();
  const auto first = batch({row(1, "A1", {{OfferField::name, "Four"}}), row(2, "A2", {{OfferField::name, "Bol"}})});
  const auto second = batch({row(3, "A3", {{OfferField::name, "Pot"}})});
  {
    auto merge = begun(wanted, change_set, {first, second});
    must(merge.apply(first));
  }
  auto merge = begun(wanted, change_set, {first, second});
  EXPECT_EQ(merge.merged_up_to(), 2U);
  must(merge.apply(second));
  const auto counts = must(merge.finish(3));
  EXPECT_EQ(counts.rows.created, 3U);
  EXPECT_EQ(counts.offers.withdrawn, 0U) << "rows merged before the interruption are in the file too";
}

TEST_P(CatalogMergeTest, OnlyOneMergeOfASupplierRunsAtATime) {
  const auto running = must(catalog::CatalogMerge::open(database(), request(alpha_)));
  const auto second = catalog::CatalogMerge::open(database(), request(alpha_));
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code(), "import.supplier_busy");
  EXPECT_TRUE(catalog::CatalogMerge::open(database(), request(beta_)).has_value());
}

TEST_P(CatalogMergeTest, EachShownFieldSaysWhichFileAndRowSetIt) {
  merge(request(alpha_), {batch({row(4, "A1", {{OfferField::name, "Four"}, {OfferField::gtin, oven}})})});
  merge(request(beta_), {batch({row(9, "B1", {{OfferField::description, "A big oven"}, {OfferField::gtin, oven}})})});
  std::map<std::string, std::pair<std::string, std::uint64_t>> from;
  for (const auto& p : product(oven).provenance) from[p.field] = {p.supplier, p.row};
  EXPECT_EQ(from["name"], std::make_pair(std::string("alpha"), std::uint64_t{4}));
  EXPECT_EQ(from["description"], std::make_pair(std::string("beta"), std::uint64_t{9}));
}

}  // namespace
