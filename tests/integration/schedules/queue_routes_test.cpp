#include "domain/schedules/queue_routes.h"

#include <gmock/gmock.h>

#include "platform/db/migrations.h"
#include "support/database_fixture.h"
#include "support/http_call.h"

namespace {

using test::must;
using testing::ElementsAre;

class QueueRoutes : public ::testing::TestWithParam<test::Engine> {
 protected:
  void SetUp() override { must(platform::db::Migrator(main_).up()); }

  test::Calls calls() {
    test::Calls made(schedules::queue_routes(
        {jobs_, [this](const auto&, std::string_view action, std::string_view subject, std::string_view,
                       std::string_view) { audited_.push_back(std::string(action) + " " + std::string(subject)); }}));
    made.caller.name = "eva@example.com";
    return made;
  }

  std::vector<std::string> audited_;
  test::FreshDatabase fresh_{GetParam()};
  platform::db::Database main_ = fresh_.open("main");
  platform::queue::JobQueue jobs_{main_};
};
INSTANTIATE_TEST_SUITE_P(Engines, QueueRoutes, test::both_engines(), test::engine_name);

TEST_P(QueueRoutes, PauseAndResumeAQueueAndSayWhoDidIt) {
  EXPECT_EQ(calls().get("/queues/paused").json().at("items").as_array().size(), 0U);
  const auto paused = calls().post("/queues/imports/pause", {});
  ASSERT_EQ(paused.status, 200U) << paused.problem;
  EXPECT_EQ(paused.json().at("items").at(0).at("queue"), "imports");
  EXPECT_EQ(paused.json().at("items").at(0).at("paused_by"), "eva@example.com");
  EXPECT_EQ(calls().get("/queues/paused").json(), paused.json());
  EXPECT_EQ(calls().post("/queues/imports/resume", {}).json().at("items").as_array().size(), 0U);
  EXPECT_THAT(audited_, ElementsAre("queue.paused queue:imports", "queue.resumed queue:imports"));
}

TEST_P(QueueRoutes, RefuseWhatIsNoName) {
  EXPECT_EQ(calls().post("/queues/the imports/pause", {}).problem, "queue.name_invalid");
  EXPECT_EQ(calls().post("/queues/the imports/resume", {}).problem, "queue.name_invalid");
  EXPECT_TRUE(audited_.empty());
}

}  // namespace
