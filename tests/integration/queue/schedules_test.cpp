#include "platform/queue/schedules.h"

#include "integration/queue/schedules_fixture.h"

namespace {

using platform::queue::MissedRuns;
using platform::queue::TimingKind;
using test::code_of;
using test::must;
using test::SchedulesTest;

INSTANTIATE_TEST_SUITE_P(Engines, SchedulesTest, test::both_engines(), test::engine_name);

TEST_P(SchedulesTest, KeepsWhatIsSaidOfASchedule) {
  auto wanted = draft("  Nightly prices ", cron("30 4 * * mon-fri", "Europe/Paris"));
  wanted.job.subject = "alpha";
  wanted.job.priority = 7;
  wanted.job.unique_key = "fetch alpha";
  wanted.missed_runs = MissedRuns::skip;
  wanted.created_by = "eva@example.com";
  const auto made = must(schedules().create(wanted, at("2026-11-20T12:00:00Z")));
  const auto found = must(schedules().find(made.id));
  EXPECT_EQ(found.name, "Nightly prices");
  EXPECT_EQ(found.timing, wanted.timing);
  EXPECT_EQ(found.job.queue, "imports");
  EXPECT_EQ(found.job.kind, "work");
  EXPECT_EQ(found.job.subject, "alpha");
  EXPECT_EQ(found.job.payload, wanted.job.payload);
  EXPECT_EQ(found.job.priority, 7);
  EXPECT_EQ(found.job.unique_key, "fetch alpha");
  EXPECT_EQ(found.missed_runs, MissedRuns::skip);
  EXPECT_TRUE(found.is_enabled);
  EXPECT_EQ(found.next_at, at("2026-11-23T03:30:00Z"));
  EXPECT_EQ(found.created_by, "eva@example.com");
  EXPECT_EQ(found.version, 1);
  EXPECT_FALSE(found.last_at || found.last_job_id);
}

TEST_P(SchedulesTest, RefusesWhatIsNotValid) {
  const auto now = at("2026-11-22T12:00:00Z");
  EXPECT_EQ(code_of(schedules().create(draft(" ", cron("@daily")), now)), "schedule.invalid");
  EXPECT_EQ(code_of(schedules().create(draft(std::string(201, 'x'), cron("@daily")), now)), "schedule.invalid");
  EXPECT_EQ(code_of(schedules().create(draft("a", cron("daily")), now)), "schedule.cron_invalid");
  EXPECT_EQ(code_of(schedules().create(draft("a", cron("@daily", "Paris")), now)), "schedule.zone_unknown");
  EXPECT_EQ(code_of(schedules().create(draft("a", {TimingKind::interval, "soon"}), now)), "schedule.timing_invalid");
  EXPECT_EQ(code_of(schedules().create(draft("a", {TimingKind::once, "2026-11-22T12:00:00Z"}), now)),
            "schedule.in_the_past");
  auto off = draft("off", cron("never"));
  off.is_enabled = false;
  EXPECT_EQ(code_of(schedules().create(off, now)), "schedule.cron_invalid") << "also one that is off must be readable";
  must(schedules().create(draft("a", cron("@daily")), now));
  EXPECT_EQ(code_of(schedules().create(draft("a", cron("@daily")), now)), "schedule.exists");
  EXPECT_EQ(code_of(schedules().find(base::Uuid::generate())), "schedule.unknown");
}

TEST_P(SchedulesTest, EnqueuesTheJobWhenItIsDueAndMovesOn) {
  const auto made = daily("2026-11-22T12:00:00Z");
  EXPECT_FALSE(fired("2026-11-23T03:59:59Z"));
  EXPECT_EQ(job_count(), 0U);

  const auto firing = fired("2026-11-23T04:00:00Z");
  ASSERT_TRUE(firing && firing->job_id);
  EXPECT_TRUE(firing->is_new);
  EXPECT_EQ(firing->due_at, at("2026-11-23T04:00:00Z"));
  const auto job = must(jobs().find(*firing->job_id));
  EXPECT_EQ(job.queue, "imports");
  EXPECT_EQ(job.kind, "work");
  EXPECT_EQ(job.payload, R"({"of":"daily"})");
  EXPECT_EQ(job.created_by, "schedule daily");

  const auto after = must(schedules().find(made.id));
  EXPECT_EQ(after.next_at, at("2026-11-24T04:00:00Z"));
  EXPECT_EQ(after.last_at, at("2026-11-23T04:00:00Z"));
  EXPECT_EQ(after.last_job_id, job.id);
  EXPECT_EQ(after.version, made.version) << "nobody changed it";
  EXPECT_FALSE(fired("2026-11-23T04:00:01Z"));
  EXPECT_TRUE(fired("2026-11-24T04:00:00Z"));
  EXPECT_EQ(job_count(), 2U);
}

TEST_P(SchedulesTest, GivesADueTimeNoSecondJobEvenWhenItComesBack) {
  const auto made = daily("2026-11-22T12:00:00Z");
  const auto first = fired("2026-11-23T04:00:00Z");
  must(jobs().finish(ticket(leased()), "{}"));
  // Clocks that were set back: the same time is due again.
  must(schedules().update(made.id, {.is_enabled = false}, {}, at("2026-11-22T12:00:00Z")));
  must(schedules().update(made.id, {.is_enabled = true}, {}, at("2026-11-22T12:00:00Z")));
  const auto second = fired("2026-11-23T04:00:00Z");
  ASSERT_TRUE(second);
  EXPECT_FALSE(second->is_new);
  EXPECT_EQ(second->job_id, first->job_id);
  EXPECT_EQ(job_count(), 1U);
}

TEST_P(SchedulesTest, RunsOnceForAllThatWasMissed) {
  const auto made = daily("2026-11-22T12:00:00Z", MissedRuns::run_once);
  const auto firing = fired("2026-11-30T12:00:00Z");
  ASSERT_TRUE(firing);
  EXPECT_TRUE(firing->job_id);
  EXPECT_FALSE(fired("2026-11-30T12:00:00Z"));
  EXPECT_EQ(must(schedules().find(made.id)).next_at, at("2026-12-01T04:00:00Z"));
  EXPECT_EQ(job_count(), 1U);
}

TEST_P(SchedulesTest, SkipsWhatWasMissedAndRunsTheNext) {
  const auto made = daily("2026-11-22T12:00:00Z", MissedRuns::skip);
  const auto missed = fired("2026-11-30T12:00:00Z");
  ASSERT_TRUE(missed);
  EXPECT_FALSE(missed->job_id);
  const auto after = must(schedules().find(made.id));
  EXPECT_EQ(after.next_at, at("2026-12-01T04:00:00Z"));
  EXPECT_FALSE(after.last_at);
  EXPECT_EQ(job_count(), 0U);
  const auto late = fired("2026-12-01T04:04:59Z");
  ASSERT_TRUE(late);
  EXPECT_TRUE(late->job_id) << "a scheduler that begins again within minutes has missed nothing";
}

TEST_P(SchedulesTest, OnceIsOverOnceItRan) {
  const auto made =
      must(schedules().create(draft("once", {TimingKind::once, "2026-12-01T04:30"}), at("2026-11-22T12:00:00Z")));
  EXPECT_EQ(made.next_at, at("2026-12-01T03:30:00Z"));
  EXPECT_TRUE(fired("2026-12-01T03:30:00Z"));
  EXPECT_FALSE(fired("2026-12-02T03:30:00Z"));
  const auto over = must(schedules().find(made.id));
  EXPECT_FALSE(over.is_enabled);
  EXPECT_FALSE(over.next_at);
  EXPECT_TRUE(over.last_job_id);
  EXPECT_EQ(code_of(schedules().update(made.id, {.is_enabled = true}, {}, at("2026-12-02T00:00:00Z"))),
            "schedule.in_the_past");
}

TEST_P(SchedulesTest, AnIntervalKeepsItsPhaseWhenASchedulerIsLate) {
  const auto made = must(schedules().create(draft("often", {TimingKind::interval, "1h"}), at("2026-11-22T12:10:00Z")));
  EXPECT_TRUE(fired("2026-11-22T13:10:03Z"));
  EXPECT_EQ(must(schedules().find(made.id)).next_at, at("2026-11-22T14:10:00Z"));
  EXPECT_TRUE(fired("2026-11-22T17:00:00Z"));
  EXPECT_EQ(must(schedules().find(made.id)).next_at, at("2026-11-22T17:10:00Z"));
}

TEST_P(SchedulesTest, FiresAtTheRightMomentOnDaysTheClocksChange) {
  const auto made =
      must(schedules().create(draft("night", cron("30 2 * * *", "Europe/Paris")), at("2026-03-28T12:00:00Z")));
  EXPECT_FALSE(fired("2026-03-29T00:59:59Z"));
  EXPECT_TRUE(fired("2026-03-29T01:00:00Z"));
  EXPECT_FALSE(fired("2026-03-29T01:30:00Z"));
  EXPECT_EQ(must(schedules().find(made.id)).next_at, at("2026-03-30T00:30:00Z"));
  must(schedules().update(made.id, {.zone = "America/New_York"}, {}, at("2026-10-31T12:00:00Z")));
  EXPECT_EQ(must(schedules().find(made.id)).next_at, at("2026-11-01T07:30:00Z"));
  must(schedules().update(made.id, {.expression = "30 1 * * *"}, {}, at("2026-10-31T12:00:00Z")));
  EXPECT_TRUE(fired("2026-11-01T05:30:00Z"));
  EXPECT_FALSE(fired("2026-11-01T06:30:00Z")) << "the second half past one";
  EXPECT_EQ(must(schedules().find(made.id)).next_at, at("2026-11-02T06:30:00Z"));
}

TEST_P(SchedulesTest, DoesNotBeginWorkThatIsStillUnderWay) {
  auto wanted = draft("keyed", cron("0 * * * *"));
  wanted.job.unique_key = "fetch alpha";
  must(schedules().create(wanted, at("2026-11-22T12:10:00Z")));
  const auto first = fired("2026-11-22T13:00:00Z");
  const auto second = fired("2026-11-22T14:00:00Z");
  ASSERT_TRUE(second);
  EXPECT_FALSE(second->is_new);
  EXPECT_EQ(second->job_id, first->job_id);
  must(jobs().finish(ticket(leased()), "{}"));
  EXPECT_TRUE(fired("2026-11-22T15:00:00Z")->is_new);
  EXPECT_EQ(job_count(), 2U);
}

TEST_P(SchedulesTest, FiresTheOneThatWaitsLongestFirst) {
  must(schedules().create(draft("later", cron("30 4 * * *")), at("2026-11-22T12:00:00Z")));
  must(schedules().create(draft("sooner", cron("0 4 * * *")), at("2026-11-22T12:00:00Z")));
  EXPECT_EQ(fired("2026-11-23T04:31:00Z")->schedule.name, "sooner");
  EXPECT_EQ(fired("2026-11-23T04:31:00Z")->schedule.name, "later");
  EXPECT_FALSE(fired("2026-11-23T04:31:00Z"));
}

TEST_P(SchedulesTest, AScheduleThatIsOffIsNotFiredAndBeginsAnewWhenItIsSwitchedOn) {
  const auto made = daily("2026-11-22T12:00:00Z");
  const auto off = must(schedules().update(made.id, {.is_enabled = false}));
  EXPECT_FALSE(off.next_at);
  EXPECT_FALSE(fired("2026-11-23T04:00:00Z"));
  must(schedules().update(made.id, {.is_enabled = true}, {}, at("2026-11-25T12:00:00Z")));
  EXPECT_FALSE(fired("2026-11-25T12:00:00Z"));
  EXPECT_TRUE(fired("2026-11-26T04:00:00Z"));
}

TEST_P(SchedulesTest, AChangeOfNameLeavesTheNextTime) {
  const auto made = must(schedules().create(draft("often", {TimingKind::interval, "1h"}), at("2026-11-22T12:10:00Z")));
  const auto after = must(schedules().update(made.id, {.name = "hourly"}, made.version, at("2026-11-22T12:40:00Z")));
  EXPECT_EQ(after.next_at, made.next_at);
  EXPECT_EQ(after.version, 2);
  EXPECT_EQ(code_of(schedules().update(made.id, {.name = "other"}, made.version)), "schedule.changed");
  EXPECT_EQ(code_of(schedules().remove(made.id, made.version)), "schedule.changed");
  must(schedules().create(draft("other", cron("@daily"))));
  EXPECT_EQ(code_of(schedules().update(made.id, {.name = "other"})), "schedule.exists");
  EXPECT_EQ(must(schedules().find(made.id)).name, "hourly");
}

TEST_P(SchedulesTest, RunsNowWithoutMovingTheNextTime) {
  const auto made = daily("2026-11-22T12:00:00Z");
  const auto run = must(schedules().run_now(made.id, "eva@example.com"));
  EXPECT_TRUE(run.is_new);
  EXPECT_EQ(run.job.created_by, "eva@example.com");
  const auto after = must(schedules().find(made.id));
  EXPECT_EQ(after.last_job_id, run.job.id);
  EXPECT_EQ(after.next_at, made.next_at);
  EXPECT_TRUE(fired("2026-11-23T04:00:00Z"));
  EXPECT_EQ(job_count(), 2U);
  EXPECT_EQ(code_of(schedules().run_now(base::Uuid::generate(), "eva")), "schedule.unknown");
}

TEST_P(SchedulesTest, ListsByPagesInTheOrderTheyWereMade) {
  for (const char* name : {"c", "a", "b"}) must(schedules().create(draft(name, cron("@daily"))));
  auto other = draft("d", cron("@daily"));
  other.job.kind = "other";
  must(schedules().create(other));
  const auto first = must(schedules().list({.limit = 3}));
  ASSERT_EQ(first.schedules.size(), 3U);
  EXPECT_EQ(first.schedules[0].name, "c");
  ASSERT_TRUE(first.next);
  const auto second = must(schedules().list({.after = first.next, .limit = 3}));
  ASSERT_EQ(second.schedules.size(), 1U);
  EXPECT_FALSE(second.next);
  EXPECT_EQ(must(schedules().list({.job_kind = "other"})).schedules.size(), 1U);
}

TEST_P(SchedulesTest, ADeletedScheduleIsGoneAndItsJobsStay) {
  const auto made = daily("2026-11-22T12:00:00Z");
  fired("2026-11-23T04:00:00Z");
  must(schedules().remove(made.id));
  EXPECT_EQ(code_of(schedules().find(made.id)), "schedule.unknown");
  EXPECT_EQ(code_of(schedules().remove(made.id)), "schedule.unknown");
  EXPECT_FALSE(fired("2026-11-25T04:00:00Z"));
  EXPECT_EQ(job_count(), 1U);
}

TEST_P(SchedulesTest, SwitchesOffWhatItCanNoLongerReadAndGoesOnWithTheOthers) {
  const auto made = daily("2026-11-22T12:00:00Z");
  must(must(main_database().acquire())->execute_script("test.zone", "UPDATE schedules SET zone = 'Gone/Away'"));
  must(schedules().create(draft("other", cron("30 4 * * *")), at("2026-11-22T12:00:00Z")));
  const auto firing = fired("2026-11-23T04:30:00Z");
  ASSERT_TRUE(firing && firing->problem);
  EXPECT_EQ(firing->problem->code(), "schedule.zone_unknown");
  EXPECT_FALSE(must(schedules().find(made.id)).is_enabled);
  EXPECT_EQ(fired("2026-11-23T04:30:00Z")->schedule.name, "other");
}

}  // namespace
