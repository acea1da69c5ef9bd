#include "integration/catalog/merge_fixture.h"

namespace {

using catalog::MergeEffect;
using catalog::MergeMode;
using catalog::OfferField;
using test::batch;
using test::must;
using test::row;

class DryRun : public test::CatalogTest {
 protected:
  /// Everything a dry run could have touched, as text.
  std::string content() {
    std::string all;
    for (const std::string table : {"products", "offers", "price_history", "stock_history", "change_sets",
                                    "change_items", "change_set_batches", "brands", "categories", "suppliers"}) {
      all += table + scalar("SELECT count(*) FROM " + table) + ";";
    }
    return all + scalar("SELECT sum(purchase_price) FROM offers") +
           scalar("SELECT count(*) FROM offers WHERE withdrawn_at IS NULL");
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, DryRun, test::both_engines(), test::engine_name);

const std::string oven = "03760001234565";

std::vector<catalog::MergeBatch> next_feed() {
  auto last = batch({row(5, "A5", {{OfferField::name, "Pot"}, {OfferField::gtin, oven}}),
                     row(6, "A6", {{OfferField::brand, "Neuve"}})});
  last.last_row = 7;
  last.quarantined = 1;
  last.problems["import.gtin_checksum"] = 1;
  return {batch({row(1, "A1",
                     {{OfferField::name, "Four"}, {OfferField::purchase_price, "800000"}, {OfferField::gtin, oven}}),
                 row(2, "A2", {{OfferField::name, "Bol"}})}),
          last};
}

TEST_P(DryRun, GivesTheLedgerAndDiffOfTheRealRunAndWritesNothing) {
  merge(request(beta_), {batch({row(1, "B1", {{OfferField::name, "Oven"}, {OfferField::gtin, oven}})})});
  merge(request(alpha_),
        {batch({row(1, "A1", {{OfferField::name, "Four"}, {OfferField::purchase_price, "900000"}}),
                row(2, "A2", {{OfferField::name, "Bol"}}), row(3, "A3", {{OfferField::name, "Plat"}})})});
  const std::string before = content();

  std::vector<std::string> planned;
  catalog::MergeCounts plan;
  {
    auto merge = begun(request(alpha_, MergeMode::full, MergeEffect::dry_run), base::Uuid::generate(), next_feed());
    for (const auto& one : next_feed()) must(merge.apply(one));
    plan = must(merge.finish(5));
    must(merge.each_change([&](const auto& c) { planned.push_back(c.kind + c.sku + c.before.substr(0, 20)); }));
  }
  EXPECT_EQ(content(), before);

  const auto [change_set, real] = merge(request(alpha_, MergeMode::full), next_feed());
  std::vector<std::string> done;
  must(catalog::CatalogService(database()).each_change(change_set, [&](const auto& c) {
    done.push_back(c.kind + c.sku + c.before.substr(0, 20));
  }));
  EXPECT_EQ(planned, done);
  EXPECT_EQ(plan.rows.created, real.rows.created);
  EXPECT_EQ(plan.rows.updated, real.rows.updated);
  EXPECT_EQ(plan.rows.unchanged, real.rows.unchanged);
  EXPECT_EQ(plan.rows.quarantined, real.rows.quarantined);
  EXPECT_EQ(plan.offers.withdrawn, 1U);
  EXPECT_EQ(real.offers.withdrawn, 1U);
  EXPECT_EQ(plan.products.created, real.products.created);
  EXPECT_EQ(plan.products.updated, real.products.updated);
  EXPECT_EQ(plan.products.unchanged, real.products.unchanged);
}

TEST_P(DryRun, OfANewSupplierDoesNotCreateIt) {
  const suppliers::Supplier nobody = must(suppliers::SupplierService(database()).preview("gamma"));
  const auto wanted = request(nobody, MergeMode::partial, MergeEffect::dry_run);
  EXPECT_EQ(merge(wanted, {batch({row(1, "G1", {{OfferField::name, "Pot"}})})}).counts.rows.created, 1U);
  EXPECT_FALSE(suppliers::SupplierService(database()).find("gamma").has_value());
}

TEST_P(DryRun, DoesNotWaitForARunningImportOfTheSameSupplier) {
  const auto running = must(catalog::CatalogMerge::open(database(), request(alpha_)));
  const auto wanted = request(alpha_, MergeMode::partial, MergeEffect::dry_run);
  EXPECT_TRUE(catalog::CatalogMerge::open(database(), wanted).has_value());
}

}  // namespace
