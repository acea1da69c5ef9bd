#include "platform/db/data_version.h"

#include "platform/db/transaction.h"
#include "support/database_fixture.h"

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

}  // namespace
}  // namespace platform::db
