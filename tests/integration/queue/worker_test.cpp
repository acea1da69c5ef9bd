#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <map>
#include <mutex>
#include <set>

#include "integration/queue/queue_fixture.h"
#include "platform/telemetry/trace.h"
#include "platform/telemetry/work_scope.h"

namespace {

using namespace std::chrono_literals;
using platform::queue::JobContext;
using platform::queue::JobStatus;
using test::must;
using Outcome = base::Result<std::string>;

/// A handler that runs until it is told to stop.
Outcome until_stopped(JobContext& context) {
  while (!context.should_stop()) std::this_thread::sleep_for(2ms);
  return base::failure(platform::queue::job_stopped, "It was stopped.", "Let it run again.");
}

class Worker : public test::QueueTest {};
INSTANTIATE_TEST_SUITE_P(Engines, Worker, test::both_engines(), test::engine_name);

TEST_P(Worker, RunsAJobAndKeepsItsResultAndProgress) {
  platform::queue::Worker worker(jobs(), options());
  worker.handle("work", {[](JobContext& context) -> Outcome {
                  context.progress(R"({"rows":3})");
                  return R"({"payload":)" + context.job().payload + "}";
                }});
  worker.start();
  const auto job = enqueued(work("[1,2]"));
  ASSERT_TRUE(comes_to(job.id, JobStatus::finished));
  const auto ended = must(jobs().find(job.id));
  EXPECT_EQ(ended.result, R"({"payload":[1,2]})");
  EXPECT_EQ(ended.progress, R"({"rows":3})");
  EXPECT_TRUE(worker.stop(5s));
}

TEST_P(Worker, WorksInTheTraceOfTheJobAndSoDoesWhatFollows) {
  platform::queue::Worker worker(jobs(), options());
  base::Uuid next;
  std::vector<std::string> steps;
  std::string trace_told, work_named;
  worker.handle("work", {.handler = [&](JobContext& context) -> Outcome {
                           const platform::telemetry::SpanScope step("count");
                           work_named = platform::telemetry::WorkScope::current();
                           if (context.job().payload == "[1]") next = enqueued(work("[2]")).id;
                           return "{}";
                         },
                         .on_end =
                             [&](const platform::queue::JobEnd& end) {
                               if (end.job.payload != "[1]") return;
                               for (const auto& span : end.spans) steps.push_back(span.name);
                               trace_told = platform::telemetry::TraceScope::current();
                             }});
  const auto first = enqueued(work("[1]"));
  worker.start();
  ASSERT_TRUE(comes_to(first.id, JobStatus::finished));
  ASSERT_TRUE(test::comes_true([&] { return must(jobs().list({})).size() == 2; }));
  EXPECT_TRUE(worker.stop(5s));
  EXPECT_EQ(must(jobs().find(next)).trace_id, first.trace_id);
  EXPECT_EQ(trace_told, first.trace_id);
  EXPECT_EQ(steps, std::vector<std::string>{"count"});
  EXPECT_EQ(base::Uuid::parse(work_named).has_value(), true) << work_named;
  EXPECT_NE(enqueued(work("[3]")).trace_id, first.trace_id) << "what follows from nothing has a trace of its own";
}

TEST_P(Worker, WakesAtOnceForAJobOfTheSameProcess) {
  auto lazy = options();
  lazy.poll = 60s;
  platform::queue::Worker worker(jobs(), lazy);
  worker.handle("work", {[](JobContext&) -> Outcome { return "{}"; }});
  worker.start();
  std::this_thread::sleep_for(50ms);
  EXPECT_TRUE(comes_to(enqueued(work()).id, JobStatus::finished));
}

TEST_P(Worker, TwoOfThemDoEachJobOnce) {
  std::mutex mutex;
  std::map<std::string, int> done;
  const platform::queue::HandlerEntry entry{[&](JobContext& context) -> Outcome {
    const std::lock_guard lock(mutex);
    ++done[context.job().id.to_string()];
    return "{}";
  }};
  platform::queue::JobQueue other_process(main_database());
  platform::queue::Worker one(jobs(), options(3));
  platform::queue::Worker two(other_process, options(3));
  one.handle("work", entry);
  two.handle("work", entry);
  std::vector<base::Uuid> ids;
  for (int i = 0; i < 40; ++i) ids.push_back(enqueued(work()).id);
  one.start();
  two.start();
  for (const base::Uuid& id : ids) EXPECT_TRUE(comes_to(id, JobStatus::finished));
  one.stop(5s);
  two.stop(5s);
  EXPECT_EQ(done.size(), ids.size());
  for (const auto& [id, times] : done) EXPECT_EQ(times, 1) << id;
}

TEST_P(Worker, NeverRunsMoreOfAQueueAtOnceThanItMay) {
  std::atomic<int> at_once{0}, most{0};
  platform::queue::Worker worker(jobs(), options(2));
  worker.handle("work", {[&](JobContext&) -> Outcome {
                  const int now = ++at_once;
                  int seen = most;
                  while (now > seen && !most.compare_exchange_weak(seen, now)) {
                  }
                  std::this_thread::sleep_for(10ms);
                  --at_once;
                  return "{}";
                }});
  std::vector<base::Uuid> ids;
  for (int i = 0; i < 10; ++i) ids.push_back(enqueued(work()).id);
  worker.start();
  for (const base::Uuid& id : ids) EXPECT_TRUE(comes_to(id, JobStatus::finished));
  EXPECT_EQ(most, 2);
}

TEST_P(Worker, TriesAgainWhatFailedForNoFaultOfTheJob) {
  std::atomic<int> tries{0};
  platform::queue::Worker worker(jobs(), options());
  worker.handle("work", {[&](JobContext&) -> Outcome {
                  if (++tries < 3) return base::failure(problem(test::server_away));
                  return "{}";
                }});
  worker.start();
  EXPECT_TRUE(comes_to(enqueued(work()).id, JobStatus::finished));
  EXPECT_EQ(tries, 3);
}

TEST_P(Worker, FailsWhatTheJobItselfGotWrongAndWhatThrows) {
  platform::queue::Worker worker(jobs(), options());
  worker.handle("work", {[&](JobContext&) -> Outcome { return base::failure(problem(test::file_broken)); }});
  worker.handle("explode", {[](JobContext&) -> Outcome { throw std::runtime_error("boom"); }});
  worker.start();
  const auto broken = enqueued(work());
  EXPECT_TRUE(comes_to(broken.id, JobStatus::failed));
  EXPECT_EQ(must(jobs().find(broken.id)).problem_code, "test.file_broken");

  auto explosive = work();
  explosive.kind = "explode";
  explosive.max_attempts = 2;
  const auto exploded = enqueued(explosive);
  EXPECT_TRUE(comes_to(exploded.id, JobStatus::dead));
  EXPECT_NE(must(jobs().find(exploded.id)).problem_message.find("boom"), std::string::npos);
}

TEST_P(Worker, TellsHowAJobEndedOnceThatIsStored) {
  std::atomic<bool> was_stored{false};
  std::string outcome;
  platform::queue::Worker worker(jobs(), options());
  worker.handle("work", {[](JobContext&) -> Outcome { return "{}"; }, platform::queue::by_status,
                         [&](const platform::queue::JobEnd& end) {
                           was_stored = status_of(end.job.id) == JobStatus::finished;
                           outcome = end.outcome;
                         }});
  worker.start();
  ASSERT_TRUE(comes_to(enqueued(work()).id, JobStatus::finished));
  EXPECT_TRUE(worker.stop(std::chrono::seconds(5)));
  EXPECT_TRUE(was_stored);
  EXPECT_EQ(outcome, "finished");
}

TEST_P(Worker, StopsARunningJobThatIsCancelled) {
  platform::queue::Worker worker(jobs(), options());
  worker.handle("work", {until_stopped});
  worker.start();
  const auto job = enqueued(work());
  ASSERT_TRUE(comes_to(job.id, JobStatus::running));
  must(jobs().cancel(job.id));
  EXPECT_TRUE(comes_to(job.id, JobStatus::cancelled));
}

TEST_P(Worker, GivesItsJobsBackWhenItIsToStop) {
  const auto job = enqueued(work());
  {
    platform::queue::Worker worker(jobs(), options());
    worker.handle("work", {until_stopped});
    worker.start();
    ASSERT_TRUE(comes_to(job.id, JobStatus::running));
    EXPECT_EQ(worker.running().size(), 1U);
    EXPECT_TRUE(worker.stop(5s));
    EXPECT_TRUE(worker.running().empty());
  }
  const auto left = must(jobs().find(job.id));
  EXPECT_EQ(left.status, JobStatus::waiting);
  EXPECT_EQ(left.attempt, 0);
}

TEST_P(Worker, LeavesToOthersWhatDoesNotStopInTime) {
  std::atomic<bool> may_end{false};
  auto brief = options();
  brief.lease = 150ms;
  platform::queue::Worker stubborn(jobs(), brief);
  stubborn.handle("work", {[&](JobContext&) -> Outcome {
                    while (!may_end) std::this_thread::sleep_for(2ms);
                    return R"({"by":"the stubborn one"})";
                  }});
  stubborn.start();
  const auto job = enqueued(work());
  ASSERT_TRUE(comes_to(job.id, JobStatus::running));
  EXPECT_FALSE(stubborn.stop(20ms));

  platform::queue::Worker next(jobs(), options());
  next.handle("work", {[](JobContext&) -> Outcome { return R"({"by":"the next"})"; }});
  next.start();
  EXPECT_TRUE(comes_to(job.id, JobStatus::finished));
  may_end = true;
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(must(jobs().find(job.id)).result, R"({"by":"the next"})");
}

TEST_P(Worker, KeepsALongJobThroughManyLeases) {
  auto brief = options();
  brief.lease = 120ms;
  std::atomic<int> runs{0};
  platform::queue::Worker worker(jobs(), brief);
  worker.handle("work", {[&](JobContext&) -> Outcome {
                  ++runs;
                  std::this_thread::sleep_for(600ms);
                  return "{}";
                }});
  worker.start();
  EXPECT_TRUE(comes_to(enqueued(work()).id, JobStatus::finished));
  EXPECT_EQ(runs, 1);
}

TEST_P(Worker, TakesUpTheJobOfAProcessThatWasKilled) {
  const auto job = enqueued(work());
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    // Connections of its own: none is shared across the fork.
    auto database = platform::db::Database::open("main", url_of_main());
    if (!database) ::_exit(2);
    platform::queue::JobQueue queue(*database);
    const auto held = queue.lease("imports", "the killed one", 300ms);
    if (!held || !*held) ::_exit(3);
    for (;;) ::pause();
  }
  ASSERT_TRUE(comes_to(job.id, JobStatus::running));
  ::kill(child, SIGKILL);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));

  platform::queue::Worker worker(jobs(), options());
  worker.handle("work", {[](JobContext&) -> Outcome { return "{}"; }});
  worker.start();
  EXPECT_TRUE(comes_to(job.id, JobStatus::finished));
  const auto ended = must(jobs().find(job.id));
  EXPECT_EQ(ended.takeovers, 1);
  EXPECT_EQ(ended.fence, 2);
}

}  // namespace
