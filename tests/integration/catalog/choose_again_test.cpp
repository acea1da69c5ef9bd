// What products show is chosen anew when a supplier gets another priority, and who shows other pictures is announced.
#include "domain/catalog/catalog_tasks.h"
#include "domain/catalog/pictures_change.h"
#include "domain/suppliers/priority_change.h"
#include "integration/catalog/merge_fixture.h"
#include "platform/queue/outbox.h"

namespace {

using catalog::OfferField;
using catalog::ProductEdit;
using catalog::ShownField;
using platform::queue::Job;
using test::batch;
using test::must;
using test::row;

class ChooseAgain : public test::CatalogTest {
 protected:
  void SetUp() override {
    CatalogTest::SetUp();
    fresh_main_ = std::make_unique<test::FreshDatabase>(GetParam());
    main_.emplace(fresh_main_->open("main"));
    must(platform::db::Migrator(*main_).up());
    queue_.emplace(*main_);
    service_.emplace(database());
    suppliers_.emplace(database());
  }
  void TearDown() override {
    queue_.reset();
    main_.reset();
    fresh_main_.reset();
    CatalogTest::TearDown();
  }

  catalog::CatalogService& service() { return *service_; }
  void give_priority(const suppliers::Supplier& supplier, std::int64_t priority) {
    must(suppliers_->update(supplier.code, {std::nullopt, priority, std::nullopt}));
  }
  /// The next job that follows from what was changed, if any.
  std::optional<Job> following() {
    must(platform::queue::OutboxRelay(database(), *queue_).relay());
    return must(queue_->lease("maintenance", "test", std::chrono::seconds(30)));
  }
  /// Does such a job as a worker would; gives its result.
  boost::json::value done(const Job& job) {
    platform::queue::JobContext context(*queue_, job, std::chrono::seconds(30));
    const std::string result = must(catalog::priority_handler(service()).handler(context));
    must(queue_->finish(context.ticket(), result));
    return boost::json::parse(result);
  }
  static catalog::MergeRow stated(std::uint64_t number, const std::string& who, const std::string& more = {}) {
    return row(number, who + std::to_string(number),
               {{OfferField::name, "By " + who},
                {OfferField::gtin, gtins.at(number - 1)},
                {OfferField::brand, "Brandof" + who},
                {OfferField::image_urls, "https://" + who + ".example/" + std::to_string(number) + ".jpg" + more}});
  }
  std::string name_of(const std::string& key) { return product(key).product.name; }

  static inline const std::vector<std::string> gtins{"04006381333931", "05901234123457", "03760001234565"};

 private:
  std::unique_ptr<test::FreshDatabase> fresh_main_;
  std::optional<platform::db::Database> main_;
  std::optional<platform::queue::JobQueue> queue_;
  std::optional<catalog::CatalogService> service_;
  std::optional<suppliers::SupplierService> suppliers_;
};
INSTANTIATE_TEST_SUITE_P(Engines, ChooseAgain, test::both_engines(), test::engine_name);

TEST_P(ChooseAgain, ANewPriorityDecidesWithoutWaitingForAFeed) {
  give_priority(alpha_, 200);
  EXPECT_TRUE(following()) << "a priority that changes is announced, also when there are no products yet";
  merge(request(alpha_),
        {batch({stated(1, "alpha"), stated(2, "alpha"), row(3, "alone", {{OfferField::name, "Mine"}})})});
  merge(request(beta_), {batch({stated(1, "beta"), stated(2, "beta")})});
  ProductEdit by_hand;
  by_hand.put(ShownField::name, "By hand");
  must(service().edit("alpha:alpha2", by_hand, {base::Uuid::generate(), "ana"}));
  ASSERT_EQ(name_of("beta:beta1"), "By alpha");

  give_priority(beta_, 300);
  const auto job = following();
  ASSERT_TRUE(job);
  EXPECT_EQ(job->kind, suppliers::priority_change_kind);
  EXPECT_EQ(job->subject, "beta");
  const auto result = done(*job);
  EXPECT_EQ(result.at("products"), 2);
  EXPECT_EQ(result.at("changed"), 2);
  EXPECT_EQ(name_of("beta:beta1"), "By beta");
  EXPECT_EQ(product("beta:beta1").product.brand, "Brandofbeta");
  EXPECT_EQ(name_of("beta:beta2"), "By hand") << "a person's word outranks every priority";
  EXPECT_EQ(product("beta:beta2").product.brand, "Brandofbeta");
  EXPECT_EQ(name_of("alpha:alone"), "Mine");
  catalog::ProductQuery query;
  query.text = "brandofbeta";
  EXPECT_EQ(must(service().search(query)).products.size(), 2U) << "they are found by what they show now";

  const auto pictures = following();
  ASSERT_TRUE(pictures);
  EXPECT_EQ(pictures->kind, catalog::pictures_change_kind);
  EXPECT_EQ(pictures->trace_id.size(), 32U);
  EXPECT_EQ(must(platform::http::from_json<catalog::PicturesChange>(pictures->payload)).product_ids.size(), 2U);
  EXPECT_FALSE(following());
}

TEST_P(ChooseAgain, GoesOnWhereItWasInterrupted) {
  give_priority(alpha_, 200);
  merge(request(alpha_), {batch({stated(1, "alpha"), stated(2, "alpha"), stated(3, "alpha")})});
  merge(request(beta_), {batch({stated(1, "beta"), stated(2, "beta"), stated(3, "beta")})});
  give_priority(alpha_, 1);
  const auto one = must(service().choose_again_for(alpha_.id, "", 1));
  EXPECT_EQ(one.last_sku, "alpha1");
  EXPECT_EQ(one.changed, 1U);
  EXPECT_EQ(name_of("alpha:alpha1"), "By beta");
  EXPECT_EQ(name_of("alpha:alpha2"), "By alpha");
  const auto rest = must(service().choose_again_for(alpha_.id, *one.last_sku, 10));
  EXPECT_EQ(rest.last_sku, "alpha3");
  EXPECT_EQ(rest.changed, 2U);
  EXPECT_FALSE(must(service().choose_again_for(alpha_.id, *rest.last_sku, 10)).last_sku);
  EXPECT_EQ(must(service().choose_again_for(alpha_.id, "", 10)).changed, 0U) << "done twice, it changes nothing";
}

TEST_P(ChooseAgain, AnotherNameOfASupplierChoosesNothing) {
  must(suppliers::SupplierService(database()).update("alpha", {"Alpha & Sons", 100, std::nullopt}));
  EXPECT_FALSE(following());
}

TEST_P(ChooseAgain, PicturesEditedByAPersonAreAnnounced) {
  merge(request(alpha_), {batch({stated(1, "alpha")})});
  ProductEdit edit;
  edit.put(ShownField::name, "Another name, the same pictures");
  must(service().edit("alpha:alpha1", edit, {base::Uuid::generate(), "ana"}));
  EXPECT_FALSE(following());
  edit.put(ShownField::image_urls, "https://shop.example/new.jpg");
  const auto edited = must(service().edit("alpha:alpha1", edit, {base::Uuid::generate(), "ana"}));
  const auto job = following();
  ASSERT_TRUE(job);
  EXPECT_EQ(must(platform::http::from_json<catalog::PicturesChange>(job->payload)).product_ids,
            std::vector<base::Uuid>{edited.id});
}

}  // namespace
