#include "domain/catalog/product_cache.h"

#include "domain/catalog/product_search.h"
#include "integration/catalog/merge_fixture.h"
#include "support/http_call.h"

namespace {

using catalog::OfferField;
using platform::cache::Space;
using test::batch;
using test::must;
using test::row;

class ProductCacheTest : public test::CatalogTest {
 protected:
  void SetUp() override {
    CatalogTest::SetUp();
    service_.emplace(database());
    version_.emplace(database(), std::chrono::milliseconds(0));
    import("Four");
  }
  void TearDown() override {
    version_.reset();
    service_.reset();
    CatalogTest::TearDown();
  }

  void import(const std::string& name) { merge(request(alpha_), {batch({row(1, "A1", {{OfferField::name, name}})})}); }
  test::Calls routes(platform::db::DataVersion& version) {
    return test::Calls(catalog::catalog_routes({*service_, {}, &cache_, &version}));
  }
  std::string name_of(const test::Calls& calls) {
    return std::string(calls.get("/products/alpha:A1").json().at("name").as_string());
  }
  std::uint64_t kept() const { return cache_.statistics().at(static_cast<std::size_t>(Space::catalog)).entries; }

  platform::cache::Cache cache_;
  std::optional<catalog::CatalogService> service_;
  std::optional<platform::db::DataVersion> version_;
};
INSTANTIATE_TEST_SUITE_P(Engines, ProductCacheTest, test::both_engines(), test::engine_name);

TEST_P(ProductCacheTest, TheKeptAnswerIsTheOneThatWouldBeMade) {
  const auto calls = routes(*version_);
  const auto first = calls.get("/products/alpha:A1");
  const auto second = calls.get("/products/alpha:A1");
  const test::Calls uncached(catalog::catalog_routes({*service_, {}}));
  const auto fresh = uncached.get("/products/alpha:A1");
  EXPECT_EQ(first.body, fresh.body);
  EXPECT_EQ(second.body, fresh.body);
  EXPECT_EQ(second.etag, fresh.etag);
  EXPECT_EQ(kept(), 1U);
}

TEST_P(ProductCacheTest, AnImportOfAnotherProcessIsSeenAtOnceWhenNothingMayBeLate) {
  const auto calls = routes(*version_);
  EXPECT_EQ(name_of(calls), "Four");
  import("Four à pain");
  EXPECT_EQ(name_of(calls), "Four à pain");
}

TEST_P(ProductCacheTest, WhoeverEditsReadsWhatTheyWrote) {
  platform::db::DataVersion patient(database(), std::chrono::hours(1));
  const auto calls = routes(patient);
  EXPECT_EQ(name_of(calls), "Four");
  import("Unseen for an hour");
  EXPECT_EQ(name_of(calls), "Four");
  EXPECT_EQ(calls.patch("/products/alpha:A1", R"({"name":"By hand"})").status, 200U);
  EXPECT_EQ(name_of(calls), "By hand");
}

TEST_P(ProductCacheTest, ListsAreKeptByTheirAddressUntilTheCatalogueChanges) {
  const auto calls = routes(*version_);
  const auto listed = [&](const std::string& address) {
    return calls.get(address).json().at("items").as_array().size();
  };
  must(catalog::refresh_search(*must(database().connect())));
  EXPECT_EQ(listed("/products?limit=5"), 1U);
  EXPECT_EQ(listed("/products?limit=5"), 1U);
  EXPECT_EQ(kept(), 1U);
  EXPECT_EQ(listed("/products?limit=5&search=nothing"), 0U);
  EXPECT_EQ(kept(), 2U);

  merge(request(alpha_),
        {batch({row(1, "A1", {{OfferField::name, "Four"}}), row(2, "A2", {{OfferField::name, "Pain"}})})});
  must(catalog::refresh_search(*must(database().connect())));
  EXPECT_EQ(listed("/products?limit=5"), 2U);
}

TEST_P(ProductCacheTest, WhatIsNotThereIsNotKept) {
  const auto calls = routes(*version_);
  EXPECT_EQ(calls.get("/products/alpha:B1").problem, catalog::product_unknown.code);
  EXPECT_EQ(kept(), 0U);
}

}  // namespace
