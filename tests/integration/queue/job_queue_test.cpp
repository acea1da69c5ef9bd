#include <algorithm>
#include <set>
#include <thread>
#include <vector>

#include "integration/queue/queue_fixture.h"

namespace {

using namespace std::chrono_literals;
using platform::queue::JobStatus;
using platform::queue::Retry;
using test::code_of;
using test::must;

class JobQueue : public test::QueueTest {};
INSTANTIATE_TEST_SUITE_P(Engines, JobQueue, test::both_engines(), test::engine_name);

TEST_P(JobQueue, KeepsAllThatIsSaidOfAJob) {
  auto wanted = work(R"({"file":"prices.csv"})");
  wanted.subject = "alpha";
  wanted.priority = 7;
  wanted.max_attempts = 9;
  wanted.created_by = "eva@example.com";
  const auto made = must(jobs().enqueue(wanted));
  EXPECT_TRUE(made.is_new);

  const auto job = must(jobs().find(made.job.id));
  EXPECT_EQ(job.queue, "imports");
  EXPECT_EQ(job.kind, "work");
  EXPECT_EQ(job.subject, "alpha");
  EXPECT_EQ(job.payload, R"({"file":"prices.csv"})");
  EXPECT_EQ(job.priority, 7);
  EXPECT_EQ(job.max_attempts, 9);
  EXPECT_EQ(job.created_by, "eva@example.com");
  EXPECT_EQ(job.status, JobStatus::waiting);
  EXPECT_EQ(job.attempt, 0);
  EXPECT_EQ(job.created_at, made.job.created_at);
  EXPECT_FALSE(job.unique_key);
  EXPECT_FALSE(job.started_at);
}

TEST_P(JobQueue, LeasesTheHighestPriorityFirstAndThenTheOldest) {
  const auto first = enqueued(work());
  const auto second = enqueued(work());
  auto urgent_work = work();
  urgent_work.priority = 1;
  const auto urgent = enqueued(urgent_work);

  EXPECT_EQ(leased().id, urgent.id);
  EXPECT_EQ(leased().id, first.id);
  EXPECT_EQ(leased().id, second.id);
  EXPECT_FALSE(must(jobs().lease("imports", "one", 30s)));
}

TEST_P(JobQueue, LeasesNothingOfAnotherQueueNorBeforeItsTime) {
  auto later = work();
  later.run_at = base::Timestamp::now() + 1h;
  enqueued(later);
  auto elsewhere = work();
  elsewhere.queue = "media";
  enqueued(elsewhere);
  EXPECT_FALSE(must(jobs().lease("imports", "one", 30s)));
  EXPECT_EQ(must(jobs().queues_with_work()), std::vector<std::string>{"media"});
}

TEST_P(JobQueue, NeverLeasesOneJobTwiceHoweverManyAsk) {
  constexpr std::size_t count = 60;
  for (std::size_t i = 0; i < count; ++i) enqueued(work());
  constexpr std::size_t askers = 4;
  std::vector<std::vector<base::Uuid>> taken(askers);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < askers; ++i) {
      threads.emplace_back([&, i] {
        while (const auto job = must(jobs().lease("imports", "asker " + std::to_string(i), 30s))) {
          taken[i].push_back(job->id);
        }
      });
    }
  }
  std::set<base::Uuid> different;
  std::size_t all = 0;
  for (const auto& one : taken) {
    different.insert(one.begin(), one.end());
    all += one.size();
  }
  EXPECT_EQ(all, count);
  EXPECT_EQ(different.size(), count);
}

TEST_P(JobQueue, GivesTheUnfinishedJobOfTheSameKeyInsteadOfASecondOne) {
  auto wanted = work();
  wanted.unique_key = "import alpha";
  const auto first = must(jobs().enqueue(wanted));
  const auto second = must(jobs().enqueue(wanted));
  EXPECT_FALSE(second.is_new);
  EXPECT_EQ(second.job.id, first.job.id);

  const auto held = leased();
  EXPECT_FALSE(must(jobs().enqueue(wanted)).is_new) << "while it runs the key is taken too";
  must(jobs().finish(ticket(held), "{}"));
  const auto third = must(jobs().enqueue(wanted));
  EXPECT_TRUE(third.is_new);
  EXPECT_NE(third.job.id, first.job.id);
}

TEST_P(JobQueue, MakesOneJobOfAKeyHoweverManyEnqueueItAtOnce) {
  std::atomic<int> made{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 6; ++i) {
      threads.emplace_back([&] {
        auto wanted = work();
        wanted.unique_key = "the one";
        if (must(jobs().enqueue(wanted)).is_new) ++made;
      });
    }
  }
  EXPECT_EQ(made, 1);
  EXPECT_EQ(must(jobs().list({})).size(), 1U);
}

TEST_P(JobQueue, LetsAnotherTakeUpAJobWhoseLeaseRanOutAndRefusesTheFirst) {
  const auto job = enqueued(work());
  const auto first = leased(1ms, "one");
  must(jobs().checkpoint(ticket(first), R"({"row":500})"));
  std::this_thread::sleep_for(5ms);
  const auto second = leased(30s, "two");
  ASSERT_EQ(second.id, job.id);
  EXPECT_GT(second.fence, first.fence);
  EXPECT_EQ(second.worker, "two");
  EXPECT_EQ(second.attempt, 1) << "a lost worker is no failed attempt";
  EXPECT_EQ(second.takeovers, 1);
  EXPECT_EQ(second.checkpoint, R"({"row":500})");

  EXPECT_EQ(code_of(jobs().heartbeat(ticket(first), 30s, "{}")), "job.lease_lost");
  EXPECT_EQ(code_of(jobs().checkpoint(ticket(first), "{}")), "job.lease_lost");
  EXPECT_EQ(code_of(jobs().finish(ticket(first), "{}")), "job.lease_lost");
  EXPECT_EQ(code_of(jobs().fail(ticket(first), problem(test::server_away), Retry::yes)), "job.lease_lost");
  EXPECT_EQ(code_of(jobs().finish_cancelled(ticket(first))), "job.lease_lost");
  EXPECT_EQ(code_of(jobs().release(ticket(first))), "job.lease_lost");

  must(jobs().finish(ticket(second), R"({"rows":900})"));
  const auto ended = must(jobs().find(job.id));
  EXPECT_EQ(ended.status, JobStatus::finished);
  EXPECT_EQ(ended.result, R"({"rows":900})");
  EXPECT_TRUE(ended.finished_at);
  EXPECT_FALSE(ended.lease_until);
}

TEST_P(JobQueue, KeepsALeaseUpWithHeartbeatsThatStoreProgress) {
  const auto job = enqueued(work());
  const auto held = leased(20ms);
  EXPECT_FALSE(must(jobs().heartbeat(ticket(held), 30s, R"({"rows":10})")));
  EXPECT_FALSE(must(jobs().heartbeat(ticket(held), 30s, "")));
  std::this_thread::sleep_for(30ms);
  EXPECT_FALSE(must(jobs().lease("imports", "two", 30s)));
  EXPECT_EQ(must(jobs().find(job.id)).progress, R"({"rows":10})");
}

TEST_P(JobQueue, BuriesAJobThatIsLostWithItsWorkerAgainAndAgain) {
  const auto job = enqueued(work());
  for (int lost = 0; lost <= 3; ++lost) {
    leased(1ms);
    std::this_thread::sleep_for(5ms);
  }
  EXPECT_FALSE(must(jobs().lease("imports", "two", 30s)));
  const auto ended = must(jobs().find(job.id));
  EXPECT_EQ(ended.status, JobStatus::dead);
  EXPECT_EQ(ended.problem_code, "job.worker_lost");
  EXPECT_FALSE(ended.problem_cure.empty());
}

TEST_P(JobQueue, TriesAFailedJobAgainAfterAWaitThatGrowsUntilItIsDead) {
  auto wanted = work();
  wanted.max_attempts = 3;
  const auto job = enqueued(wanted);
  std::vector<std::chrono::microseconds> waits;
  for (int attempt = 1; attempt <= 3; ++attempt) {
    ASSERT_TRUE(test::comes_true([&] { return !must(jobs().queues_with_work()).empty(); }, 10s));
    const auto held = leased();
    EXPECT_EQ(held.attempt, attempt);
    const auto before = base::Timestamp::now();
    const auto became = must(jobs().fail(ticket(held), problem(test::server_away), Retry::yes));
    const auto now = must(jobs().find(job.id));
    EXPECT_EQ(now.problem_code, "test.server_away");
    EXPECT_EQ(now.problem_message, "It went wrong.");
    EXPECT_EQ(now.problem_cure, "Mend it.");
    EXPECT_EQ(became, attempt < 3 ? JobStatus::waiting : JobStatus::dead);
    EXPECT_EQ(now.status, became);
    waits.push_back(now.run_at - before);
  }
  EXPECT_GE(waits[0], 20ms);
  EXPECT_GE(waits[1], 40ms);
}

TEST_P(JobQueue, DoesNotTryAgainWhatTryingAgainWouldNotCure) {
  const auto job = enqueued(work());
  EXPECT_EQ(must(jobs().fail(ticket(leased()), problem(test::file_broken), Retry::no)), JobStatus::failed);
  EXPECT_EQ(status_of(job.id), JobStatus::failed);
  EXPECT_TRUE(must(jobs().find(job.id)).finished_at);
}

TEST_P(JobQueue, LetsAJobWaitForWhatIsInUseWithoutCountingItsAttempts) {
  auto wanted = work();
  wanted.max_attempts = 1;
  const auto job = enqueued(wanted);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(test::comes_true([&] { return !must(jobs().queues_with_work()).empty(); }, 10s));
    const auto held = leased();
    EXPECT_EQ(held.attempt, 1);
    EXPECT_EQ(must(jobs().fail(ticket(held), problem(test::file_broken), Retry::later)), JobStatus::waiting);
  }
  EXPECT_EQ(must(jobs().find(job.id)).problem_code, "test.file_broken");
}

TEST_P(JobQueue, RunsAFailedJobAgainWithAllItsAttempts) {
  const auto job = enqueued(work());
  const auto first = leased();
  must(jobs().checkpoint(ticket(first), R"({"row":5})"));
  must(jobs().fail(ticket(first), problem(test::file_broken), Retry::no));
  const auto again = must(jobs().retry(job.id));
  EXPECT_EQ(again.status, JobStatus::waiting);
  EXPECT_EQ(again.problem_code, "");
  const auto held = leased();
  EXPECT_EQ(held.attempt, 1);
  EXPECT_EQ(held.checkpoint, R"({"row":5})");
  EXPECT_EQ(code_of(jobs().retry(job.id)), "job.is_unfinished");
  must(jobs().finish(ticket(held), "{}"));
  EXPECT_EQ(code_of(jobs().retry(job.id)), "job.is_over");
  EXPECT_EQ(code_of(jobs().retry(base::Uuid::generate())), "job.unknown");
}

TEST_P(JobQueue, RefusesToRetryBesideAnUnfinishedJobOfTheSameKey) {
  auto wanted = work();
  wanted.unique_key = "import alpha";
  const auto job = enqueued(wanted);
  must(jobs().fail(ticket(leased()), problem(test::file_broken), Retry::no));
  enqueued(wanted);
  EXPECT_EQ(code_of(jobs().retry(job.id)), "job.key_taken");
}

TEST_P(JobQueue, CancelsAWaitingJobAtOnceAndTellsTheHolderOfARunningOne) {
  const auto waiting = enqueued(work());
  EXPECT_EQ(must(jobs().cancel(waiting.id)).status, JobStatus::cancelled);
  EXPECT_FALSE(must(jobs().lease("imports", "one", 30s)));
  EXPECT_EQ(code_of(jobs().cancel(waiting.id)), "job.is_over");
  EXPECT_EQ(code_of(jobs().cancel(base::Uuid::generate())), "job.unknown");

  const auto running = enqueued(work());
  const auto held = leased();
  EXPECT_EQ(must(jobs().cancel(running.id)).status, JobStatus::running);
  EXPECT_TRUE(must(jobs().heartbeat(ticket(held), 30s, "")));
  must(jobs().finish_cancelled(ticket(held)));
  EXPECT_EQ(status_of(running.id), JobStatus::cancelled);
}

TEST_P(JobQueue, DoesNotTryAgainWhatWasCancelledWhileItFailed) {
  const auto job = enqueued(work());
  const auto held = leased();
  must(jobs().cancel(job.id));
  must(jobs().fail(ticket(held), problem(test::server_away), Retry::yes));
  EXPECT_EQ(status_of(job.id), JobStatus::cancelled);
}

TEST_P(JobQueue, TakesAJobBackWithoutCountingTheAttempt) {
  const auto job = enqueued(work());
  must(jobs().release(ticket(leased())));
  const auto again = leased();
  EXPECT_EQ(again.id, job.id);
  EXPECT_EQ(again.attempt, 1);
}

TEST_P(JobQueue, ListsTheLatestFirstByPagesAndFilters) {
  std::vector<base::Uuid> ids;
  for (int i = 0; i < 5; ++i) {
    auto wanted = work();
    wanted.subject = i % 2 == 0 ? "alpha" : "beta";
    ids.push_back(enqueued(wanted).id);
  }
  must(jobs().cancel(ids[0]));
  std::ranges::reverse(ids);

  const auto page = must(jobs().list({.limit = 2}));
  ASSERT_EQ(page.size(), 2U);
  EXPECT_EQ(page[0].id, ids[0]);
  const auto next = must(jobs().list({.before = page[1].id, .limit = 2}));
  ASSERT_EQ(next.size(), 2U);
  EXPECT_EQ(next[0].id, ids[2]);

  EXPECT_EQ(must(jobs().list({.subject = "beta"})).size(), 2U);
  EXPECT_EQ(must(jobs().list({.status = JobStatus::cancelled})).size(), 1U);
  EXPECT_EQ(must(jobs().list({.queue = "media"})).size(), 0U);
  EXPECT_EQ(must(jobs().list({.kind = "work"})).size(), 5U);

  const auto counts = must(jobs().counts());
  ASSERT_EQ(counts.size(), 1U);
  EXPECT_EQ(counts[0].queue, "imports");
  EXPECT_EQ(counts[0].jobs.at(JobStatus::waiting), 4U);
  EXPECT_EQ(counts[0].jobs.at(JobStatus::cancelled), 1U);
}

TEST_P(JobQueue, KnowsSinceWhenTheLongestDueJobWaits) {
  EXPECT_TRUE(must(jobs().due_since()).empty());
  auto later = work();
  later.run_at = base::Timestamp::now() + 1h;
  enqueued(later);
  EXPECT_TRUE(must(jobs().due_since()).empty()) << "it is not due";
  const auto before = base::Timestamp::now();
  enqueued(work());
  const auto after = base::Timestamp::now();
  enqueued(work());
  const auto since = must(jobs().due_since());
  ASSERT_EQ(since.size(), 1U);
  EXPECT_GE(since.at("imports"), before);
  EXPECT_LE(since.at("imports"), after);
  leased();
  leased();
  EXPECT_TRUE(must(jobs().due_since()).empty()) << "all are being worked on";
}

TEST_P(JobQueue, ForgetsOldJobsOnceTheyHaveEnded) {
  const auto ended = enqueued(work());
  must(jobs().finish(ticket(leased()), "{}"));
  const auto waiting = enqueued(work());
  EXPECT_EQ(must(jobs().remove_older_than(base::Timestamp::now() + -1h)), 0U);
  EXPECT_EQ(must(jobs().remove_older_than(base::Timestamp::now() + 1h)), 1U);
  EXPECT_FALSE(must(jobs().look_up(ended.id)));
  EXPECT_TRUE(must(jobs().look_up(waiting.id)));
}

}  // namespace
