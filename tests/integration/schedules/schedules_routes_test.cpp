#include "domain/schedules/schedules_routes.h"

#include <gmock/gmock.h>

#include "platform/db/migrations.h"
#include "support/database_fixture.h"
#include "support/http_call.h"

namespace {

namespace queue = platform::queue;
using test::must;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* body =
    R"({"name":"Nightly","kind":"cron","expression":"30 4 * * *","job":{"kind":"fetch","payload":{"source_id":"a1"}}})";

class ScheduleRoutes : public ::testing::TestWithParam<test::Engine> {
 protected:
  void SetUp() override { must(platform::db::Migrator(main_).up()); }

  test::Calls calls(std::string zone = {}) {
    schedules::ScheduleRouteParts parts{
        schedules_,
        {{"fetch",
          [](std::string_view payload) -> base::Result<queue::NewJob> {
            const auto read = boost::json::parse(payload);
            if (!read.as_object().contains("source_id")) {
              return base::failure(queue::schedule_invalid, "There is no source_id.", "Name the source.",
                                   {.field = "job.payload.source_id"});
            }
            queue::NewJob job{.queue = "imports", .kind = "fetch", .subject = "alpha", .payload = std::string(payload)};
            job.unique_key = "fetch:" + std::string(read.at("source_id").as_string());
            return job;
          }}},
        [this](const auto&, std::string_view action, std::string_view subject, std::string_view before,
               std::string_view after) {
          audited_.emplace_back(action);
          audit_text_ = std::string(subject) + " " + std::string(before) + " " + std::string(after);
        }};
    if (!zone.empty()) parts.default_zone = [zone]() -> base::Result<std::string> { return zone; };
    test::Calls made(schedules::schedule_routes(parts));
    made.caller.name = "eva@example.com";
    return made;
  }
  /// The path of a new schedule.
  std::string made(std::string_view name = "Nightly") {
    std::string text = body;
    text.replace(text.find("Nightly"), 7, name);
    const auto answer = calls().post("/schedules", text);
    EXPECT_EQ(answer.status, 201U) << answer.problem;
    return "/schedules/" + std::string(answer.json().at("id").as_string());
  }

  std::vector<std::string> audited_;
  std::string audit_text_;
  test::FreshDatabase fresh_{GetParam()};
  platform::db::Database main_ = fresh_.open("main");
  queue::JobQueue jobs_{main_};
  queue::Schedules schedules_{main_, jobs_};
};
INSTANTIATE_TEST_SUITE_P(Engines, ScheduleRoutes, test::both_engines(), test::engine_name);

TEST_P(ScheduleRoutes, ANewScheduleIsShownAsItWasGivenWithItsDefaults) {
  const auto answer = calls().get(made());
  EXPECT_FALSE(answer.etag.empty());
  const auto view = answer.json();
  EXPECT_EQ(view.at("name"), "Nightly");
  EXPECT_EQ(view.at("kind"), "cron");
  EXPECT_EQ(view.at("zone"), "Europe/Paris");
  EXPECT_EQ(view.at("missed_runs"), "run_once");
  EXPECT_EQ(view.at("is_enabled"), true);
  EXPECT_EQ(view.at("created_by"), "eva@example.com");
  EXPECT_TRUE(view.at("next_at").is_string());
  EXPECT_TRUE(view.at("last_at").is_null());
  EXPECT_EQ(boost::json::serialize(view.at("job")),
            R"({"kind":"fetch","queue":"imports","subject":"alpha","payload":{"source_id":"a1"},"priority":0})");
  EXPECT_THAT(audited_, ElementsAre("schedule.created"));
  EXPECT_THAT(audit_text_, HasSubstr("\"name\":\"Nightly\""));
}

TEST_P(ScheduleRoutes, TheDefaultZoneIsTheOneOfTheSettings) {
  const auto answer = calls("America/New_York").post("/schedules", body);
  EXPECT_EQ(answer.json().at("zone"), "America/New_York");
}

TEST_P(ScheduleRoutes, WhatIsNotValidIsRefused) {
  const auto refused = [&](std::string_view json) { return calls().post("/schedules", std::string(json)).problem; };
  const std::string end = R"(,"job":{"kind":"fetch","payload":{"source_id":"a1"}}})";
  EXPECT_EQ(refused(R"({"name":"a","kind":"hourly","expression":"x")" + end), "schedule.invalid");
  EXPECT_EQ(refused(R"({"name":"a","kind":"cron","expression":"0 25 * * *")" + end), "schedule.cron_invalid");
  EXPECT_EQ(refused(R"({"name":"a","kind":"interval","expression":"1s")" + end), "schedule.timing_invalid");
  EXPECT_EQ(refused(R"({"name":"a","kind":"once","expression":"2001-01-01T00:00")" + end), "schedule.in_the_past");
  EXPECT_EQ(refused(R"({"name":"a","kind":"interval","expression":"1h","zone":"Paris")" + end),
            "schedule.zone_unknown");
  EXPECT_EQ(refused(R"({"name":"a","kind":"interval","expression":"1h","missed_runs":"all")" + end),
            "schedule.invalid");
  const std::string begin = R"({"name":"a","kind":"interval","expression":"1h","job":)";
  EXPECT_EQ(refused(begin + R"({"kind":"shell"}})"), "schedule.kind_refused");
  EXPECT_EQ(refused(begin + R"({"kind":"fetch"}})"), "schedule.invalid");
  EXPECT_EQ(refused(begin + R"({"kind":"fetch","payload":[1]}})"), "schedule.invalid");
  EXPECT_EQ(refused(begin + R"({"kind":"fetch","payload":{"source_id":"a"},"priority":101}})"), "schedule.invalid");
  EXPECT_EQ(calls().get("/schedules").json().at("items").as_array().size(), 0U);
  EXPECT_TRUE(audited_.empty());
  made();
  EXPECT_EQ(refused(body), "schedule.exists");
}

TEST_P(ScheduleRoutes, ListsByPages) {
  for (const char* name : {"One", "Two", "Three"}) made(name);
  const auto first = calls().get("/schedules?limit=2").json();
  EXPECT_EQ(first.at("items").as_array().size(), 2U);
  const std::string cursor(first.at("next_cursor").as_string());
  const auto second = calls().get("/schedules?limit=2&cursor=" + cursor).json();
  EXPECT_EQ(second.at("items").at(0).at("name"), "Three");
  EXPECT_TRUE(second.at("next_cursor").is_null());
  EXPECT_EQ(calls().get("/schedules?job_kind=other").json().at("items").as_array().size(), 0U);
  EXPECT_EQ(calls().get("/schedules?cursor=x").problem, "request.invalid");
}

TEST_P(ScheduleRoutes, APatchChangesWhatItNames) {
  const std::string path = made();
  const auto before = calls().get(path);
  const auto after =
      calls().patch(path, R"({"kind":"interval","expression":"6h","missed_runs":"skip"})", {{"if-match", before.etag}});
  ASSERT_EQ(after.status, 200U) << after.problem;
  EXPECT_EQ(after.json().at("kind"), "interval");
  EXPECT_EQ(after.json().at("name"), "Nightly");
  EXPECT_NE(after.etag, before.etag);
  EXPECT_EQ(calls().patch(path, R"({"name":"Other"})", {{"if-match", before.etag}}).problem,
            "request.precondition_failed");
  EXPECT_EQ(calls().patch(path, R"({"job":{"kind":"shell"}})").problem, "schedule.kind_refused");
  EXPECT_EQ(calls().patch(path, R"({"expression":"never"})").problem, "schedule.timing_invalid");
  const auto job = calls().patch(path, R"({"job":{"kind":"fetch","payload":{"source_id":"b2"},"priority":5}})");
  EXPECT_EQ(job.json().at("job").at("priority"), 5);
  EXPECT_THAT(audited_, ElementsAre("schedule.created", "schedule.updated", "schedule.updated"));
}

TEST_P(ScheduleRoutes, SwitchesOffAndOn) {
  const std::string path = made();
  const auto off = calls().post(path + "/disable", {});
  EXPECT_EQ(off.status, 200U);
  EXPECT_EQ(off.json().at("is_enabled"), false);
  EXPECT_TRUE(off.json().at("next_at").is_null());
  const auto on = calls().post(path + "/enable", {});
  EXPECT_EQ(on.json().at("is_enabled"), true);
  EXPECT_TRUE(on.json().at("next_at").is_string());
  EXPECT_THAT(audited_, ElementsAre("schedule.created", "schedule.disabled", "schedule.enabled"));
}

TEST_P(ScheduleRoutes, RunsNowUnlessTheSameWorkIsUnderWay) {
  const std::string path = made();
  const auto run = calls().post(path + "/run", {});
  EXPECT_EQ(run.status, 202U);
  EXPECT_EQ(run.json().at("is_new"), true);
  const auto again = calls().post(path + "/run", {});
  EXPECT_EQ(again.json().at("is_new"), false);
  EXPECT_EQ(again.json().at("job_id"), run.json().at("job_id"));
  EXPECT_EQ(calls().get(path).json().at("last_job_id"), run.json().at("job_id"));
  EXPECT_EQ(must(jobs_.list({})).at(0).created_by, "eva@example.com");
}

TEST_P(ScheduleRoutes, PreviewsATimingAndASchedule) {
  const auto timing = calls().post("/schedules/preview?count=3", R"({"kind":"cron","expression":"30 4 * * mon"})");
  ASSERT_EQ(timing.status, 200U) << timing.problem;
  EXPECT_EQ(timing.json().at("zone"), "Europe/Paris");
  ASSERT_EQ(timing.json().at("items").as_array().size(), 3U);
  EXPECT_THAT(std::string(timing.json().at("items").at(0).at("local").as_string()), HasSubstr("T04:30:00+0"));
  EXPECT_EQ(calls().post("/schedules/preview", R"({"kind":"cron","expression":"x"})").problem, "schedule.cron_invalid");
  EXPECT_EQ(calls().post("/schedules/preview?count=99", R"({"kind":"cron","expression":"@daily"})").problem,
            "request.invalid");
  const std::string path = made();
  const auto due = calls().get(path + "/preview").json();
  EXPECT_EQ(due.at("items").as_array().size(), 5U);
  EXPECT_EQ(due.at("items").at(0).at("at"), calls().get(path).json().at("next_at"));
}

TEST_P(ScheduleRoutes, DeletesWithACondition) {
  const std::string path = made();
  EXPECT_EQ(calls().del(path, {{"if-match", "\"old\""}}).problem, "request.precondition_failed");
  EXPECT_EQ(calls().del(path).status, 204U);
  EXPECT_EQ(calls().get(path).problem, "schedule.unknown");
  EXPECT_EQ(calls().get("/schedules/none").problem, "schedule.unknown");
  EXPECT_THAT(audited_, ElementsAre("schedule.created", "schedule.deleted"));
}

TEST_P(ScheduleRoutes, ReadingNeedsLessThanPlanning) {
  schedules::ScheduleRouteParts parts{schedules_, {}, {}};
  for (const auto& route : schedules::schedule_routes(parts)) {
    const bool is_reading = route.method == platform::http::Method::get || route.name == "preview_timing";
    EXPECT_EQ(route.permission_name, is_reading ? "imports.read" : "imports.schedule") << route.name;
  }
}

}  // namespace
