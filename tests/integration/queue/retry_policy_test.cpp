#include "integration/queue/queue_fixture.h"

namespace {

using namespace std::chrono_literals;
using platform::queue::JobStatus;
using platform::queue::Retry;
using platform::queue::RetryPolicy;
using test::must;

class RetryPolicyTest : public test::QueueTest {
 protected:
  /// How long a job waits for its next attempt after one that failed.
  static std::chrono::microseconds wait_after_failure(platform::queue::JobQueue& queue, const std::string& kind,
                                                      Retry retry = Retry::yes) {
    const auto job = must(queue.enqueue({.queue = kind, .kind = kind})).job;
    const auto held = must(queue.lease(kind, "one", 30s)).value();
    const auto before = base::Timestamp::now();
    must(queue.fail(ticket(held), problem(test::server_away), retry));
    return must(queue.find(job.id)).run_at - before;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, RetryPolicyTest, test::both_engines(), test::engine_name);

TEST_P(RetryPolicyTest, AKindOfItsOwnPolicyIsTriedAsOftenAndAsFarApart) {
  platform::queue::JobQueue queue(
      main_database(), {},
      {{"fetch", {.first_wait = 15min, .longest_wait = 15min, .attempts = 3, .factor = 1, .jitter = 0}}});
  EXPECT_EQ(must(queue.enqueue({.queue = "a", .kind = "fetch"})).job.max_attempts, 3);
  EXPECT_EQ(must(queue.enqueue({.queue = "a", .kind = "work"})).job.max_attempts, 5);
  EXPECT_EQ(must(queue.enqueue({.queue = "a", .kind = "fetch", .max_attempts = 8})).job.max_attempts, 8);
  const auto wait = wait_after_failure(queue, "fetch");
  EXPECT_GE(wait, 15min);
  EXPECT_LT(wait, 15min + 5s);
}

TEST_P(RetryPolicyTest, WaitsGrowByTheFactorUpToTheLongest) {
  platform::queue::JobQueue queue(
      main_database(), {},
      {{"work", {.first_wait = 20ms, .longest_wait = 150ms, .attempts = 5, .factor = 3, .jitter = 0}}});
  const auto job = must(queue.enqueue(work())).job;
  std::vector<std::chrono::microseconds> waits;
  for (int attempt = 1; attempt < 5; ++attempt) {
    ASSERT_TRUE(test::comes_true([&] { return !must(queue.queues_with_work()).empty(); }, 10s));
    const auto held = must(queue.lease("imports", "one", 30s)).value();
    const auto before = base::Timestamp::now();
    must(queue.fail(ticket(held), problem(test::server_away), Retry::yes));
    waits.push_back(must(queue.find(job.id)).run_at - before);
  }
  EXPECT_GE(waits[0], 20ms);
  EXPECT_GE(waits[1], 60ms);
  EXPECT_GE(waits[2], 150ms);
  EXPECT_LT(waits[3], 1s);
}

TEST_P(RetryPolicyTest, WhatIsOnlyInUseDoesNotWaitAsLongAsWhatIsBroken) {
  platform::queue::JobQueue queue(main_database(), {.first_wait = 1s, .longest_wait = 1s},
                                  {{"fetch", {.first_wait = 15min, .longest_wait = 15min}}});
  EXPECT_LT(wait_after_failure(queue, "fetch", Retry::later), 1min);
}

TEST_P(RetryPolicyTest, JitterSpreadsJobsThatFailedTogether) {
  platform::queue::JobQueue queue(main_database(), {.first_wait = 10s, .longest_wait = 10s, .jitter = 1});
  std::set<std::int64_t> seconds;
  for (int i = 0; i < 20; ++i) {
    const auto wait = wait_after_failure(queue, "work");
    EXPECT_GE(wait, 10s);
    EXPECT_LT(wait, 21s);
    seconds.insert(wait / 100ms);
  }
  EXPECT_GT(seconds.size(), 5U);
}

TEST_P(RetryPolicyTest, DeadJobsAreListedAndRunAgain) {
  platform::queue::JobQueue queue(main_database(), {}, {{"work", {.attempts = 1}}});
  const auto job = must(queue.enqueue(work())).job;
  must(queue.fail(ticket(must(queue.lease("imports", "one", 30s)).value()), problem(test::server_away), Retry::yes));
  const auto dead = must(queue.list({.status = JobStatus::dead}));
  ASSERT_EQ(dead.size(), 1U);
  EXPECT_EQ(dead[0].id, job.id);
  must(queue.retry(job.id));
  EXPECT_TRUE(must(queue.lease("imports", "one", 30s)));
}

class PausedQueues : public test::QueueTest {};
INSTANTIATE_TEST_SUITE_P(Engines, PausedQueues, test::both_engines(), test::engine_name);

TEST_P(PausedQueues, AreNotWorkedOnUntilTheyAreResumed) {
  const auto job = enqueued(work());
  auto elsewhere = work();
  elsewhere.queue = "media";
  enqueued(elsewhere);
  must(jobs().pause("imports", "eva@example.com"));
  must(jobs().pause("imports", "ana@example.com"));
  EXPECT_EQ(must(jobs().queues_with_work()), std::vector<std::string>{"media"});
  EXPECT_FALSE(must(jobs().lease("imports", "one", 30s)));
  EXPECT_TRUE(must(jobs().lease("media", "one", 30s)));
  const auto paused = must(jobs().paused());
  ASSERT_EQ(paused.size(), 1U);
  EXPECT_EQ(paused[0].queue, "imports");
  EXPECT_EQ(paused[0].paused_by, "eva@example.com");

  const auto seen = jobs().doorbell().rings();
  must(jobs().resume("imports"));
  EXPECT_GT(jobs().doorbell().rings(), seen);
  EXPECT_EQ(leased().id, job.id);
  EXPECT_TRUE(must(jobs().paused()).empty());
}

TEST_P(PausedQueues, LetWhatIsUnderWayEnd) {
  enqueued(work());
  const auto held = leased();
  must(jobs().pause("imports", "eva@example.com"));
  EXPECT_TRUE(jobs().heartbeat(ticket(held), 30s, "{}"));
  must(jobs().finish(ticket(held), "{}"));
  EXPECT_EQ(status_of(held.id), JobStatus::finished);
}

TEST_P(PausedQueues, HaveAName) {
  EXPECT_EQ(test::code_of(jobs().pause("", "eva")), "queue.name_invalid");
  EXPECT_EQ(test::code_of(jobs().pause("the imports", "eva")), "queue.name_invalid");
}

}  // namespace
