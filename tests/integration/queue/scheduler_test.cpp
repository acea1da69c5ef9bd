#include "platform/queue/scheduler.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <map>
#include <memory>
#include <random>

#include "integration/queue/schedules_fixture.h"

namespace {

using namespace std::chrono_literals;
using platform::queue::Scheduler;
using platform::queue::SchedulerOptions;
using platform::queue::Schedules;
using platform::queue::TimingKind;
using test::must;

class SchedulerTest : public test::SchedulesTest {
 protected:
  /// A scheduler as a process of its own has it: no connection is shared.
  struct Process {
    explicit Process(platform::db::Database opened, SchedulerOptions options = {.poll = 2ms})
        : main(std::move(opened)), scheduler(schedules, std::move(options)) {}
    platform::db::Database main;
    platform::queue::JobQueue jobs{main};
    Schedules schedules{main, jobs};
    Scheduler scheduler;
  };

  platform::db::Database opened() const { return must(platform::db::Database::open("main", url_of_main())); }

  /// Schedules that are due one after another within about a second.
  void plan(int count) {
    const auto now = base::Timestamp::now();
    for (int i = 0; i < count; ++i) {
      const auto due = now + 100ms + i * 1'000ms / count;
      must(schedules().create(draft("once " + std::to_string(i), {TimingKind::once, due.to_string(), "UTC"}), now));
    }
  }

  bool are_all_over(std::size_t count) {
    const auto page = must(schedules().list({.limit = 200}));
    return page.schedules.size() == count &&
           std::ranges::none_of(page.schedules, [](const auto& one) { return one.is_enabled; });
  }

  /// Each schedule has one job, and that is the one it names.
  void expect_one_job_each(std::size_t count) {
    std::map<std::string, int> jobs_of;
    for (const auto& job : must(jobs().list({.limit = 1'000}))) ++jobs_of[job.payload];
    EXPECT_EQ(jobs_of.size(), count);
    for (const auto& [payload, jobs] : jobs_of) EXPECT_EQ(jobs, 1) << payload;
    for (const auto& schedule : must(schedules().list({.limit = 200})).schedules) {
      ASSERT_TRUE(schedule.last_job_id) << schedule.name;
      EXPECT_EQ(must(jobs().find(*schedule.last_job_id)).payload, schedule.job.payload);
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, SchedulerTest, test::both_engines(), test::engine_name);

TEST_P(SchedulerTest, FiresWhatIsDueAndTellsOfIt) {
  std::atomic<int> told{0};
  SchedulerOptions options{.poll = 2ms, .clock = [] { return at("2026-11-23T04:00:00Z"); }};
  options.on_fired = [&](const platform::queue::Firing& firing) { told += firing.is_new ? 1 : 0; };
  daily("2026-11-22T12:00:00Z");
  Scheduler scheduler(schedules(), options);
  scheduler.start();
  EXPECT_TRUE(test::comes_true([&] { return told == 1; }, 10s));
  std::this_thread::sleep_for(20ms);
  scheduler.stop();
  EXPECT_EQ(told, 1);
  EXPECT_EQ(job_count(), 1U);
}

TEST_P(SchedulerTest, WakesTheWorkersOfItsProcess) {
  daily("2026-11-22T12:00:00Z");
  const auto seen = jobs().doorbell().rings();
  fired("2026-11-23T04:00:00Z");
  EXPECT_GT(jobs().doorbell().rings(), seen);
}

TEST_P(SchedulerTest, ThreeOfThemFireEachScheduleOnceAlsoWhenOneGoesAtRandom) {
  constexpr int count = 60;
  std::array<std::unique_ptr<Process>, 3> processes;
  for (auto& process : processes) process = std::make_unique<Process>(opened());
  plan(count);
  for (auto& process : processes) process->scheduler.start();
  std::mt19937 chance{std::random_device{}()};
  std::this_thread::sleep_for(std::chrono::milliseconds(std::uniform_int_distribution<int>(150, 700)(chance)));
  processes.at(chance() % processes.size()).reset();
  EXPECT_TRUE(test::comes_true([&] { return are_all_over(count); }, 30s));
  for (auto& process : processes) process.reset();
  expect_one_job_each(count);
}

TEST_P(SchedulerTest, AKilledOneLosesAndDoublesNothing) {
  constexpr int count = 60;
  plan(count);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    // Connections of its own: none is shared across the fork.
    auto database = platform::db::Database::open("main", url_of_main());
    if (!database) ::_exit(2);
    platform::queue::JobQueue queue(*database);
    Schedules schedules(*database, queue);
    for (;;) {
      static_cast<void>(schedules.fire_next(base::Timestamp::now()));
    }
  }
  Process survivor(opened());
  survivor.scheduler.start();
  std::mt19937 chance{std::random_device{}()};
  std::this_thread::sleep_for(std::chrono::milliseconds(std::uniform_int_distribution<int>(200, 800)(chance)));
  ::kill(child, SIGKILL);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_TRUE(test::comes_true([&] { return are_all_over(count); }, 30s));
  survivor.scheduler.stop();
  expect_one_job_each(count);
}

TEST_P(SchedulerTest, GoesOnAfterAProblemAndTellsOfIt) {
  daily("2026-11-22T12:00:00Z");
  std::atomic<int> problems{0};
  SchedulerOptions options{.poll = 2ms, .clock = [] { return at("2026-11-23T04:00:00Z"); }};
  options.on_problem = [&](const base::Problem&) { ++problems; };
  const auto script = [&](const char* sql) { must(must(main_database().acquire())->execute_script("test", sql)); };
  script("ALTER TABLE jobs RENAME TO jobs_away");
  Scheduler scheduler(schedules(), options);
  scheduler.start();
  EXPECT_TRUE(test::comes_true([&] { return problems > 0; }, 10s));
  script("ALTER TABLE jobs_away RENAME TO jobs");
  EXPECT_TRUE(test::comes_true([&] { return job_count() == 1; }, 10s));
  scheduler.stop();
}

}  // namespace
