#include "platform/db/data_version.h"

#include <atomic>
#include <future>

#include "platform/db/transaction.h"
#include "support/database_fixture.h"
#include "support/local_server.h"
#include "support/waiting.h"

namespace platform::db {
namespace {

using namespace std::chrono_literals;
using test::must;

constexpr Statement insert{"test.insert", "INSERT INTO t (n) VALUES (:p1)"};

class DataVersionTest : public test::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    must(connection().execute_script("test.table", "CREATE TABLE t (n INTEGER)"));
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, DataVersionTest, test::both_engines(), test::engine_name);

TEST_P(DataVersionTest, ACommitChangesItAndNothingElseIsOverlooked) {
  DataVersion version(database(), 0ms);
  const auto before = must(version.current());
  {
    auto transaction = must(Transaction::begin(connection()));
    must(connection().execute(insert, 1));
    must(transaction.commit());
  }
  const auto after = must(version.current());
  EXPECT_NE(before, after);
  must(must(database().acquire())->execute(insert, 2));
  EXPECT_NE(must(version.current()), after);
}

TEST_P(DataVersionTest, ItStaysWhileNothingIsCommitted) {
  DataVersion version(database(), 0ms);
  // On PostgreSQL other tests' databases count too, so that it may take a few looks to meet a quiet moment.
  bool stayed = false;
  for (int look = 0; look < 1'000 && !stayed; ++look) stayed = must(version.current()) == must(version.current());
  EXPECT_TRUE(stayed);
}

TEST_P(DataVersionTest, ItIsAskedForOnlyNowAndThenUnlessItIsKnownToHaveChanged) {
  DataVersion version(database(), 1h);
  const auto before = must(version.current());
  must(connection().execute(insert, 1));
  EXPECT_EQ(must(version.current()), before);
  version.expire();
  EXPECT_NE(must(version.current()), before);
}

TEST(DataVersionOfASilentServer, KeepsNobodyWaitingButTheOneWhoAsks) {
  std::atomic<bool> is_reached = false;
  const test::RawServer silent([&](test::RawPeer& peer) {
    is_reached = true;
    peer.receive();
  });
  auto database = must(Database::open("main", "postgresql" + silent.url("/main?connect_timeout=4").substr(4)));
  DataVersion version(database);
  auto first = std::async(std::launch::async, [&] { return version.current(); });
  ASSERT_TRUE(test::comes_true([&] { return is_reached.load(); }));
  const auto begun = std::chrono::steady_clock::now();
  for (int reader = 0; reader < 2; ++reader) EXPECT_EQ(test::code_of(version.current()), db_unavailable.code);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
  EXPECT_EQ(test::code_of(first.get()), db_unavailable.code);
}

}  // namespace
}  // namespace platform::db
