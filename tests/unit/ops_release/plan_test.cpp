#include "ops/release/plan.h"

#include <gmock/gmock.h>

#include "ops/release/preview.h"
#include "ops/release/release.h"
#include "ops/release/releaser.h"
#include "support/result_check.h"

namespace {

using ops::release::forward_work;
using ops::release::make_plan;
using ops::release::Plan;
using ops::release::ServicePlan;
using ops::release::Work;
using platform::containers::Container;
using test::code_of;
using test::must;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Container container(const std::string& service, const std::string& id, const std::string& version,
                    const std::string& state = "running") {
  const std::string image = service == "frontend" ? "frontend" : "api";
  Container one{id, "shop_" + service + "_" + id, "suppliers-import/" + image + ":" + version, state, {}};
  one.labels = {{"com.docker.compose.project", "shop"}, {"com.docker.compose.service", service}};
  if (service == "api" || service == "frontend") one.labels["traefik.enable"] = "true";
  return one;
}

std::vector<Container> shop() {
  return {container("frontend", "f1", "1.3.0"), container("scheduler", "s1", "1.3.0"),
          container("api", "a1", "1.3.0"),      container("worker", "w1", "1.3.0"),
          container("api", "a2", "1.3.0"),      container("postgres", "p1", "15")};
}

Container successor(const Plan& plan, const ServicePlan& service, std::size_t index, const std::string& state) {
  Container one = container(service.name, "new" + std::to_string(index), plan.version, state);
  one.name = ops::release::new_name(plan, service, index);
  return one;
}

TEST(ReleasePlan, ReplacesEveryReplicaOfOurServicesInTheOrderTheyNeedEachOther) {
  const Plan plan = must(make_plan("shop", "1.4.0", shop()));
  EXPECT_EQ(plan.previous, "1.3.0");
  std::vector<std::string> names;
  for (const ServicePlan& service : plan.services) names.push_back(service.name);
  EXPECT_THAT(names, ElementsAre("api", "worker", "scheduler", "frontend"));
  const ServicePlan& api = plan.services.front();
  EXPECT_EQ(api.new_image, "suppliers-import/api:1.4.0");
  EXPECT_EQ(api.before.size(), 2U);
  EXPECT_TRUE(api.is_proxied);
  EXPECT_FALSE(plan.services[1].is_proxied);
}

TEST(ReleasePlan, LeavesOutWhatIsStoppedWhatRunsOnceAndOtherInstallations) {
  auto all = shop();
  all.push_back(container("worker", "w2", "1.3.0", "exited"));
  all.push_back(container("worker", "w3", "1.3.0"));
  all.back().labels["com.docker.compose.oneoff"] = "True";
  all.push_back(container("worker", "w4", "1.3.0"));
  all.back().labels["com.docker.compose.project"] = "other";
  const Plan plan = must(make_plan("shop", "1.4.0", {all.begin(), all.end() - 1}));
  EXPECT_EQ(plan.services[1].before.size(), 1U);
}

TEST(ReleasePlan, RefusesWhatRunsAlreadyAndWhatDoesNotRun) {
  EXPECT_EQ(code_of(make_plan("shop", "1.3.0", shop())), "release.nothing");
  EXPECT_EQ(code_of(make_plan("boutique", "1.4.0", shop())), "release.stack");
}

TEST(ReleasePlan, FindsTheOnlyInstallationAndAsksWhenThereAreTwo) {
  auto all = shop();
  EXPECT_EQ(must(ops::release::only_project(all)), "shop");
  all.push_back(container("api", "b1", "1.0.0"));
  all.back().labels["com.docker.compose.project"] = "boutique";
  const auto two = ops::release::only_project(all);
  ASSERT_EQ(code_of(two), "release.stack");
  EXPECT_THAT(two.error().message, HasSubstr("boutique, shop"));
  EXPECT_EQ(code_of(ops::release::only_project({})), "release.stack");
}

TEST(ReleasePlan, IsReadBackAsItWasKept) {
  const Plan plan = must(make_plan("shop", "1.4.0", shop()));
  EXPECT_EQ(must(Plan::parse(plan.json())), plan);
  EXPECT_THAT(
      plan.json(),
      testing::StartsWith(
          R"({"project":"shop","version":"1.4.0","previous":"1.3.0","services":[{"name":"api",)"
          R"("old_image":"suppliers-import/api:1.3.0","new_image":"suppliers-import/api:1.4.0","is_proxied":true,)"
          R"("before":[{"id":)"))
      << "an older version of the program reads it, too";
  EXPECT_EQ(code_of(Plan::parse("{\"project\":\"shop\"}")), "release.refused");
  EXPECT_EQ(code_of(Plan::parse("")), "release.refused");
}

class CutOffRelease : public ::testing::Test {
 protected:
  const Plan plan_ = must(make_plan("shop", "1.4.0", shop()));
  const ServicePlan& api_ = plan_.services.front();
};

TEST_F(CutOffRelease, BeginsWithAllToBeMade) {
  EXPECT_EQ(forward_work(plan_, api_, shop()), (Work{{0, 1}, {}, {"a1", "a2"}}));
}

TEST_F(CutOffRelease, GoesOnWithWhatIsThere) {
  auto now = shop();
  now.push_back(successor(plan_, api_, 0, "running"));
  now.push_back(successor(plan_, api_, 1, "created"));
  EXPECT_EQ(forward_work(plan_, api_, now), (Work{{}, {"new1"}, {"a1", "a2"}}));
}

TEST_F(CutOffRelease, HasNothingLeftWhenTheOldOnesAreStopped) {
  const std::vector<Container> now{container("api", "a1", "1.3.0", "exited"), container("api", "a2", "1.3.0", "exited"),
                                   successor(plan_, api_, 0, "running"), successor(plan_, api_, 1, "running")};
  EXPECT_EQ(forward_work(plan_, api_, now), Work{});
}

TEST_F(CutOffRelease, ReturnsToWhatWorkedBefore) {
  const std::vector<Container> now{container("api", "a1", "1.3.0", "exited"), container("api", "a2", "1.3.0"),
                                   successor(plan_, api_, 0, "running"), successor(plan_, api_, 1, "exited")};
  EXPECT_EQ(ops::release::backward_work(plan_, api_, now), (Work{{}, {"a1"}, {"new0", "new1"}}));
}

TEST_F(CutOffRelease, HasNothingToReturnWhenNothingWasReplaced) {
  EXPECT_EQ(ops::release::backward_work(plan_, api_, shop()), Work{});
}

TEST_F(CutOffRelease, PreviewNamesEachContainerThatComesAndGoes) {
  ops::release::Options options;
  options.without_backup = "nothing to lose";
  const auto lines = ops::release::preview_lines(plan_, {{"catalog", "product_tags", 8, ""}}, options);
  EXPECT_THAT(lines, testing::IsSupersetOf({"make no backup: nothing to lose", "migrate catalog to 0008 product_tags",
                                            "start shop-api-1.4.0-2 from suppliers-import/api:1.4.0",
                                            "drain and stop shop_api_a1", "remove shop_frontend_f1"}));
}

TEST(ReleaseVersion, IsComparedByItsNumbers) {
  using ops::release::is_older;
  EXPECT_TRUE(is_older("1.9.3", "1.10"));
  EXPECT_FALSE(is_older("1.10.0", "1.10"));
  EXPECT_TRUE(is_older("v1.2.0-rc1", "1.2.1"));
  EXPECT_FALSE(is_older("2.0.0", "1.9"));
  EXPECT_FALSE(is_older("main", "1.0"));
}

TEST(ReleaseVersion, IsATagOfItsOwn) {
  EXPECT_EQ(code_of(ops::release::check_version("1.4.0-12-gabc")), "");
  for (const char* const wrong : {"", "latest", "-1", "1.4 0", "a/b", "1.4.0;rm"})
    EXPECT_EQ(code_of(ops::release::check_version(wrong)), "usage.version") << wrong;
  EXPECT_EQ(code_of(ops::release::check_version(std::string(129, '1'))), "usage.version");
}

TEST(ContractMigrations, WaitUntilTheVersionAtWorkNoLongerNeedsWhatGoes) {
  const std::vector<ops::release::PendingMigration> pending{{"main", "adds", 10, ""}, {"main", "drops", 11, "1.4.0"}};
  const auto early = ops::release::check_contracts(pending, "1.3.9");
  ASSERT_EQ(code_of(early), "release.contract");
  EXPECT_THAT(early.error().message, HasSubstr("0011 drops of the database main"));
  EXPECT_THAT(early.error().cure, HasSubstr("Release 1.4.0 first"));
  EXPECT_EQ(code_of(ops::release::check_contracts(pending, "1.4.0")), "");
  EXPECT_EQ(code_of(ops::release::check_contracts(pending, "main")), "release.contract");
  EXPECT_EQ(ops::release::newest_contract(pending), "1.4.0");
  EXPECT_THAT(ops::release::newest_contract({pending.begin(), pending.begin() + 1}), IsEmpty());
}

}  // namespace
