#include "domain/catalog/product_edit.h"

#include <set>

#include "domain/catalog/catalog_routes.h"
#include "integration/catalog/merge_fixture.h"
#include "platform/sheets/workbook_stream.h"
#include "support/http_call.h"
#include "support/workbook.h"

namespace {

using catalog::OfferField;
using catalog::ProductEdit;
using catalog::ShownField;
using test::batch;
using test::code_of;
using test::must;
using test::row;

class ProductEditTest : public test::CatalogTest {
 protected:
  void SetUp() override {
    CatalogTest::SetUp();
    service_.emplace(database());
    merge(request(alpha_), {batch({row(1, "A1",
                                       {{OfferField::name, "Four"},
                                        {OfferField::gtin, "03760001234565"},
                                        {OfferField::brand, "Brandt"},
                                        {OfferField::retail_price, "3000000"},
                                        {OfferField::currency, "EUR"}}),
                                   row(2, "A2", {{OfferField::name, "Bol"}})})});
    must(catalog::refresh_search(connection()));
  }
  catalog::CatalogService& service() { return *service_; }

  void edit(const std::string& key, ShownField field, const std::string& value) {
    ProductEdit wanted;
    wanted.put(field, value);
    must(service().edit(key, wanted, editor_));
  }
  void release(const std::string& key, ShownField field) {
    ProductEdit wanted;
    wanted.release = {field};
    must(service().edit(key, wanted, editor_));
  }
  std::vector<std::string> find(const std::string& text) {
    catalog::ProductQuery query;
    query.text = text;
    std::vector<std::string> names;
    for (const auto& product : must(service().search(query)).products) names.push_back(product.name);
    return names;
  }
  test::Calls routes() {
    test::Calls calls(catalog::catalog_routes({service(), [this](const auto&, std::string_view action, std::string_view,
                                                                 std::string_view before, std::string_view after) {
                                                 audited_.push_back(std::string(action) + " " + std::string(before) +
                                                                    " " + std::string(after));
                                               }}));
    calls.caller.name = "ana@example.org";
    calls.caller.permissions = {"products.bulk", "products.delete"};
    return calls;
  }

  const catalog::Editor editor_{base::Uuid::generate(), "ana@example.org"};
  std::vector<std::string> audited_;

 private:
  std::optional<catalog::CatalogService> service_;
};
INSTANTIATE_TEST_SUITE_P(Engines, ProductEditTest, test::both_engines(), test::engine_name);

using Names = std::vector<std::string>;

TEST_P(ProductEditTest, AFieldSetByHandOutranksEveryFeedUntilItIsReleased) {
  edit("alpha:A1", ShownField::name, "Four de Noël");
  EXPECT_EQ(product("alpha:A1").product.name, "Four de Noël");
  EXPECT_EQ(product("alpha:A1").product.set_by_hand, Names{"name"});
  merge(request(alpha_), {batch({row(1, "A1", {{OfferField::name, "Four 2027"}, {OfferField::brand, "Sauter"}})})});
  EXPECT_EQ(product("alpha:A1").product.name, "Four de Noël");
  EXPECT_EQ(product("alpha:A1").product.brand, "Sauter");
  release("alpha:A1", ShownField::name);
  EXPECT_EQ(product("alpha:A1").product.name, "Four 2027");
  EXPECT_EQ(product("alpha:A1").product.set_by_hand, Names{});
  const auto counts = merge(request(alpha_), {batch({row(1, "A1", {{OfferField::name, "Four 2028"}})})}).counts;
  EXPECT_EQ(counts.products.updated, 1U);
  EXPECT_EQ(product("alpha:A1").product.name, "Four 2028");
}

TEST_P(ProductEditTest, AFeedThatSaysTheSameAgainAfterAReleaseChangesNothing) {
  const auto rows = batch({row(1, "A2", {{OfferField::name, "Bol"}, {OfferField::brand, "Revol"}})});
  merge(request(alpha_), {rows});
  edit("alpha:A2", ShownField::brand, "Autre");
  release("alpha:A2", ShownField::brand);
  EXPECT_EQ(product("alpha:A2").product.brand, "Revol");
  EXPECT_EQ(merge(request(beta_), {batch({row(1, "B1", {{OfferField::name, "Vase"}})})}).counts.products.updated, 0U);
  EXPECT_EQ(merge(request(alpha_), {rows}).counts.products.updated, 0U);
}

TEST_P(ProductEditTest, EditsAreFoundBySearchAtOnce) {
  edit("alpha:A2", ShownField::name, "Saladier");
  EXPECT_EQ(find("saladier"), Names{"Saladier"});
  EXPECT_EQ(find("bol"), Names{});
}

TEST_P(ProductEditTest, ValuesAreReadAsPeopleWriteThem) {
  edit("alpha:A1", ShownField::retail_price, "249.90");
  edit("alpha:A1", ShownField::weight, "12.5");
  edit("alpha:A1", ShownField::vat_rate, "5.5");
  edit("alpha:A1", ShownField::category, "Maison > Fours");
  edit("alpha:A1", ShownField::attributes, R"({"b":2,"a":"x"})");
  edit("alpha:A1", ShownField::brand, "");
  const auto shown = product("alpha:A1").product;
  EXPECT_EQ(shown.retail_price, 2'499'000);
  EXPECT_EQ(shown.weight, 12'500);
  EXPECT_EQ(shown.vat_rate, 55'000);
  EXPECT_EQ(shown.category, "Maison > Fours");
  EXPECT_EQ(shown.attributes, R"({"a":"x","b":2})");
  EXPECT_EQ(shown.brand, "");
}

TEST_P(ProductEditTest, WhatCannotBeAValueIsRefused) {
  const std::vector<std::pair<ShownField, std::string>> wrong{{ShownField::retail_price, "-1"},
                                                              {ShownField::retail_price, "12,50"},
                                                              {ShownField::vat_rate, "101"},
                                                              {ShownField::weight, "0.0005"},
                                                              {ShownField::currency, "EURO"},
                                                              {ShownField::attributes, "[1]"},
                                                              {ShownField::name, std::string(2'000, 'x')}};
  for (const auto& [field, value] : wrong) {
    ProductEdit wanted;
    wanted.put(field, value);
    EXPECT_EQ(code_of(service().edit("alpha:A1", wanted, editor_)), catalog::product_edit_invalid.code) << value;
  }
  EXPECT_EQ(product("alpha:A1").product.set_by_hand, Names{});
}

TEST_P(ProductEditTest, OfTwoEditsOfWhatWasReadTheSecondIsRefused) {
  const auto read = product("alpha:A1").product.updated_at;
  ProductEdit wanted;
  wanted.put(ShownField::name, "Un");
  must(service().edit("alpha:A1", wanted, editor_, read));
  wanted.put(ShownField::name, "Deux");
  EXPECT_EQ(code_of(service().edit("alpha:A1", wanted, editor_, read)), catalog::product_changed.code);
}

TEST_P(ProductEditTest, AnEditIsKeptWithItsEditor) {
  edit("alpha:A1", ShownField::name, "Four de Noël");
  EXPECT_EQ(scalar("SELECT editor FROM product_edits"), "ana@example.org");
  EXPECT_EQ(scalar("SELECT before FROM product_edits"), R"({"name":"Four","set_by_hand":[]})");
  EXPECT_EQ(scalar("SELECT after FROM product_edits"), R"({"name":"Four de Noël","set_by_hand":["name"]})");
  edit("alpha:A1", ShownField::name, "Four de Noël");
  EXPECT_EQ(scalar("SELECT count(*) FROM product_edits"), "1");
}

TEST_P(ProductEditTest, ProductsWithOffersAreNotDeleted) {
  EXPECT_EQ(code_of(service().remove("alpha:A1", editor_)), catalog::product_has_offers.code);
  const std::string id = product("alpha:A2").product.id.to_string();
  must(connection().execute_script("test.orphan", "DELETE FROM offers WHERE sku = 'A2'"));
  must(service().remove(id, editor_));
  EXPECT_EQ(code_of(service().find(id)), catalog::product_unknown.code);
  EXPECT_EQ(find("bol"), Names{});
  EXPECT_EQ(scalar("SELECT count(*) FROM product_search"), "1");
}

TEST_P(ProductEditTest, RoutesShowAndEditOneProduct) {
  const auto calls = routes();
  const auto shown = calls.get("/products/3760001234565");
  EXPECT_EQ(shown.json().at("name"), "Four");
  EXPECT_EQ(shown.json().at("retail_price"), "300.00");
  EXPECT_EQ(shown.json().at("offer_list").at(0).at("sku"), "A1");
  const auto edited =
      calls.patch("/products/alpha:A1", R"({"name":"Grand four","image_urls":["http://x/1","http://x/2"]})",
                  {{"if-match", shown.etag}});
  EXPECT_EQ(edited.status, 200U);
  EXPECT_EQ(edited.json().at("name"), "Grand four");
  EXPECT_EQ(edited.json().at("image_urls").as_array().size(), 2U);
  EXPECT_EQ(edited.json().at("set_by_hand").as_array().size(), 2U);
  EXPECT_NE(edited.etag, shown.etag);
  EXPECT_EQ(calls.patch("/products/alpha:A1", R"({"name":"x"})", {{"if-match", shown.etag}}).status, 412U);
  EXPECT_EQ(calls.patch("/products/alpha:A1", R"({"release":["name","image_urls"]})").json().at("name"), "Four");
  EXPECT_EQ(calls.patch("/products/alpha:A1", R"({"release":["colour"]})").problem, catalog::product_edit_invalid.code);
  EXPECT_EQ(audited_.size(), 2U);
  const auto provenance = calls.get("/products/alpha:A1/provenance").json();
  EXPECT_EQ(provenance.at("items").at(0).at("supplier"), "alpha");
  EXPECT_EQ(calls.get("/products/alpha:A1/prices").json().at("items").at(0).at("retail_price"), "300.00");
  EXPECT_EQ(calls.get("/products/alpha:A1/stock").json().at("items").as_array().size(), 0U);
  EXPECT_EQ(calls.get("/products/nothing").problem, catalog::product_unknown.code);
}

TEST_P(ProductEditTest, RoutesListSparselyWithFacets) {
  const auto calls = routes();
  const auto list = calls.get("/products?sort=name&fields=name,gtin&facets=true&limit=1").json();
  EXPECT_EQ(list.at("total"), 2);
  const auto& item = list.at("items").at(0).as_object();
  EXPECT_EQ(item.size(), 2U);
  EXPECT_EQ(item.at("name"), "Bol");
  EXPECT_EQ(list.at("facets").at("suppliers").at(0).at("products"), 2);
  const std::string cursor(list.at("next_cursor").as_string());
  EXPECT_EQ(calls.get("/products?sort=name&limit=1&cursor=" + cursor).json().at("items").at(0).at("name"), "Four");
  EXPECT_EQ(calls.get("/products?fields=name,colour").problem, platform::http::request_invalid.code);
  EXPECT_EQ(calls.get("/products?in_stock=maybe").problem, platform::http::request_invalid.code);
  EXPECT_EQ(calls.get("/products?min_price=cheap").problem, platform::http::request_invalid.code);
}

TEST_P(ProductEditTest, RoutesListOffersBrandsAndCategories) {
  edit("alpha:A1", ShownField::category, "Maison > Fours");
  const auto calls = routes();
  EXPECT_EQ(calls.get("/offers?supplier=alpha&limit=1").json().at("items").as_array().size(), 1U);
  EXPECT_FALSE(calls.get("/offers?limit=1").json().at("next_cursor").is_null());
  EXPECT_EQ(calls.get("/offers?withdrawn=true").json().at("items").as_array().size(), 0U);
  EXPECT_EQ(calls.get("/brands?search=brân").json().at("items").at(0).at("products"), 1);
  const auto tree = calls.get("/categories").json().at("items").at(0);
  EXPECT_EQ(tree.at("name"), "Maison");
  EXPECT_EQ(tree.at("children").at(0).at("products"), 1);
}

TEST_P(ProductEditTest, TheExportHoldsWhatTheListHolds) {
  edit("alpha:A2", ShownField::name, "=HYPERLINK(\"x\")");
  const auto calls = routes();
  const std::string csv = calls.get("/products/export").body;
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 3);
  EXPECT_NE(csv.find("\"'=HYPERLINK"), std::string::npos);
  const std::string lines = calls.get("/products/export?format=ndjson&search=four").body;
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 1);
  EXPECT_EQ(boost::json::parse(lines).at("name"), "Four");
  const auto workbook = calls.get("/products/export?format=xlsx");
  EXPECT_EQ(workbook.header("Content-Type"), platform::sheets::workbook_type);
  const auto rows = test::read_workbook(workbook.body);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0][2], "name");
  EXPECT_EQ(std::set<std::string>({rows[1][2], rows[2][2]}), std::set<std::string>({"Four", "=HYPERLINK(\"x\")"}));
  EXPECT_EQ(calls.get("/products/export?format=pdf").problem, platform::http::request_invalid.code);
}

TEST_P(ProductEditTest, CountsOfAListAreTakenOutAsAFile) {
  edit("alpha:A1", ShownField::category, "Maison > Fours");
  edit("alpha:A1", ShownField::brand, "=Brand, \"old\"");
  const auto calls = routes();
  const auto workbook = [&](const std::string& query) {
    return test::read_workbook(calls.get("/products/counts/export?format=xlsx" + query).body);
  };
  using Rows = std::vector<std::vector<std::string>>;
  const auto suppliers = workbook("");
  ASSERT_GE(suppliers.size(), 2U);
  EXPECT_EQ(suppliers[0], (std::vector<std::string>{"key", "name", "products"}));
  EXPECT_EQ(suppliers[1][0], "alpha");
  EXPECT_EQ(suppliers[1][2], "2");
  const auto brands = workbook("&by=brand&category=Maison");
  ASSERT_EQ(brands.size(), 2U);
  EXPECT_EQ(brands[1][1], "=Brand, \"old\"");
  EXPECT_EQ(brands[1][2], "1");
  EXPECT_EQ(workbook("&by=category")[1][1], "Maison > Fours");
  EXPECT_EQ(workbook("&by=brand&category=nowhere"), (Rows{{"key", "name", "products"}}));
  const auto csv = calls.get("/products/counts/export?by=brand");
  EXPECT_EQ(csv.header("Content-Disposition"), "attachment; filename=\"products-by-brand.csv\"");
  EXPECT_NE(csv.body.find(",\"'=Brand, \"\"old\"\"\",1\r\n"), std::string::npos) << csv.body;
  EXPECT_EQ(calls.get("/products/counts/export?by=colour").problem, platform::http::request_invalid.code);
  EXPECT_EQ(calls.get("/products/counts/export?format=pdf").problem, platform::http::request_invalid.code);
}

TEST_P(ProductEditTest, BulkSaysWhatBecameOfEachProduct) {
  auto calls = routes();
  const auto done =
      calls.post("/products/bulk", R"({"ids":["alpha:A1","alpha:A2","alpha:none"],"edit":{"brand":"Brandt"}})").json();
  EXPECT_EQ(done.at("changed"), 2);  // A1 showed it already, but from now on by hand
  EXPECT_EQ(done.at("failed"), 1);
  EXPECT_EQ(done.at("items").at(2).at("problem").at("code").as_string(), catalog::product_unknown.code);
  EXPECT_EQ(calls.post("/products/bulk", R"({"ids":["alpha:A1"],"remove":true})").json().at("failed"), 1);
  EXPECT_EQ(calls.post("/products/bulk", R"({"ids":[],"remove":true})").problem, platform::http::request_invalid.code);
  calls.caller.permissions = {"products.bulk"};
  EXPECT_EQ(calls.post("/products/bulk", R"({"ids":["alpha:A1"],"remove":true})").problem,
            platform::http::forbidden.code);
}

}  // namespace
