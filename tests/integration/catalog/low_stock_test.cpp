#include <algorithm>

#include "integration/catalog/merge_fixture.h"

namespace {

using catalog::OfferField;
using test::batch;
using test::must;
using test::row;

class LowStock : public test::CatalogTest {
 protected:
  static catalog::MergeRow line(std::uint64_t number, const std::string& sku, const std::string& gtin,
                                const std::string& stock) {
    return row(number, sku, {{OfferField::gtin, gtin}, {OfferField::name, "Thing " + sku}, {OfferField::stock, stock}});
  }
  std::vector<catalog::CatalogService::LowStock> fallen(const base::Uuid& change_set, std::int64_t threshold = 5,
                                                        std::uint64_t limit = 100) {
    return must(catalog::CatalogService(database()).fallen_stock(change_set, threshold, limit));
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, LowStock, test::both_engines(), test::engine_name);

TEST_P(LowStock, NamesWhatFellBelowTheThresholdInThisChangeSet) {
  const auto first =
      merge(request(alpha_), {batch({line(1, "A", "04006381333931", "20"), line(2, "B", "05901234123457", "3"),
                                     line(3, "C", "09781234567897", "9")})});
  EXPECT_TRUE(fallen(first.change_set).empty()) << "new products have not fallen";

  const auto second =
      merge(request(alpha_), {batch({line(1, "A", "04006381333931", "4"), line(2, "B", "05901234123457", "2"),
                                     line(3, "C", "09781234567897", "5")})});
  const auto products = fallen(second.change_set);
  ASSERT_EQ(products.size(), 1U) << "B was low before, C is at the threshold";
  EXPECT_EQ(products[0].name, "Thing A");
  EXPECT_EQ(products[0].gtin, "04006381333931");
  EXPECT_EQ(products[0].stock, 4);
}

TEST_P(LowStock, CountsTheOffersOfAllSuppliers) {
  merge(request(beta_), {batch({line(1, "X", "04006381333931", "10")})});
  merge(request(alpha_), {batch({line(1, "A", "04006381333931", "20")})});
  const auto still_enough = merge(request(alpha_), {batch({line(1, "A", "04006381333931", "0")})});
  EXPECT_TRUE(fallen(still_enough.change_set).empty());

  const auto sold_out = merge(request(beta_), {batch({line(1, "X", "04006381333931", "0")})});
  ASSERT_EQ(fallen(sold_out.change_set).size(), 1U);
  EXPECT_EQ(fallen(sold_out.change_set)[0].stock, 0);
}

TEST_P(LowStock, CountsAWithdrawnOfferAsNone) {
  merge(request(alpha_, catalog::MergeMode::full),
        {batch({line(1, "A", "04006381333931", "20"), line(2, "B", "05901234123457", "30")})});
  const auto without =
      merge(request(alpha_, catalog::MergeMode::full), {batch({line(1, "B", "05901234123457", "30")})});
  const auto products = fallen(without.change_set);
  ASSERT_EQ(products.size(), 1U);
  EXPECT_EQ(products[0].stock, 0);
}

TEST_P(LowStock, ListsNoMoreThanAsked) {
  merge(request(alpha_), {batch({line(1, "A", "04006381333931", "20"), line(2, "B", "05901234123457", "30")})});
  const auto less =
      merge(request(alpha_), {batch({line(1, "A", "04006381333931", "1"), line(2, "B", "05901234123457", "1")})});
  EXPECT_EQ(fallen(less.change_set).size(), 2U);
  EXPECT_EQ(fallen(less.change_set, 5, 1).size(), 1U);
}

}  // namespace
