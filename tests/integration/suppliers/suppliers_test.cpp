#include "domain/suppliers/suppliers.h"

#include "domain/suppliers/suppliers_routes.h"
#include "integration/catalog/merge_fixture.h"
#include "support/at_once.h"
#include "support/http_call.h"

namespace {

using catalog::OfferField;
using suppliers::SupplierOrder;
using suppliers::SupplierQuery;
using test::batch;
using test::code_of;
using test::must;
using test::row;

/// Holds alpha and beta already.
class SuppliersTest : public test::CatalogTest {
 protected:
  void SetUp() override {
    CatalogTest::SetUp();
    service_.emplace(database());
  }
  suppliers::SupplierService& service() { return *service_; }

  std::vector<std::string> codes(const SupplierQuery& query) {
    std::vector<std::string> found;
    for (const auto& supplier : must(service().search(query)).suppliers) found.push_back(supplier.code);
    return found;
  }

  test::Calls routes() {
    return test::Calls(suppliers::supplier_routes(
        {service(),
         [this](base::Uuid id) -> base::Result<suppliers::SupplierNumbersView> {
           const auto numbers = must(catalog::CatalogService(database()).numbers_of(id));
           return suppliers::SupplierNumbersView{numbers.active_offers, numbers.withdrawn_offers, numbers.products,
                                                 numbers.imports, numbers.last_import_at};
         },
         [this](const auto&, std::string_view action, std::string_view subject, std::string_view, std::string_view) {
           audited_.push_back(std::string(action) + " " + std::string(subject));
         }}));
  }

  std::vector<std::string> audited_;

 private:
  std::optional<suppliers::SupplierService> service_;
};
INSTANTIATE_TEST_SUITE_P(Engines, SuppliersTest, test::both_engines(), test::engine_name);

using Codes = std::vector<std::string>;

TEST_P(SuppliersTest, ANewSupplierKeepsWhatItWasGiven) {
  must(service().create({"grossiste-a", "Grossiste À", 250, "chf"}));
  const auto found = must(service().find("grossiste-a"));
  EXPECT_EQ(found.name, "Grossiste À");
  EXPECT_EQ(found.priority, 250);
  EXPECT_EQ(found.currency, "CHF");
  EXPECT_EQ(must(service().create({"plain", {}, {}, {}})).name, "plain");
}

TEST_P(SuppliersTest, WhatIsNotValidIsRefusedAndNamed) {
  EXPECT_EQ(code_of(service().create({"alpha", {}, {}, {}})), suppliers::supplier_exists.code);
  EXPECT_EQ(code_of(service().create({"no blanks", {}, {}, {}})), suppliers::supplier_code_invalid.code);
  EXPECT_EQ(code_of(service().create({"x", "  ", {}, {}})), suppliers::supplier_invalid.code);
  EXPECT_EQ(code_of(service().create({"x", {}, -1, {}})), suppliers::supplier_invalid.code);
  const auto refused = service().create({"x", {}, {}, "ZZZ"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().place.field, "currency");
  EXPECT_EQ(code_of(service().find("x")), suppliers::supplier_unknown.code);
}

TEST_P(SuppliersTest, AChangeLeavesTheRestAlone) {
  const auto before = must(service().find("alpha"));
  const auto after = must(service().update("alpha", {{}, 7, {}}));
  EXPECT_EQ(after.priority, 7);
  EXPECT_EQ(after.name, before.name);
  EXPECT_GT(after.updated_at, before.updated_at);
  EXPECT_EQ(must(service().find("alpha")).updated_at, after.updated_at);
}

TEST_P(SuppliersTest, OfTwoChangesOfWhatWasReadTheSecondIsRefused) {
  const auto read = must(service().find("alpha"));
  must(service().update("alpha", {"First", {}, {}}, read.updated_at));
  EXPECT_EQ(code_of(service().update("alpha", {"Second", {}, {}}, read.updated_at)), suppliers::supplier_changed.code);
  EXPECT_EQ(must(service().find("alpha")).name, "First");
}

TEST_P(SuppliersTest, ChangesThatNameNoVersionAllSucceedHoweverManyComeAtOnce) {
  EXPECT_TRUE(test::all_succeed_at_once([this](const std::string& name) {
    return service().update("alpha", {name, {}, {}});
  }));
  EXPECT_TRUE(must(service().find("alpha")).name.ends_with(", 9"));
}

TEST_P(SuppliersTest, OnlyASupplierWithoutOffersIsDeleted) {
  merge(request(alpha_), {batch({row(1, "A1", {{OfferField::name, "Four"}})})});
  EXPECT_EQ(code_of(service().remove("alpha")), suppliers::supplier_has_offers.code);
  must(service().remove("beta"));
  EXPECT_EQ(codes({}), Codes{"alpha"});
}

TEST_P(SuppliersTest, ListsAreSearchedSortedAndPaged) {
  must(service().create({"c1", "Électro Dépôt", 300, {}}));
  must(service().create({"c2", "Dépôt du Nord", 50, {}}));
  SupplierQuery query;
  query.search = "depot";
  EXPECT_EQ(codes(query), (Codes{"c1", "c2"}));
  query.search = "nord depot";
  EXPECT_EQ(codes(query), Codes{"c2"});
  query = {};
  query.order = SupplierOrder::name;
  EXPECT_EQ(codes(query), (Codes{"alpha", "beta", "c2", "c1"}));
  query.order = SupplierOrder::priority;
  query.descending = true;
  query.size = 3;
  EXPECT_EQ(codes(query).front(), "c1");
  query.page = 2;
  EXPECT_EQ(codes(query), Codes{"c2"});
  EXPECT_EQ(must(service().search(query)).total, 4U);
  query.page = 3;
  EXPECT_EQ(codes(query), Codes{});
}

TEST_P(SuppliersTest, RoutesCreateChangeAndDelete) {
  const auto calls = routes();
  const auto created = calls.post("/suppliers", R"({"code":"neu","name":"Neuf"})");
  EXPECT_EQ(created.status, 201U);
  EXPECT_EQ(created.json().at("name"), "Neuf");
  const auto changed = calls.patch("/suppliers/neu", R"({"priority":5})", {{"if-match", created.etag}});
  EXPECT_EQ(changed.json().at("priority"), 5);
  EXPECT_EQ(calls.patch("/suppliers/neu", R"({"priority":6})", {{"if-match", created.etag}}).status, 412U);
  EXPECT_EQ(calls.del("/suppliers/neu", {{"if-match", created.etag}}).status, 412U);
  EXPECT_EQ(calls.del("/suppliers/neu", {{"if-match", changed.etag}}).status, 204U);
  EXPECT_EQ(calls.get("/suppliers/neu").status, 404U);
  EXPECT_EQ(audited_,
            (Codes{"supplier.created supplier:neu", "supplier.updated supplier:neu", "supplier.deleted supplier:neu"}));
}

TEST_P(SuppliersTest, RoutesListAndCount) {
  merge(request(alpha_), {batch({row(1, "A1", {{OfferField::name, "Four"}})})});
  const auto calls = routes();
  const auto list = calls.get("/suppliers?sort=-code&limit=1").json();
  EXPECT_EQ(list.at("total"), 2);
  EXPECT_EQ(list.at("items").at(0).at("code"), "beta");
  EXPECT_EQ(calls.get("/suppliers?sort=colour").problem, platform::http::request_invalid.code);
  EXPECT_EQ(calls.get("/suppliers?limit=0").problem, platform::http::request_invalid.code);
  const auto numbers = calls.get("/suppliers/alpha/numbers").json();
  EXPECT_EQ(numbers.at("active_offers"), 1);
  EXPECT_EQ(numbers.at("imports"), 1);
  EXPECT_TRUE(calls.get("/suppliers/beta/numbers").json().at("last_import_at").is_null());
}

}  // namespace
