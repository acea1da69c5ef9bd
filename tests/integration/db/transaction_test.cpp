#include "platform/db/transaction.h"

#include <gtest/gtest.h>

#include "support/database_fixture.h"

namespace platform::db {
namespace {

using test::code_of;
using test::must;

constexpr Statement insert{"test.insert", "INSERT INTO t (id) VALUES (:p1)"};
constexpr Statement count_rows{"test.count", "SELECT count(*) FROM t"};

class TransactionTest : public test::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    must(connection().execute_script("test.schema", "CREATE TABLE t (id bigint PRIMARY KEY)"));
  }
  std::int64_t count() { return must(connection().query_one(count_rows))->integer(0); }
};
INSTANTIATE_TEST_SUITE_P(Engines, TransactionTest, test::both_engines(), test::engine_name);

TEST_P(TransactionTest, KeepsWhatWasCommitted) {
  auto transaction = must(Transaction::begin(connection()));
  must(connection().execute(insert, 1));
  must(transaction.commit());
  EXPECT_EQ(count(), 1);
}

TEST_P(TransactionTest, RollsBackUnlessCommitted) {
  {
    const auto transaction = must(Transaction::begin(connection()));
    must(connection().execute(insert, 1));
  }
  EXPECT_EQ(count(), 0);
}

TEST_P(TransactionTest, RollsBackWhenAsked) {
  auto transaction = must(Transaction::begin(connection()));
  must(connection().execute(insert, 1));
  transaction.rollback();
  EXPECT_EQ(count(), 0);
  EXPECT_EQ(code_of(transaction.commit()), db_failed.code);
}

TEST_P(TransactionTest, CannotBeCommittedAfterAFailedStatement) {
  auto transaction = must(Transaction::begin(connection()));
  must(connection().execute(insert, 1));
  EXPECT_EQ(code_of(connection().execute(insert, 1)), db_conflict.code);
  EXPECT_EQ(code_of(transaction.commit()), db_failed.code);
  EXPECT_EQ(count(), 0);
  auto next = must(Transaction::begin(connection()));
  must(connection().execute(insert, 1));
  must(next.commit());
  EXPECT_EQ(count(), 1);
}

TEST_P(TransactionTest, IsNotBegunInsideAnother) {
  const auto transaction = must(Transaction::begin(connection()));
  EXPECT_EQ(code_of(Transaction::begin(connection())), db_failed.code);
}

TEST_P(TransactionTest, IsNotSeenByOthersBeforeItsEnd) {
  const auto other = must(database().connect());
  auto transaction = must(Transaction::begin(connection()));
  must(connection().execute(insert, 1));
  EXPECT_EQ(must(other->query_one(count_rows))->integer(0), 0);
  must(transaction.commit());
  EXPECT_EQ(must(other->query_one(count_rows))->integer(0), 1);
}

TEST_P(TransactionTest, MayBeTriedAgainWhenItLostARace) {
  const auto other = must(database().connect());
  must(other->set_statement_timeout(std::chrono::milliseconds(50)));
  const auto first = must(Transaction::begin(connection()));
  must(connection().execute(insert, 1));
  if (on_postgres()) {
    must(other->execute_script("test.lock", "SET lock_timeout = '20ms'; SET statement_timeout = 0"));
    EXPECT_EQ(code_of(other->execute(insert, 1)), db_retry.code);
  } else {
    EXPECT_EQ(code_of(Transaction::begin(*other)), db_retry.code);
  }
}

TEST_P(TransactionTest, CannotBeCommittedAfterItsSessionWasLost) {
  if (!on_postgres()) {
    // A full disk makes SQLite roll back by itself: the next statement must not be kept on its own.
    must(connection().execute_script("test.small", "PRAGMA max_page_count = 10"));
    auto transaction = must(Transaction::begin(connection()));
    must(connection().execute(insert, 1));
    constexpr Statement fill{"test.fill", "CREATE TABLE big AS SELECT zeroblob(1000000)"};
    EXPECT_EQ(code_of(connection().execute(fill)), db_disk_full.code);
    static_cast<void>(connection().execute(insert, 2));
    EXPECT_EQ(code_of(transaction.commit()), db_failed.code);
    EXPECT_EQ(count(), 0);
    return;
  }
  const auto other = must(database().connect());
  constexpr Statement pid{"test.pid", "", "SELECT pg_backend_pid()"};
  constexpr Statement kill{"test.kill", "", "SELECT pg_terminate_backend(:p1)"};
  auto transaction = must(Transaction::begin(connection()));
  must(connection().execute(insert, 1));
  must(other->query(kill, must(connection().query_one(pid))->integer(0)));
  EXPECT_EQ(code_of(transaction.commit()), db_unavailable.code);
  EXPECT_FALSE(connection().is_alive());
  EXPECT_EQ(must(other->query_one(count_rows))->integer(0), 0);
}

}  // namespace
}  // namespace platform::db
