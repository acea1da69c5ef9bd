// The daily backup, what is known of past ones, and that there is one at a time.
#include "ops/backup/backup_tasks.h"

#include <algorithm>
#include <filesystem>
#include <latch>
#include <thread>

#include "integration/queue/queue_fixture.h"
#include "ops/backup/backup_lock.h"
#include "ops/backup/backups_store.h"
#include "support/s3_server.h"
#include "support/temporary_folder.h"

namespace {

using backup::BackupRun;
using backup::BackupTasks;
using platform::queue::JobStatus;
using test::must;
using namespace std::chrono_literals;

/// Moments of a year in which no test is run: what is not there yet is not late before the process began. Of years
/// after 2037 the system does not know when clocks change.
base::Timestamp at(const std::string& moment) {
  return base::Timestamp::parse("2036-" + moment + ":00Z").value();
}

class BackupTasksTest : public test::QueueTest {
 protected:
  struct Wanted {
    std::string time = "02:00", zone = "Europe/Paris";
    bool proves = false;
    bool has_place = true;
    std::string s3 = "";  ///< address of a service to keep them on too
    std::string key = "";
  };
  backup::BackupOptions options_of(const Wanted& wanted) {
    backup::BackupOptions options;
    if (wanted.has_place) options.folder = folder_ / "backups";
    if (!wanted.s3.empty()) options.s3 = test::s3_options(wanted.s3, folder_ / "copies");
    options.bucket = "backups";
    if (!wanted.key.empty()) options.key = std::make_shared<backup::SealKey>(wanted.key);
    options.work_below = folder_ / "work";
    options.site = "shop.example";
    options.sources = {{"main", url_of_main()}};
    return options;
  }
  std::unique_ptr<BackupTasks> tasks(const Wanted& wanted) {
    return std::make_unique<BackupTasks>(options_of(wanted), wanted.time, wanted.proves, "1.2.3", main_database(),
                                         storage_, jobs(),
                                         [zone = wanted.zone]() -> base::Result<std::string> { return zone; });
  }
  std::unique_ptr<BackupTasks> tasks() { return tasks(Wanted{}); }

  static platform::queue::WorkerOptions at_operations() {
    auto wanted = options();
    wanted.concurrency = {{std::string(backup::operations_queue), 2}};
    return wanted;
  }
  std::vector<platform::queue::Job> jobs_made() { return must(jobs().list({})); }
  /// Does what start_daily() began, as a worker would have by the next minute: a run of that moment.
  void ran(base::Timestamp when, const std::string& state = "finished", const std::string& problem = "") {
    while (const auto job = must(jobs().lease(backup::operations_queue, "one", 30s)))
      must(jobs().finish(ticket(*job), "{}"));
    BackupRun run;
    run.id = "run-" + std::to_string(++runs_);
    run.state = state;
    run.started_at = when;
    run.ended_at = when + 90s;
    run.problem = problem;
    run.size_bytes = 1'000U * runs_;
    put(run);
  }
  void put(const BackupRun& run) { must(backup::store::insert_run(*must(main_database().connect()), run)); }
  /// How many backups the scheduler has begun when asked at these moments, each done at once.
  std::size_t begun_at(BackupTasks& asked, const std::vector<std::string>& moments) {
    std::size_t begun = 0;
    for (const std::string& moment : moments) {
      const std::size_t before = jobs_made().size();
      must(asked.start_daily(at(moment)));
      if (jobs_made().size() == before) continue;
      ++begun;
      ran(at(moment));
    }
    return begun;
  }

  /// One backup while S3 is away, proven where it is; then S3 is back and has the same one.
  void expect_one_that_catches_up(Wanted wanted) {
    test::OwnS3Server s3;
    s3.kill();
    wanted.proves = true;
    wanted.s3 = s3.endpoint();
    must(storage_.put_bytes("imports", "sku,name\nA1,Anvil\n", ".csv"));
    const auto daily = tasks(wanted);
    platform::queue::Worker worker(jobs(), at_operations());
    daily->handle_jobs(worker);
    worker.start();
    const auto id = must(daily->start("ana")).job.id;
    ASSERT_TRUE(test::comes_true([&] { return !is_unfinished(status_of(id)); }, 60s));
    EXPECT_EQ(must(jobs().find(id)).problem_code, "storage.unavailable");
    EXPECT_EQ(must(jobs().find(id)).attempt, 3);
    auto made = must(backup::runs(main_database(), 5));
    ASSERT_EQ(made.size(), 1U) << "whole in the folder, it is not made again";
    EXPECT_EQ(made[0].places, std::vector<std::string>{"folder"});
    EXPECT_NE(made[0].problem, "");
    EXPECT_TRUE(made[0].proven_at) << made[0].proof_problem;
    const auto proven_at = made[0].proven_at;

    s3.start();
    must(jobs().retry(id));
    ASSERT_TRUE(test::comes_true([&] { return status_of(id) == JobStatus::finished; }, 60s));
    EXPECT_TRUE(worker.stop(5s));
    made = must(backup::runs(main_database(), 5));
    ASSERT_EQ(made.size(), 1U);
    EXPECT_EQ(made[0].places, (std::vector<std::string>{"folder", "s3"}));
    EXPECT_EQ(made[0].problem, "");
    EXPECT_GT(made[0].proven_at, proven_at) << "there too";
    std::filesystem::remove_all(folder_ / "backups");
    const auto options = options_of(wanted);
    backup::Backups backups(options, main_database(), storage_);
    const auto proof = must(backups.verify(made[0].id, "s3", {}));
    EXPECT_EQ(proof.place, "s3");
    EXPECT_EQ(proof.objects_read, 1U);
  }

  test::TemporaryFolder folder_;
  platform::storage::ObjectStore storage_ = must(platform::storage::ObjectStore::open(folder_ / "storage"));
  std::uint64_t runs_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, BackupTasksTest, test::both_engines(), test::engine_name);

TEST_P(BackupTasksTest, TheDailyBackupBeginsOnceAtItsTimeInTheShopsZone) {
  const auto daily = tasks();
  ran(at("07-01T00:30"));
  must(daily->start_daily(at("07-01T23:59")));  // 01:59 in Paris
  EXPECT_TRUE(jobs_made().empty());
  must(daily->start_daily(at("07-02T00:00")));
  ASSERT_EQ(jobs_made().size(), 1U);
  EXPECT_EQ(jobs_made().front().created_by, "schedule");
  EXPECT_EQ(jobs_made().front().queue, backup::operations_queue);
  must(daily->start_daily(at("07-02T00:01")));
  EXPECT_EQ(jobs_made().size(), 1U) << "the one that waits is the one of the day";
  ran(at("07-02T00:01"));
  EXPECT_EQ(begun_at(*daily, {"07-02T00:02", "07-02T12:00", "07-02T23:59", "07-03T00:00", "07-03T00:01"}), 1U);
}

TEST_P(BackupTasksTest, ADayOnWhichNothingRanAtThatTimeIsMadeUpFor) {
  const auto daily = tasks();
  ran(at("07-01T00:00"));
  EXPECT_EQ(begun_at(*daily, {"07-04T13:20", "07-04T13:21"}), 1U) << "one for three days";
  EXPECT_EQ(begun_at(*daily, {"07-05T00:00"}), 1U);
}

TEST_P(BackupTasksTest, TheFirstBackupIsMadeUpForAsWellButNotOfDaysBeforeTheInstallation) {
  must(tasks()->start_daily(base::Timestamp::now()));
  EXPECT_TRUE(jobs_made().empty()) << "nothing was there at two o'clock";
  must(must(main_database().connect())
           ->execute_script("test.age", "UPDATE schema_migrations SET applied_at = '" +
                                            (base::Timestamp::now() + -48h).to_string() + "'"));
  must(tasks()->start_daily(base::Timestamp::now()));
  EXPECT_EQ(jobs_made().size(), 1U) << "whenever this process began";
}

TEST_P(BackupTasksTest, ABackupThatFailedIsNotBegunAgainBeforeTheNextDay) {
  const auto daily = tasks();
  ran(at("07-02T00:00"), "failed", "The disk is away.");
  EXPECT_EQ(begun_at(*daily, {"07-02T00:10", "07-02T18:00"}), 0U);
  EXPECT_EQ(begun_at(*daily, {"07-03T00:00"}), 1U);
}

TEST_P(BackupTasksTest, TheHoursThatClocksSkipOrRepeatHaveOneBackup) {
  const auto daily = tasks();
  ran(at("03-29T01:00"));
  // On 30 March clocks go from 02:00 to 03:00, at 01:00 UTC.
  EXPECT_EQ(begun_at(*daily, {"03-30T00:59"}), 0U);
  EXPECT_EQ(begun_at(*daily, {"03-30T01:00", "03-30T01:30", "03-30T12:00"}), 1U);
  EXPECT_EQ(begun_at(*daily, {"03-31T00:00"}), 1U);
  ran(at("10-25T00:00"));
  // On 26 October they show 02:00 to 03:00 twice.
  EXPECT_EQ(begun_at(*daily, {"10-26T00:00", "10-26T00:59", "10-26T01:00", "10-26T01:30"}), 1U);
  EXPECT_EQ(begun_at(*daily, {"10-27T00:59", "10-27T01:00"}), 1U);
}

TEST_P(BackupTasksTest, ThereIsNoDailyBackupWithoutATimeAndAWrongOneIsSaid) {
  must(tasks({.time = ""})->start_daily(at("07-02T00:00")));
  EXPECT_TRUE(jobs_made().empty());
  EXPECT_EQ(test::code_of(tasks({.time = "2 am"})->start_daily(at("07-02T00:00"))), "backup.settings_invalid");
  EXPECT_EQ(test::code_of(tasks({.zone = "Europe/Atlantis"})->start_daily(at("07-02T00:00"))), "schedule.zone_unknown");
}

TEST_P(BackupTasksTest, TwoSchedulersBeginOneBackup) {
  const auto one = tasks(), other = tasks();
  ran(at("07-01T00:00"));
  std::latch together(2);
  const auto begin = [&](BackupTasks& daily) {
    together.arrive_and_wait();
    must(daily.start_daily(at("07-02T00:00")));
  };
  { const std::jthread first(begin, std::ref(*one)), second(begin, std::ref(*other)); }
  EXPECT_EQ(jobs_made().size(), 1U);
}

TEST_P(BackupTasksTest, TheDailyBackupIsMadeAndProven) {
  const auto daily = tasks({.proves = true});
  platform::queue::Worker worker(jobs(), at_operations());
  daily->handle_jobs(worker);
  worker.start();
  must(daily->start_daily(base::Timestamp::now() + 24h));
  const auto job = jobs_made().at(0);
  ASSERT_TRUE(test::comes_true([&] { return !is_unfinished(status_of(job.id)); }, 60s));
  const auto ended = must(jobs().find(job.id));
  ASSERT_EQ(ended.status, JobStatus::finished) << ended.problem_message;
  EXPECT_TRUE(worker.stop(5s));
  const auto made = must(backup::runs(main_database(), 5));
  ASSERT_EQ(made.size(), 1U);
  EXPECT_EQ(made[0].state, "finished");
  EXPECT_EQ(made[0].started_by, "schedule");
  EXPECT_EQ(made[0].places, std::vector<std::string>{"folder"});
  EXPECT_TRUE(std::filesystem::is_directory(folder_ / "backups" / "sets" / made[0].id));
  const auto fresh = must(backup::freshness(main_database()));
  EXPECT_EQ(fresh.last_success, made[0].started_at);
  EXPECT_EQ(fresh.last_proven_restore, made[0].proven_at);
  EXPECT_GE(fresh.last_proven_restore.value(), made[0].started_at);
  EXPECT_GT(fresh.last_size_bytes.value(), 0U);
  EXPECT_GT(fresh.last_duration.value(), 0ms);
}

TEST_P(BackupTasksTest, APlaceThatIsAwayCostsNoSecondBackupAndHasItOnceItIsBack) {
  expect_one_that_catches_up({});
}

TEST_P(BackupTasksTest, AnEncryptedBackupIsBroughtToThePlaceThatWasAwayAsWell) {
  expect_one_that_catches_up({.key = "a key of the test that is long enough"});
}

TEST_P(BackupTasksTest, ABackupWithoutAPlaceIsSeenAndNotBegunEachMinute) {
  const auto daily = tasks({.has_place = false});
  platform::queue::Worker worker(jobs(), at_operations());
  daily->handle_jobs(worker);
  worker.start();
  const auto now = base::Timestamp::now() + 24h;
  for (int minute = 0; minute < 3; ++minute) {
    must(daily->start_daily(now + minute * 1min));
    ASSERT_TRUE(test::comes_true(
        [&] { return std::ranges::none_of(jobs_made(), [](const auto& job) { return is_unfinished(job.status); }); },
        30s));
    // As the clock would say: the run that failed is of this moment.
    auto made = must(backup::runs(main_database(), 1));
    ASSERT_EQ(made.size(), 1U);
    EXPECT_EQ(made[0].state, "failed");
    EXPECT_NE(made[0].problem, "");
    made[0].id = "of-that-day";
    made[0].started_at = now;
    put(made[0]);
  }
  EXPECT_TRUE(worker.stop(5s));
  EXPECT_EQ(jobs_made().size(), 1U);
  EXPECT_EQ(jobs_made().front().problem_code, "backup.settings_invalid");
}

TEST_P(BackupTasksTest, FreshnessTellsOfTheLatestWholeAndTheLatestProvenOne) {
  const auto empty = must(backup::freshness(main_database()));
  EXPECT_FALSE(empty.last_success || empty.last_proven_restore || empty.last_size_bytes || empty.last_duration);
  EXPECT_EQ(empty.failures, 0U);
  ran(at("07-01T00:00"), "failed", "The disk is full.");
  ran(at("07-02T00:00"));
  ran(at("07-03T00:00"), "finished", "The bucket is away.");
  ran(at("07-04T00:00"), "failed", "The disk is full.");
  ran(at("07-05T00:00"), "failed", "The disk is full.");
  const auto connection = must(main_database().connect());
  must(backup::store::note_proof(*connection, "run-2", at("07-04T10:00"), ""));
  must(backup::store::note_proof(*connection, "run-3", std::nullopt, "A table differs."));
  const auto fresh = must(backup::freshness(main_database()));
  EXPECT_EQ(fresh.last_success, at("07-03T00:00"));
  EXPECT_EQ(fresh.last_size_bytes, 3'000U);
  EXPECT_EQ(fresh.last_duration, 90s);
  EXPECT_EQ(fresh.failures, 3U) << "it reached one place of two, and two failed since";
  EXPECT_EQ(fresh.last_proven_restore, at("07-04T10:00"));
}

TEST_P(BackupTasksTest, BackupsAreLateOnlyWhereTheyAreMadeDailyAndAfterSomePatience) {
  const auto daily = tasks(), proving = tasks({.proves = true});
  const auto now = base::Timestamp::now();
  const auto never = must(tasks({.time = ""})->lateness(now + 1000h));
  EXPECT_FALSE(never.backup || never.proof);
  EXPECT_FALSE(must(daily->lateness(now + 26h)).backup) << "a new installation is given time for its first";
  EXPECT_EQ(must(daily->lateness(now + 28h)).backup, 28h);
  EXPECT_FALSE(must(daily->lateness(now + 1000h)).proof) << "none is made by itself";
  EXPECT_FALSE(must(proving->lateness(now + 8 * 24h)).proof);
  EXPECT_EQ(must(proving->lateness(now + 8 * 24h + 2h)).proof, 8 * 24h + 2h) << "one that was never proven";
  ran(now + 20h);
  EXPECT_FALSE(must(daily->lateness(now + 28h)).backup);
  must(backup::store::note_proof(*must(main_database().connect()), "run-1", now + 21h, ""));
  EXPECT_FALSE(must(proving->lateness(now + 8 * 24h + 2h)).proof);
  EXPECT_TRUE(must(proving->lateness(now + 9 * 24h)).proof);
  EXPECT_TRUE(must(proving->lateness(now + 48h)).backup);
}

TEST_P(BackupTasksTest, ARunWhoseProcessWasKilledIsEndedWhenSomebodyLooks) {
  BackupRun run;
  run.id = "killed";
  run.state = "running";
  run.started_at = base::Timestamp::now();
  put(run);
  {
    const auto at_work = must(backup::BackupLock::take(main_database()));
    EXPECT_EQ(must(backup::runs(main_database(), 5)).at(0).state, "running") << "somebody is at it";
  }
  const auto ended = must(backup::runs(main_database(), 5)).at(0);
  EXPECT_EQ(ended.state, "failed");
  EXPECT_TRUE(ended.ended_at);
  EXPECT_EQ(ended.problem, "It was cut off before it was whole.");
}

TEST_P(BackupTasksTest, ABackupWaitsForTheOneUnderWay) {
  const auto daily = tasks();
  platform::queue::Worker worker(jobs(), at_operations());
  daily->handle_jobs(worker);
  std::optional<backup::BackupLock> by_hand(must(backup::BackupLock::take(main_database())));
  worker.start();
  const auto first = must(daily->start("ana"));
  EXPECT_TRUE(first.is_new);
  const auto second = must(daily->start("ben"));
  EXPECT_FALSE(second.is_new);
  EXPECT_EQ(second.job.id, first.job.id);
  ASSERT_TRUE(
      test::comes_true([&] { return must(jobs().find(first.job.id)).problem_code == "backup.already_running"; }));
  EXPECT_TRUE(is_unfinished(status_of(first.job.id)));
  by_hand.reset();
  ASSERT_TRUE(test::comes_true([&] { return status_of(first.job.id) == JobStatus::finished; }, 60s));
  EXPECT_TRUE(worker.stop(5s));
  const auto made = must(backup::runs(main_database(), 5));
  ASSERT_EQ(made.size(), 1U);
  EXPECT_EQ(made[0].started_by, "ana");
}

}  // namespace
