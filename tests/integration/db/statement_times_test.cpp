#include "platform/db/statement_times.h"

#include <thread>

#include "platform/db/database_state.h"
#include "platform/db/migrations.h"
#include "support/database_fixture.h"

namespace platform::db {
namespace {

using namespace std::chrono_literals;
using test::must;

class StatementTimesTest : public test::DatabaseTest {
 protected:
  StatementFigures of(const std::string& name) {
    for (auto& figures : database().statement_times().figures()) {
      if (figures.name == name) return figures;
    }
    return {};
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, StatementTimesTest, test::both_engines(), test::engine_name);

constexpr Statement one{"test.one", "SELECT 1"};
constexpr Statement wrong{"test.wrong", "SELECT nothing FROM nowhere"};
constexpr Statement slow{"test.slow",
                         "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) "
                         "SELECT max(i) FROM n",
                         "SELECT pg_sleep(0.05)"};

TEST_P(StatementTimesTest, EveryRunOfAStatementIsCountedWhateverTheConnection) {
  for (int i = 0; i < 3; ++i) must(connection().query(one));
  must(must(database().acquire())->query(one));
  EXPECT_FALSE(connection().query(wrong));
  EXPECT_EQ(of("test.one").calls, 4U);
  EXPECT_EQ(of("test.wrong").calls, 1U);
  EXPECT_GE(of("test.one").total, of("test.one").highest);
}

TEST_P(StatementTimesTest, ASlowOneIsToldByNameOnTheThreadThatRanIt) {
  std::string told;
  std::thread::id thread;
  database().statement_times().on_slow(10ms, [&](std::string_view name, std::chrono::microseconds time) {
    EXPECT_GE(time, 10ms);
    told = name;
    thread = std::this_thread::get_id();
  });
  must(connection().query(one));
  must(connection().query(slow));
  EXPECT_EQ(told, "test.slow");
  EXPECT_EQ(of("test.slow").slow, 1U);
  EXPECT_EQ(of("test.one").slow, 0U);
  EXPECT_EQ(thread, std::this_thread::get_id());
  EXPECT_EQ(database().statement_times().figures().front().name, "test.slow");
}

TEST_P(StatementTimesTest, TheDatabaseTellsItsSizeAndSchema) {
  EXPECT_GT(must(state_of(database())).pending_steps, 0U);
  must(Migrator(database()).up());
  const auto state = must(state_of(database()));
  EXPECT_EQ(state.pending_steps, 0U);
  EXPECT_GT(state.schema_version, 0U);
  EXPECT_GT(state.size_bytes, 0U);
}

TEST(StatementEntry, PercentilesAreNearTheTruth) {
  StatementTimes::Entry entry;
  for (int i = 1; i <= 1'000; ++i) entry.note(std::chrono::microseconds(i * 100));
  const auto figures = entry.figures("x");
  EXPECT_EQ(figures.calls, 1'000U);
  EXPECT_EQ(figures.highest, 100ms);
  EXPECT_NEAR(static_cast<double>(figures.p50.count()), 50'000, 12'500);
  EXPECT_NEAR(static_cast<double>(figures.p95.count()), 95'000, 12'500);
  EXPECT_EQ(StatementTimes::Entry().figures("y").p95, 0ms);
}

TEST(StatementEntry, TimesBeyondAllBoundsAreKept) {
  StatementTimes::Entry entry;
  entry.note(1h);
  EXPECT_EQ(entry.figures("x").p95, 1h);
}

TEST(StatementTimesTable, ThreadsNoteAtTheSameTime) {
  const auto times = std::make_shared<StatementTimes>();
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      StatementTimes::Meter meter(times);
      for (int run = 0; run < 1'000; ++run) meter.note(run % 2 == 0 ? "even" : "odd", 5us);
    });
  }
  threads.clear();
  ASSERT_EQ(times->figures().size(), 2U);
  EXPECT_EQ(times->figures()[0].calls, 2'000U);
}

}  // namespace
}  // namespace platform::db
