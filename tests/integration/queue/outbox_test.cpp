#include "platform/queue/outbox.h"

#include <thread>

#include "integration/queue/queue_fixture.h"
#include "platform/db/transaction.h"
#include "platform/telemetry/trace.h"

namespace {

using platform::queue::add_to_outbox;
using platform::queue::OutboxRelay;
using test::must;

/// Work announced in the imports database, and the queue in the main one.
class Outbox : public test::QueueTest {
 protected:
  void SetUp() override {
    QueueTest::SetUp();
    fresh_imports_ = std::make_unique<test::FreshDatabase>(GetParam());
    imports_.emplace(fresh_imports_->open("imports"));
    must(platform::db::Migrator(*imports_).up());
  }
  void TearDown() override {
    imports_.reset();
    fresh_imports_.reset();
    QueueTest::TearDown();
  }

  platform::db::Database& imports() { return *imports_; }
  void announce(const std::string& payload) {
    const auto connection = must(imports().acquire());
    must(add_to_outbox(*connection, {"imports", "work", "alpha", payload}));
  }
  std::uint64_t relayed() { return must(OutboxRelay(imports(), jobs()).relay()); }
  std::vector<platform::queue::Job> all_jobs() { return must(jobs().list({.limit = 100})); }

 private:
  std::unique_ptr<test::FreshDatabase> fresh_imports_;
  std::optional<platform::db::Database> imports_;
};
INSTANTIATE_TEST_SUITE_P(Engines, Outbox, test::both_engines(), test::engine_name);

TEST_P(Outbox, CarriesWorkOverInItsOrder) {
  announce(R"({"n":1})");
  announce(R"({"n":2})");
  EXPECT_EQ(relayed(), 2U);
  const auto jobs = all_jobs();
  ASSERT_EQ(jobs.size(), 2U);
  EXPECT_EQ(jobs[1].payload, R"({"n":1})");
  EXPECT_EQ(jobs[0].payload, R"({"n":2})");
  EXPECT_EQ(jobs[0].queue, "imports");
  EXPECT_EQ(jobs[0].kind, "work");
  EXPECT_EQ(jobs[0].subject, "alpha");
  EXPECT_EQ(relayed(), 0U);
}

TEST_P(Outbox, CarriesTheTraceOfWhoAnnouncedIt) {
  {
    const platform::telemetry::TraceScope trace("0123456789abcdef0123456789abcdef");
    announce("{}");
  }
  announce("{}");
  EXPECT_EQ(relayed(), 2U);
  const auto jobs = all_jobs();
  EXPECT_EQ(jobs[1].trace_id, "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(jobs[0].trace_id.size(), 32U);
  EXPECT_NE(jobs[0].trace_id, jobs[1].trace_id);
}

TEST_P(Outbox, AnnouncesNothingOfAChangeThatWasTakenBack) {
  {
    const auto connection = must(imports().acquire());
    const auto transaction = must(platform::db::Transaction::begin(*connection));
    must(add_to_outbox(*connection, {"imports", "work"}));
  }
  EXPECT_EQ(relayed(), 0U);
  EXPECT_TRUE(all_jobs().empty());
}

TEST_P(Outbox, EnqueuesNothingTwiceWhenTheRelayDiedHalfway) {
  announce("{}");
  const platform::db::Statement find("test.outbox.id", "SELECT id FROM outbox");
  const base::Uuid id = must(must(imports().acquire())->query_one(find))->uuid(0);
  auto job = work();  // as a relay that was killed before it could forget the announcement has left it
  job.id = id;
  enqueued(job);
  must(jobs().finish(ticket(leased()), "{}"));

  EXPECT_EQ(relayed(), 1U);
  ASSERT_EQ(all_jobs().size(), 1U);
  EXPECT_EQ(status_of(id), platform::queue::JobStatus::finished);
}

TEST_P(Outbox, MayBeRelayedByManyAtOnce) {
  constexpr int announced = 60;
  for (int i = 0; i < announced; ++i) announce("{}");
  std::vector<std::jthread> relays;
  for (int i = 0; i < 4; ++i)
    relays.emplace_back([this] {
      for (int looks = 0; looks < 20; ++looks) must(OutboxRelay(imports(), jobs()).relay());
    });
  relays.clear();
  EXPECT_EQ(all_jobs().size(), static_cast<std::size_t>(announced));
  EXPECT_EQ(relayed(), 0U);
}

}  // namespace
