#include "domain/catalog/product_search.h"

#include "integration/catalog/merge_fixture.h"

namespace {

using catalog::OfferField;
using catalog::ProductOrder;
using catalog::ProductQuery;
using test::batch;
using test::must;
using test::row;

class ProductSearchTest : public test::CatalogTest {
 protected:
  void import(const suppliers::Supplier& supplier, std::vector<catalog::MergeRow> rows,
              catalog::MergeMode mode = catalog::MergeMode::partial) {
    merge(request(supplier, mode), {batch(std::move(rows))});
    refresh();
  }
  std::uint64_t refresh() { return must(catalog::refresh_search(connection())); }

  catalog::ProductPage search(const ProductQuery& query) {
    return must(catalog::CatalogService(database()).search(query));
  }
  std::vector<std::string> names(const ProductQuery& query) {
    std::vector<std::string> found;
    for (const catalog::Product& product : search(query).products) found.push_back(product.name);
    return found;
  }
  std::vector<std::string> find(const std::string& text) {
    ProductQuery query;
    query.text = text;
    return names(query);
  }

  /// Kitchen goods under French and English names.
  void import_kitchen() {
    import(alpha_, {row(1, "FR-100",
                        {{OfferField::name, "Four à chaleur tournante Élégance"},
                         {OfferField::brand, "Brandt"},
                         {OfferField::category, "Maison > Cuisine > Fours"},
                         {OfferField::gtin, "03760001234565"},
                         {OfferField::purchase_price, "3000000"},
                         {OfferField::stock, "4"},
                         { OfferField::manufacturer_reference,
                           "BXP-5337.X" }}),
                    row(2, "FR-200",
                        {{OfferField::name, "Réfrigérateur américain"},
                         {OfferField::brand, "Bosch"},
                         {OfferField::category, "Maison > Cuisine > Froid"},
                         {OfferField::purchase_price, "9000000"},
                         { OfferField::stock,
                           "0" }}),
                    row(3, "FR-300",
                        {{OfferField::name, "Théière en fonte"},
                         {OfferField::category, "Maison > Table"},
                         { OfferField::purchase_price,
                           "250000" }}),
                    row(4, "EN 400/7",
                        {{OfferField::name, "Stainless steel kettle"},
                         {OfferField::brand, "Bosch"},
                         {OfferField::gtin, "00036000291452"},
                         {OfferField::purchase_price, "400000"},
                         { OfferField::stock,
                           "12" }})});
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, ProductSearchTest, test::both_engines(), test::engine_name);

using Names = std::vector<std::string>;
const std::string oven = "Four à chaleur tournante Élégance";
const std::string fridge = "Réfrigérateur américain";
const std::string teapot = "Théière en fonte";
const std::string kettle = "Stainless steel kettle";

TEST_P(ProductSearchTest, FindsWordsInAnyOrder) {
  import_kitchen();
  EXPECT_EQ(find("tournante four"), Names{oven});
  EXPECT_EQ(find("kettle steel"), Names{kettle});
  EXPECT_EQ(find("four fonte"), Names{});
}

TEST_P(ProductSearchTest, IgnoresAccentsAndCaseOnBothSides) {
  import_kitchen();
  EXPECT_EQ(find("REFRIGERATEUR"), Names{fridge});
  EXPECT_EQ(find("théière"), Names{teapot});
  EXPECT_EQ(find("theiere"), Names{teapot});
  EXPECT_EQ(find("elégance"), Names{oven});
}

TEST_P(ProductSearchTest, FindsTheBrandAmongTheWords) {
  import_kitchen();
  EXPECT_EQ(find("bosch kettle"), Names{kettle});
  EXPECT_EQ(find("bosch").size(), 2U);
}

TEST_P(ProductSearchTest, AWordMayBeOnlyBegun) {
  import_kitchen();
  EXPECT_EQ(find("refri amér"), Names{fridge});
}

TEST_P(ProductSearchTest, ForgivesTypingMistakesAndSaysWhatItLookedFor) {
  import_kitchen();
  EXPECT_EQ(find("refrigirateur"), Names{fridge});
  EXPECT_EQ(find("tehière"), Names{teapot});
  EXPECT_EQ(find("stainles ketle"), Names{kettle});
  EXPECT_EQ(find("foru"), Names{oven});
  ProductQuery query;
  query.text = "foru";
  EXPECT_EQ(search(query).corrected_text, "four");
  query.text = "four";
  EXPECT_EQ(search(query).corrected_text, "");
}

TEST_P(ProductSearchTest, ForgivesTypingMistakesInEveryOrder) {
  import_kitchen();
  ProductQuery query;
  query.text = "ketle";
  query.order = ProductOrder::price;
  EXPECT_EQ(names(query), Names{kettle});
}

TEST_P(ProductSearchTest, DoesNotTakeAnythingForATypingMistake) {
  import_kitchen();
  EXPECT_EQ(find("zzzzzzzz"), Names{});
  EXPECT_EQ(find("television"), Names{});
}

TEST_P(ProductSearchTest, FindsAGtinInAnyLength) {
  import_kitchen();
  EXPECT_EQ(find("3760001234565"), Names{oven});
  EXPECT_EQ(find("03760001234565"), Names{oven});
  EXPECT_EQ(find("376 0001 234565"), Names{oven});
  EXPECT_EQ(find("036000291452"), Names{kettle});
  EXPECT_EQ(find("36000291452"), Names{kettle});
}

TEST_P(ProductSearchTest, FindsPartsOfAnyCode) {
  import_kitchen();
  EXPECT_EQ(find("1234565"), Names{oven});
  EXPECT_EQ(find("60001234"), Names{oven});
  EXPECT_EQ(find("FR-200"), Names{fridge});
  EXPECT_EQ(find("fr200"), Names{fridge});
  EXPECT_EQ(find("400/7"), Names{kettle});
  EXPECT_EQ(find("bxp 5337"), Names{oven});
  EXPECT_EQ(find("337x"), Names{oven});
  EXPECT_EQ(find("fr-").size(), 0U);
}

TEST_P(ProductSearchTest, ADigitsOnlyReferenceThatLooksLikeAGtinIsFound) {
  import(alpha_, {row(1, "12345670", {{ OfferField::name, "Vis" }}), row(2, "B", {{ OfferField::name, "Clou" }})});
  EXPECT_EQ(find("12345670"), Names{"Vis"});
}

TEST_P(ProductSearchTest, ExactCodesAndWholeWordsComeFirst) {
  import(alpha_, {row(1, "A1",
                      {{ OfferField::name,
                         "Fourchette de table" }}),
                  row(2, "A2",
                      {{ OfferField::name,
                         "Plaque pour four" }}),
                  row(3, "A3",
                      {{ OfferField::name,
                         "Four" }}),
                  row(4, "FOUR",
                      {{ OfferField::name,
                         "Moufle" }})});
  const auto found = find("four");
  ASSERT_EQ(found.size(), 4U);
  EXPECT_EQ(found[0], "Moufle");
  EXPECT_EQ(found[1], "Four");
  EXPECT_EQ(found[2], "Plaque pour four");
  EXPECT_EQ(found[3], "Fourchette de table");
}

TEST_P(ProductSearchTest, SignsOfQueryLanguagesMeanNothing) {
  import_kitchen();
  for (const std::string text : {"four\" OR \"fonte", "four' | 'fonte", "four:* & !x", "fo%", "f_ur",
                                 "NEAR(four fonte)", "words:four -fonte", "';DROP TABLE products;--", "\\", "\"", "'",
                                 "*", "()", "^four$", "{words codes}:four", "AND", "NOT four", "four AND NOT fonte"}) {
    EXPECT_LE(find(text).size(), 4U) << text;
  }
  EXPECT_EQ(find("\"four\""), Names{oven});
  EXPECT_EQ(find("four%"), Names{oven});
  EXPECT_EQ(find("f%r"), Names{});
  EXPECT_EQ(find("four\" OR \"fonte"), Names{});
  EXPECT_EQ(find(std::string("four\0fonte", 10)), Names{});
  EXPECT_EQ(find("\xff\xfe four"), Names{oven});
  EXPECT_EQ(find(std::string(100'000, 'a')), Names{});
}

TEST_P(ProductSearchTest, SignsAloneAreNoSearchAndListEverything) {
  import_kitchen();
  EXPECT_EQ(find("  *** ").size(), 4U);
}

TEST_P(ProductSearchTest, FiltersNarrowTheList) {
  import_kitchen();
  import(beta_, {row(1, "B1", {{OfferField::gtin, "03760001234565"}, { OfferField::purchase_price, "2900000" }})});
  ProductQuery query;
  query.order = ProductOrder::name;
  const auto with = [&](auto change) {
    ProductQuery changed = query;
    change(changed);
    return names(changed);
  };
  EXPECT_EQ(with([](auto&) {}), (Names{oven, fridge, kettle, teapot}));
  EXPECT_EQ(with([](auto& q) { q.supplier_code = "beta"; }), Names{oven});
  EXPECT_EQ(with([](auto& q) { q.supplier_code = "nobody"; }), Names{});
  EXPECT_EQ(with([](auto& q) { q.brand = "BOSCH"; }), (Names{fridge, kettle}));
  EXPECT_EQ(with([](auto& q) { q.category = "maison > cuisine"; }), (Names{oven, fridge}));
  EXPECT_EQ(with([](auto& q) { q.category = "Maison"; }), (Names{oven, fridge, teapot}));
  EXPECT_EQ(with([](auto& q) { q.category = "Mais"; }), Names{});
  EXPECT_EQ(with([](auto& q) { q.has_gtin = false; }), (Names{fridge, teapot}));
  EXPECT_EQ(with([](auto& q) { q.in_stock = true; }), (Names{oven, kettle}));
  EXPECT_EQ(with([](auto& q) { q.in_stock = false; }), (Names{fridge, teapot}));
  EXPECT_EQ(with([](auto& q) { q.lowest = 400'000, q.highest = 3'000'000; }), (Names{oven, kettle}));
  EXPECT_EQ(with([](auto& q) { q.highest = 2'950'000, q.lowest = 2'850'000; }), Names{oven});  // beta's is the best
  EXPECT_EQ(with([](auto& q) { q.updated_since = base::Timestamp::now() + std::chrono::hours(1); }), Names{});
  EXPECT_EQ(with([](auto& q) { q.text = "bosch", q.in_stock = true; }), Names{kettle});
}

TEST_P(ProductSearchTest, SortsUnknownPricesLastWhenTheCheapestComeFirst) {
  import_kitchen();
  import(beta_, {row(1, "B9", {{ OfferField::name, "Sans prix" }})});
  ProductQuery query;
  query.order = ProductOrder::price;
  EXPECT_EQ(names(query), (Names{teapot, kettle, oven, fridge, "Sans prix"}));
  query.descending = true;
  EXPECT_EQ(names(query), (Names{fridge, oven, kettle, teapot, "Sans prix"}));
  query.order = ProductOrder::stock;
  EXPECT_EQ(names(query).front(), kettle);
}

TEST_P(ProductSearchTest, WithdrawnProductsAreTold) {
  import_kitchen();
  import(alpha_, {row(1, "FR-300", {{ OfferField::name, teapot }})}, catalog::MergeMode::full);
  ProductQuery query;
  query.is_withdrawn = true;
  EXPECT_EQ(names(query).size(), 3U);
  query.is_withdrawn = false;
  EXPECT_EQ(names(query), Names{teapot});
}

TEST_P(ProductSearchTest, PagesByCursorStayWhereTheyAreWhenProductsCome) {
  std::vector<catalog::MergeRow> rows;
  for (std::uint64_t i = 1; i <= 25; ++i) {
    const std::string number = std::to_string(100 + i);
    rows.push_back(row(i, "A" + number, {{OfferField::name, "Bol " + number}, {OfferField::purchase_price, number}}));
  }
  import(alpha_, std::move(rows));
  for (const ProductOrder order : {ProductOrder::relevance, ProductOrder::id, ProductOrder::name,
                                   ProductOrder::updated_at, ProductOrder::price, ProductOrder::stock}) {
    ProductQuery query;
    query.text = order == ProductOrder::relevance ? "bol" : "";
    query.order = order;
    query.size = 10;
    std::multiset<std::string> met;
    for (int page = 0; page < 5; ++page) {
      const auto found = search(query);
      for (const auto& product : found.products) {
        if (product.name.size() == 7) met.insert(product.name);
      }
      query.cursor = found.next_cursor;
      if (query.cursor.empty()) break;
      const std::string fresh = "N" + std::to_string(static_cast<int>(order)) + "-" + std::to_string(page);
      import(beta_, {row(1, fresh, {{OfferField::name, "Bol neuf"}, { OfferField::purchase_price, "1" }})});
    }
    EXPECT_EQ(met.size(), 25U) << static_cast<int>(order);
    EXPECT_EQ(std::set<std::string>(met.begin(), met.end()).size(), 25U) << static_cast<int>(order);
  }
}

TEST_P(ProductSearchTest, NumberedPagesAndTotals) {
  import_kitchen();
  ProductQuery query;
  query.order = ProductOrder::name;
  query.size = 3;
  EXPECT_EQ(search(query).total, 4U);
  EXPECT_FALSE(search(query).has_more_than_total);
  query.page = 2;
  EXPECT_EQ(names(query), Names{teapot});
  EXPECT_EQ(search(query).next_cursor, "");
  query.page = 9;
  EXPECT_EQ(names(query), Names{});
  query.page = 1;
  query.text = "bosch";
  EXPECT_EQ(search(query).total, 2U);
}

TEST_P(ProductSearchTest, ACursorOfAnotherListIsRefused) {
  import_kitchen();
  ProductQuery query;
  query.size = 2;
  query.order = ProductOrder::name;
  query.cursor = search(query).next_cursor;
  query.order = ProductOrder::price;
  EXPECT_EQ(test::code_of(catalog::CatalogService(database()).search(query)), catalog::cursor_invalid.code);
  query.cursor = "not a cursor";
  EXPECT_EQ(test::code_of(catalog::CatalogService(database()).search(query)), catalog::cursor_invalid.code);
}

TEST_P(ProductSearchTest, FacetsCountTheList) {
  import_kitchen();
  import(beta_, {row(1, "B1", {{ OfferField::gtin, "03760001234565" }})});
  catalog::CatalogService service(database());
  const auto all = must(service.facets({}));
  ASSERT_EQ(all.suppliers.size(), 2U);
  EXPECT_EQ(all.suppliers[0].key, "alpha");
  EXPECT_EQ(all.suppliers[0].products, 4U);
  EXPECT_EQ(all.suppliers[1].products, 1U);
  ASSERT_EQ(all.brands.size(), 2U);
  EXPECT_EQ(all.brands[0].name, "Bosch");
  EXPECT_EQ(all.brands[0].products, 2U);
  EXPECT_EQ(all.categories.size(), 3U);
  ProductQuery query;
  query.text = "bosch";
  EXPECT_EQ(must(service.facets(query)).brands.size(), 1U);
}

TEST_P(ProductSearchTest, ARefreshTakesUpOnlyWhatIsNew) {
  import_kitchen();
  EXPECT_EQ(refresh(), 0U);
  merge(request(beta_), {batch({row(1, "B1", {{OfferField::name, "Bol"}})})});
  EXPECT_EQ(find("bol"), Names{});
  EXPECT_EQ(refresh(), 1U);
  EXPECT_EQ(find("bol"), Names{"Bol"});
}

TEST_P(ProductSearchTest, ARefreshDuringAnImportKnowsItsCommittedRows) {
  auto open =
      begun(request(alpha_), base::Uuid::generate(),
            {batch({row(1, "A1", {{OfferField::name, "Bol"}})}), batch({row(2, "A2", {{OfferField::name, "Vase"}})})});
  must(open.apply(batch({row(1, "A1", {{OfferField::name, "Bol"}})})));
  refresh();
  EXPECT_EQ(find("bol"), Names{"Bol"});
  must(open.apply(batch({row(2, "A2", {{OfferField::name, "Vase"}})})));
  must(open.finish(2));
  EXPECT_EQ(refresh(), 1U);
  EXPECT_EQ(find("vase"), Names{"Vase"});
}

TEST_P(ProductSearchTest, ARenamedProductIsFoundByItsNewNameOnly) {
  import(alpha_, {row(1, "A1", {{ OfferField::name, "Casserole" }})});
  import(alpha_, {row(1, "A1", {{ OfferField::name, "Marmite" }})});
  EXPECT_EQ(find("marmite"), Names{"Marmite"});
  EXPECT_EQ(find("casserole"), Names{});
}

TEST_P(ProductSearchTest, AProductThatBecamePartOfAnotherLeavesTheLists) {
  import(alpha_, {row(1, "A1", {{OfferField::name, "Bol"}, { OfferField::gtin, "03760001234565" }})});
  import(beta_, {row(1, "B1", {{ OfferField::name, "Bol" }})});
  EXPECT_EQ(find("bol").size(), 2U);
  import(beta_, {row(1, "B1", {{OfferField::name, "Bol"}, { OfferField::gtin, "03760001234565" }})});
  EXPECT_EQ(find("bol"), Names{"Bol"});
  EXPECT_EQ(find("b1"), Names{"Bol"});
}

TEST_P(ProductSearchTest, ASupplierWithFewOffersNarrowsASearchToo) {
  import_kitchen();
  import(beta_, {row(1, "B1", {{ OfferField::name, "Four de table" }})});
  ProductQuery query;
  query.text = "four";
  query.supplier_code = "beta";
  EXPECT_EQ(names(query), Names{"Four de table"});
  query.order = ProductOrder::price;
  EXPECT_EQ(names(query), Names{"Four de table"});
}

TEST_P(ProductSearchTest, TheCatalogueKnowsItsSize) {
  catalog::CatalogService service(database());
  EXPECT_EQ(must(service.size()).active_offers, 0U);
  const std::map<OfferField, std::string> values{{OfferField::name, "Four"}, {OfferField::gtin, "03760001234565"}};
  import(alpha_, {row(1, "A1", values), row(2, "A2", {{ OfferField::name, "Bol" }})});
  import(beta_, {row(1, "B1", values)});
  const auto size = must(service.size());
  EXPECT_EQ(size.products, 2U);
  EXPECT_EQ(size.active_offers, 3U);
  EXPECT_EQ(size.suppliers, 2U);
}

}  // namespace
