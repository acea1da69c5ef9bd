#include <algorithm>

#include "integration/catalog/merge_fixture.h"

namespace {

using catalog::CatalogService;
using catalog::OfferField;
using test::batch;
using test::must;
using test::row;

/// Reading the pictures of what a change set touched, a page after the other.
class ProductImagesTest : public test::CatalogTest {
 protected:
  static catalog::MergeRow line(std::uint64_t number) {
    const std::string sku = "P" + std::to_string(number);
    return row(number, sku, {{OfferField::name, "Thing " + sku}, {OfferField::image_urls, "https://shop/" + sku}});
  }
  std::vector<std::string> urls(base::Uuid change_set, std::uint64_t limit) {
    std::vector<std::string> met;
    CatalogService::ItemPlace place;
    for (int pages = 0; pages < 100; ++pages) {
      const auto page = must(CatalogService(database()).images_changed_by(change_set, place, limit));
      for (const auto& product : page.products) met.insert(met.end(), product.urls.begin(), product.urls.end());
      if (!page.next) return met;
      place = *page.next;
    }
    ADD_FAILURE() << "there is no end";
    return met;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, ProductImagesTest, test::both_engines(), test::engine_name);

TEST_P(ProductImagesTest, AllAreMetInTheOrderOfTheFileWhateverThePage) {
  const auto merged = merge(request(alpha_), {batch({line(1), line(2), line(3), line(4)})});
  const std::vector<std::string> all{"https://shop/P1", "https://shop/P2", "https://shop/P3", "https://shop/P4"};
  for (const std::uint64_t limit : {1U, 2U, 3U, 4U, 100U}) EXPECT_EQ(urls(merged.change_set, limit), all) << limit;
}

TEST_P(ProductImagesTest, WithdrawalsWhichStandInNoRowAreMetToo) {
  const auto full = catalog::MergeMode::full;
  merge(request(alpha_, full), {batch({line(1), line(2), line(3), line(4)})});
  const auto without = merge(request(alpha_, full), {batch({line(4)})});
  for (const std::uint64_t limit : {1U, 2U, 100U}) {
    auto met = urls(without.change_set, limit);
    std::ranges::sort(met);
    EXPECT_EQ(met, (std::vector<std::string>{"https://shop/P1", "https://shop/P2", "https://shop/P3"})) << limit;
  }
}

TEST_P(ProductImagesTest, AProductOfTwoOffersIsOnAPageOnce) {
  const std::map<OfferField, std::string> same{{OfferField::gtin, "04006381333931"},
                                               {OfferField::image_urls, "https://shop/X"}};
  const auto merged = merge(request(alpha_), {batch({row(1, "A", same), row(2, "B", same)})});
  EXPECT_EQ(urls(merged.change_set, 100), std::vector<std::string>{"https://shop/X"});
}

TEST_P(ProductImagesTest, AChangeSetThatTouchedNothingHasNone) {
  merge(request(alpha_), {batch({line(1)})});
  const auto again = merge(request(alpha_), {batch({line(1)})});
  EXPECT_TRUE(urls(again.change_set, 100).empty());
}

}  // namespace
