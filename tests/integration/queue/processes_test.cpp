#include "platform/queue/processes.h"

#include <algorithm>

#include "integration/queue/queue_fixture.h"

namespace {

using namespace std::chrono_literals;
using platform::queue::Process;
using platform::queue::ProcessRegistry;
using test::must;

class Processes : public test::QueueTest {
 protected:
  static Process process(const std::string& role, std::chrono::seconds seen_ago = 0s) {
    const base::Timestamp now = base::Timestamp::now();
    return {base::Uuid::generate(), role, "host:1", "1.2.3", now + -1h, now + -std::chrono::microseconds(seen_ago)};
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Processes, test::both_engines(), test::engine_name);

TEST_P(Processes, AreListedWhileTheyAreAtWork) {
  ProcessRegistry registry(main_database());
  Process api = process("api");
  must(registry.sign_in(api));
  must(registry.sign_in(process("worker")));
  api.seen_at = base::Timestamp::now();
  must(registry.sign_in(api));
  ASSERT_EQ(must(registry.list()).size(), 2U);

  must(registry.sign_out(api.id));
  const auto left = must(registry.list());
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].role, "worker");
  EXPECT_EQ(left[0].name, "host:1");
  EXPECT_EQ(left[0].version, "1.2.3");
}

TEST_P(Processes, CountAsLostWhenTheyAreSilent) {
  ProcessRegistry registry(main_database());
  must(registry.sign_in(process("worker", 29s)));
  must(registry.sign_in(process("worker", 31s)));
  must(registry.sign_in(process("worker", 25h)));
  const auto listed = must(registry.list());
  ASSERT_EQ(listed.size(), 3U) << "who looks removes nothing";
  const auto alive =
      std::ranges::count_if(listed, [](const Process& one) { return one.is_alive(base::Timestamp::now()); });
  EXPECT_EQ(alive, 1);

  must(registry.tidy());
  EXPECT_EQ(must(registry.list()).size(), 2U) << "one silent for a day is forgotten";
}

TEST_P(Processes, ToldJobsAreToldOnceForEachEnd) {
  auto job = work();
  job.max_attempts = 1;
  const auto id = enqueued(job).id;
  EXPECT_TRUE(must(jobs().untold(10)).empty());
  must(jobs().fail(ticket(leased()), problem(test::file_broken), platform::queue::Retry::no));
  const auto untold = must(jobs().untold(10));
  ASSERT_EQ(untold.size(), 1U);
  EXPECT_EQ(untold[0].id, id);
  EXPECT_EQ(untold[0].problem_message, "It went wrong.");

  must(jobs().mark_told(untold[0]));
  EXPECT_TRUE(must(jobs().untold(10)).empty());

  must(jobs().retry(id));
  must(jobs().fail(ticket(leased()), problem(test::file_broken), platform::queue::Retry::no));
  must(jobs().mark_told(untold[0]));  // a late word about the end before
  EXPECT_EQ(must(jobs().untold(10)).size(), 1U);
}

}  // namespace
