#include <boost/json.hpp>
#include <thread>

#include "domain/catalog/catalog.h"
#include "integration/imports/background_fixture.h"

namespace {

using namespace std::chrono_literals;
using platform::queue::JobContext;
using test::code_of;
using test::must;

class BackgroundImports : public test::BackgroundTest {
 protected:
  std::uint64_t offers_of(const std::string& supplier) {
    const auto found = must(house().suppliers.find(supplier));
    return must(catalog::CatalogService(house().catalog).numbers_of(found.id)).active_offers;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, BackgroundImports, test::both_engines(), test::engine_name);

TEST_P(BackgroundImports, WaitRunAndFinishUnderOneId) {
  const auto watched = house().events.subscribe({"imports.*"});
  const auto waiting = started(price_list(30));
  EXPECT_EQ(waiting.status, "waiting");
  EXPECT_EQ(waiting.file_name, "prices.csv");
  EXPECT_EQ(state(waiting.id).status, "waiting");
  work();

  const auto finished = state(waiting.id);
  EXPECT_EQ(finished.status, "finished");
  ASSERT_TRUE(finished.report);
  EXPECT_EQ(finished.report->job_id, waiting.id);
  EXPECT_EQ(finished.report->file_name, "prices.csv");
  EXPECT_EQ(finished.report->counts.rows.created, 30U);
  EXPECT_EQ(offers_of("alpha"), 30U);
  EXPECT_EQ(must(house().imports.find(waiting.id)).status, "finished");

  const auto events = watched->take().events;
  ASSERT_GE(events.size(), 3U);
  EXPECT_EQ(events.front()->topic, "imports." + waiting.id.to_string());
  EXPECT_EQ(boost::json::parse(events.front()->data).at("status").as_string(), "waiting");
  const auto last = boost::json::parse(events.back()->data);
  EXPECT_EQ(last.at("status").as_string(), "finished");
  EXPECT_EQ(last.at("ledger").at("created").to_number<int>(), 30);
  EXPECT_TRUE(last.at("ledger").at("balances").as_bool());
}

TEST_P(BackgroundImports, ADryRunShowsItsReportAndChangesNothing) {
  const auto dry = started(price_list(12), true);
  work();
  const auto finished = state(dry.id);
  EXPECT_EQ(finished.status, "finished");
  EXPECT_TRUE(finished.dry_run);
  ASSERT_TRUE(finished.report);
  EXPECT_EQ(finished.report->counts.rows.created, 12U);
  EXPECT_EQ(code_of(house().suppliers.find("alpha")), "supplier.unknown");
  EXPECT_EQ(code_of(house().imports.find(dry.id)), "import.unknown");
}

TEST_P(BackgroundImports, AreCancelledBetweenTwoBatchesAndResumedToTheSameEnd) {
  constexpr int rows = 30'000;
  const auto import = started(price_list(rows));
  const auto watched = house().events.subscribe({"imports." + import.id.to_string()});
  {
    // Cancels as soon as rows are being merged, and lets the import notice as the heartbeat would.
    std::jthread canceller;
    work([&](JobContext& context) {
      canceller = std::jthread([&] {
        for (bool merging = false; !merging;) {
          for (const auto& event : watched->wait(10s).events)
            merging = merging || event->data.find("\"merge\"") != std::string::npos;
        }
        must(background().cancel(import.id));
        context.beat();
      });
    });
  }
  const auto cancelled = state(import.id);
  ASSERT_EQ(cancelled.status, "cancelled");
  EXPECT_EQ(must(house().imports.find(import.id)).status, "cancelled");

  EXPECT_EQ(must(background().resume(import.id, "eva")).status, "waiting");
  work();
  const auto finished = state(import.id);
  EXPECT_EQ(finished.status, "finished");
  ASSERT_TRUE(finished.report);
  EXPECT_EQ(finished.report->counts.rows.created, static_cast<std::uint64_t>(rows));
  EXPECT_TRUE(finished.report->balances());
  EXPECT_EQ(offers_of("alpha"), static_cast<std::uint64_t>(rows));
  EXPECT_EQ(code_of(background().resume(import.id, "eva")), "import.not_resumable");
}

TEST_P(BackgroundImports, CancelledWhileTheyWaitNeverBegin) {
  const auto import = started(price_list(5));
  EXPECT_EQ(must(background().cancel(import.id)).status, "cancelled");
  EXPECT_FALSE(must(house().queue.lease("imports", "test", 30s)));
  EXPECT_EQ(code_of(background().cancel(import.id)), "job.is_over");
}

TEST_P(BackgroundImports, GoOnByThemselvesAfterTheirWorkerWasToldToStop) {
  const auto import = started(price_list(200));
  work([](JobContext& context) { context.stop(); });
  EXPECT_EQ(state(import.id).status, "waiting");
  work();
  EXPECT_EQ(state(import.id).status, "finished");
  EXPECT_EQ(offers_of("alpha"), 200U);
}

TEST_P(BackgroundImports, DoNotRunTwiceWhenTheWorkerIsLostAfterTheEnd) {
  const auto import = started(price_list(20));
  {
    auto job = must(house().queue.lease("imports", "lost", 1ms));
    JobContext context(house().queue, *job, 1ms);
    must(background().run(context));
  }
  std::this_thread::sleep_for(5ms);
  work();
  const auto finished = state(import.id);
  EXPECT_EQ(finished.status, "finished");
  EXPECT_EQ(finished.report->counts.rows.created, 20U) << "a second run would have found all rows unchanged";
}

TEST_P(BackgroundImports, FailWithWhatIsWrongAndCanBeTriedOnceMore) {
  const auto import = started("nothing that could be a price list");
  work();
  const auto failed = state(import.id);
  EXPECT_EQ(failed.status, "failed");
  EXPECT_FALSE(failed.problem_code.empty());
  EXPECT_FALSE(failed.problem_cure.empty());
  const auto again = must(background().retry(import.id, "eva"));
  EXPECT_NE(again.id, import.id);
  EXPECT_EQ(again.status, "waiting");
}

TEST_P(BackgroundImports, ImportTheSameFileOnceMoreFromTheArchive) {
  const auto import = started(price_list(15));
  work();
  const auto again = must(background().retry(import.id, "eva"));
  work();
  const auto finished = state(again.id);
  ASSERT_EQ(finished.status, "finished") << finished.problem_message;
  EXPECT_EQ(finished.file_name, "prices.csv");
  EXPECT_EQ(finished.report->counts.rows.unchanged, 15U);
}

TEST_P(BackgroundImports, ResumeAnImportThatTheCommandLineLeft) {
  imports::ImportRequest request;
  request.file = must(uploads().file(uploaded(price_list(30'000)), ""));
  request.supplier = "alpha";
  bool is_merging = false;
  request.should_stop = [&] { return is_merging ? imports::StopRequest::pause : imports::StopRequest::none; };
  const auto stopped = house().imports.run(
      request, [&](const imports::Progress& progress) { is_merging = progress.phase == imports::Phase::merging; });
  ASSERT_EQ(code_of(stopped), "import.stopped");
  const auto left = must(house().imports.list("alpha", 1)).front();
  EXPECT_EQ(left.status, "running");

  EXPECT_EQ(must(background().resume(left.id, "eva")).id, left.id);
  work();
  EXPECT_EQ(state(left.id).status, "finished");
  EXPECT_EQ(offers_of("alpha"), 30'000U);
}

TEST_P(BackgroundImports, AreListedLatestFirstWhereverTheyBegan) {
  imports::ImportRequest request;
  request.file = must(uploads().file(uploaded(price_list(3)), ""));
  request.supplier = "beta";
  const auto by_hand = must(house().imports.run(request, [](const imports::Progress&) {}));
  const auto first = started(price_list(3));
  work();
  const auto second = started(price_list(4));

  const auto all = must(background().list({}));
  ASSERT_EQ(all.imports.size(), 3U);
  EXPECT_EQ(all.imports[0].id, second.id);
  EXPECT_EQ(all.imports[1].id, first.id);
  EXPECT_EQ(all.imports[1].status, "finished");
  EXPECT_EQ(all.imports[2].id, by_hand.job_id);
  EXPECT_FALSE(all.next);

  const auto page = must(background().list({.limit = 2}));
  ASSERT_EQ(page.imports.size(), 2U);
  ASSERT_TRUE(page.next);
  const auto rest = must(background().list({.before = page.next, .limit = 2}));
  ASSERT_EQ(rest.imports.size(), 1U);
  EXPECT_EQ(rest.imports[0].id, by_hand.job_id);

  EXPECT_EQ(must(background().list({.supplier = "beta"})).imports.size(), 1U);
  EXPECT_EQ(must(background().list({.status = "waiting"})).imports.size(), 1U);
  EXPECT_EQ(must(background().list({.status = "finished"})).imports.size(), 2U);
}

TEST_P(BackgroundImports, AreRefusedBeforeTheyAreQueued) {
  const auto upload = uploaded(price_list(3));
  EXPECT_EQ(code_of(background().start({.upload_id = base::Uuid::generate(), .supplier = "alpha"})), "upload.unknown");
  EXPECT_EQ(code_of(background().start({.upload_id = upload, .supplier = "not a code!"})), "supplier.code_invalid");
  EXPECT_EQ(code_of(background().start({.upload_id = upload, .supplier = "alpha", .mapping_version = 4})),
            "mapping.version_unknown");
  EXPECT_EQ(code_of(background().start({.upload_id = upload, .supplier = "alpha", .mapping = "{\"colour\":1}"})),
            "mapping.invalid");
  EXPECT_EQ(code_of(background().find(base::Uuid::generate())), "import.unknown");
}

TEST_P(BackgroundImports, OldLogLinesAreRemovedAndNewOnesKept) {
  const auto import = started(price_list(5));
  work();
  ASSERT_FALSE(must(house().imports.log(import.id)).empty());
  EXPECT_EQ(must(house().imports.remove_logs_older_than(base::Timestamp(0))), 0U);
  EXPECT_GT(must(house().imports.remove_logs_older_than(base::Timestamp::now())), 0U);
  EXPECT_TRUE(must(house().imports.log(import.id)).empty());
}

TEST_P(BackgroundImports, ThoseThatEndedAreToldInTheOrderOfTheirEnd) {
  auto& imports = house().imports;
  EXPECT_EQ(must(imports.count_running()), 0U);
  const auto first = started(price_list(5));
  work();
  const auto second = started(price_list(5, 20));
  work();
  const auto all = must(imports.ended_after(base::Timestamp(0), {}, 10));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].job.id, first.id);
  EXPECT_EQ(all[1].job.id, second.id);
  EXPECT_EQ(all[0].job.report->counts.rows.created, 5U);
  const auto rest = must(imports.ended_after(all[0].ended_at, all[0].job.id, 10));
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].job.id, second.id);
  EXPECT_EQ(must(imports.ended_after(base::Timestamp(0), {}, 1)).size(), 1U);
  EXPECT_TRUE(must(imports.ended_after(all[1].ended_at, all[1].job.id, 10)).empty());
}

TEST_P(BackgroundImports, FilesNobodyHasUsedForLongAreRemoved) {
  auto& imports = house().imports;
  const auto import = started(price_list(5));
  work();
  const auto file = must(imports.archived_file(import.id));
  EXPECT_EQ(must(imports.remove_files_older_than(base::Timestamp::now() + -1h)), 0U);
  EXPECT_TRUE(std::filesystem::exists(file));
  // Without a change of the clock: the file counts as put long ago, and all imports as ended before tomorrow.
  std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now() - 48h);
  EXPECT_EQ(must(imports.remove_files_older_than(base::Timestamp::now() + 1s)), 1U);
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_EQ(code_of(imports.archived_file(import.id)), platform::storage::storage_object_missing.code);
}

TEST_P(BackgroundImports, OnlyFilesThatNothingRefersToCountAsLeftBehind) {
  auto& imports = house().imports;
  auto& storage = house().storage;
  const auto import = started(price_list(5));
  work();
  const auto dry_run = started(price_list(6), true);
  work();
  must(storage.write("imports/uploads/" + base::Uuid::generate().to_string() + "/0000000000000000", "a piece"));
  const auto orphan = must(storage.put_bytes("imports", "of an import that was killed while it read", ".csv"));
  const auto other = must(storage.put_bytes("media", "of another subject", ".jpg"));
  const auto objects = [&] {
    int count = 0;
    must(storage.list("imports/", [&](const auto&) -> base::Result<> {
      ++count;
      return {};
    }));
    return count;
  };
  ASSERT_EQ(objects(), 4);
  EXPECT_EQ(must(imports.remove_orphan_files(base::Timestamp::now() + -1h)), 0U) << "an import may be reading it";
  EXPECT_EQ(objects(), 4);

  EXPECT_EQ(must(imports.remove_orphan_files(base::Timestamp::now() + 1s)), 1U);
  EXPECT_FALSE(must(storage.find(orphan.key)));
  EXPECT_TRUE(must(storage.find(other.key)));
  EXPECT_EQ(objects(), 3);
  EXPECT_TRUE(std::filesystem::exists(must(imports.archived_file(import.id))));
  EXPECT_EQ(state(dry_run.id).status, "finished");
}

}  // namespace
