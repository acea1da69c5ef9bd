#include "platform/db/connection.h"

#include <gmock/gmock.h>

#include <stdexcept>

#include "platform/db/transaction.h"
#include "support/database_fixture.h"

namespace platform::db {
namespace {

using test::code_of;
using test::must;
using testing::HasSubstr;

constexpr Statement insert_product{"test.insert", "INSERT INTO products (id, sku, price) VALUES (:p1, :p2, :p3)"};
constexpr Statement find_product{"test.find", "SELECT sku, price FROM products WHERE id = :p1"};
constexpr Statement all_products{"test.all", "SELECT id, sku, price FROM products ORDER BY id"};
constexpr Statement count_products{"test.count", "SELECT count(*) FROM products"};

class ConnectionTest : public test::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    must(connection().execute_script(
        "test.schema", "CREATE TABLE products (id bigint PRIMARY KEY, sku text UNIQUE, price double precision)"));
  }
  std::int64_t count() { return must(connection().query_one(count_products))->integer(0); }
  void raise(const std::string& sqlstate) {
    raised_ = connection().execute_script(
        "test.raise", "DO $$ BEGIN RAISE EXCEPTION 'for the test' USING ERRCODE = '" + sqlstate + "'; END $$");
  }
  base::Result<> raised_;
};
INSTANTIATE_TEST_SUITE_P(Engines, ConnectionTest, test::both_engines(), test::engine_name);

TEST_P(ConnectionTest, GivesBackWhatWasWritten) {
  EXPECT_EQ(must(connection().execute(insert_product, 1, "A'1\n\"é\"", 2.5)), 1);
  const auto row = must(connection().query_one(find_product, 1));
  ASSERT_TRUE(row);
  EXPECT_EQ(row->text(0), "A'1\n\"é\"");
  EXPECT_EQ(row->real(1), 2.5);
}

TEST_P(ConnectionTest, TellsNullFromEmptyText) {
  must(connection().execute(insert_product, 1, std::optional<std::string>{}, std::nullopt));
  must(connection().execute(insert_product, 2, "", 0.0));
  const auto rows = must(connection().query(all_products));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_TRUE(rows[0].is_null(1));
  EXPECT_EQ(rows[0].optional_text(1), std::nullopt);
  EXPECT_EQ(rows[1].optional_text(1), "");
}

TEST_P(ConnectionTest, GivesNothingForNoRow) {
  EXPECT_FALSE(must(connection().query_one(find_product, 42)));
}

TEST_P(ConnectionTest, CountsTheRowsAStatementChanged) {
  must(connection().execute(insert_product, 1, "a", 1.0));
  must(connection().execute(insert_product, 2, "b", 1.0));
  constexpr Statement update{"test.update", "UPDATE products SET price = :p1 WHERE id >= :p2"};
  EXPECT_EQ(must(connection().execute(update, 9, 1)), 2);
  EXPECT_EQ(must(connection().execute(update, 9, 100)), 0);
  constexpr Statement create{"test.create", "CREATE TABLE other (id integer)"};
  EXPECT_EQ(must(connection().execute(create)), 0);
}

TEST_P(ConnectionTest, UsesOneParameterSeveralTimesAndInAnyOrder) {
  constexpr Statement twice{"test.twice",
                            "SELECT CAST(:p2 AS text), CAST(:p1 AS text), CAST(:p2 AS text), ':p1', '::p1'"};
  const auto row = must(connection().query_one(twice, "one", "two"));
  ASSERT_TRUE(row);
  EXPECT_EQ(row->text(0), "two");
  EXPECT_EQ(row->text(1), "one");
  EXPECT_EQ(row->text(2), "two");
  EXPECT_EQ(row->text(3), ":p1");
  EXPECT_EQ(row->text(4), "::p1");
}

TEST_P(ConnectionTest, ReadsBooleansUuidsAndTimes) {
  constexpr Statement create{"test.create", "CREATE TABLE t (a text, b text, c integer)",
                             "CREATE TABLE t (a uuid, b timestamptz, c boolean)"};
  constexpr Statement insert{"test.insert_t", "INSERT INTO t VALUES (:p1, :p2, :p3)"};
  constexpr Statement select{"test.select_t", "SELECT a, b, c FROM t"};
  const auto id = base::Uuid::generate();
  const auto time = base::Timestamp(1'790'000'000'123'456);
  must(connection().execute(create));
  must(connection().execute(insert, id, time, true));
  const auto row = must(connection().query_one(select));
  ASSERT_TRUE(row);
  EXPECT_EQ(row->uuid(0), id);
  EXPECT_EQ(row->timestamp(1), time);
  EXPECT_EQ(row->integer(2), 1);
}

TEST_P(ConnectionTest, RefusesAWrongNumberOfParameters) {
  EXPECT_EQ(code_of(connection().query(find_product)), db_failed.code);
  EXPECT_EQ(code_of(connection().query(find_product, 1, 2)), db_failed.code);
  EXPECT_TRUE(connection().query(find_product, 1));
}

TEST_P(ConnectionTest, RefusesTwoStatementsInOne) {
  constexpr Statement two{"test.two", "DELETE FROM products; SELECT 1"};
  EXPECT_EQ(code_of(connection().execute(two)), db_failed.code);
}

TEST_P(ConnectionTest, ReportsADuplicateAsAConflictNamingStatementAndDatabase) {
  must(connection().execute(insert_product, 1, "a", 1.0));
  const auto again = connection().execute(insert_product, 2, "a", 1.0);
  ASSERT_EQ(code_of(again), db_conflict.code);
  EXPECT_THAT(again.error().message, HasSubstr("test.insert"));
  EXPECT_THAT(again.error().message, HasSubstr("catalog"));
  EXPECT_EQ(code_of(connection().execute(insert_product, 1, "b", 1.0)), db_conflict.code);
}

TEST_P(ConnectionTest, ReportsAStatementThatIsNoSql) {
  constexpr Statement wrong{"test.wrong", "SELEKT 1"};
  const auto result = connection().query(wrong);
  ASSERT_EQ(code_of(result), db_failed.code);
  EXPECT_THAT(result.error().message, HasSubstr("SELEKT"));
}

TEST_P(ConnectionTest, ReportsTheLineOfAScriptThatFails) {
  const auto result =
      connection().execute_script("test.script", "SELECT 1;\n-- a comment; with a semicolon\nSELEKT 2;");
  ASSERT_EQ(code_of(result), db_failed.code);
  EXPECT_EQ(result.error().place.line, 3U);
}

TEST_P(ConnectionTest, CancelsAStatementThatTakesTooLong) {
  constexpr Statement endless{"test.endless",
                              "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
                              "SELECT pg_sleep(60)"};
  must(connection().set_statement_timeout(std::chrono::milliseconds(100)));
  EXPECT_EQ(code_of(connection().query(endless)), db_timeout.code);
  must(connection().set_statement_timeout(std::chrono::milliseconds(0)));
  EXPECT_EQ(count(), 0);
}

TEST_P(ConnectionTest, FindsAStatementPreparedBeforeTheSchemaChanged) {
  constexpr Statement star{"test.star", "SELECT * FROM products"};
  must(connection().execute(insert_product, 1, "a", 1.0));
  EXPECT_EQ(must(connection().query_one(star))->size(), 3U);
  must(connection().execute_script("test.alter", "ALTER TABLE products ADD COLUMN brand text"));
  EXPECT_EQ(must(connection().query_one(star))->size(), 4U);
}

TEST_P(ConnectionTest, PreparesMoreStatementsThanItKeeps) {
  for (int i = 0; i < 600; ++i) {
    const std::string sql = "SELECT " + std::to_string(i);
    EXPECT_EQ(must(connection().query_one(Statement{"test.many", sql}))->integer(0), i);
  }
}

TEST_P(ConnectionTest, IsAliveWhileTheServerAnswers) {
  EXPECT_TRUE(connection().is_alive());
  EXPECT_EQ(count(), 0);
}

TEST_P(ConnectionTest, RunsWithTheSettingsEverySessionHas) {
  const auto setting = [&](std::string_view name) {
    const std::string sqlite = "PRAGMA " + std::string(name);
    const std::string postgres = "SHOW " + std::string(name);
    return must(connection().query_one(Statement{"test.setting", sqlite, postgres}))->text(0);
  };
  if (on_postgres()) {
    EXPECT_EQ(setting("TimeZone"), "UTC");
    EXPECT_EQ(setting("application_name"), "suppliers-import");
    EXPECT_EQ(setting("client_min_messages"), "warning");
  } else {
    EXPECT_EQ(setting("journal_mode"), "wal");
    EXPECT_EQ(setting("foreign_keys"), "1");
    EXPECT_EQ(setting("synchronous"), "1");
    EXPECT_EQ(setting("temp_store"), "1");
    EXPECT_EQ(setting("busy_timeout"), "10000");
  }
}

TEST_P(ConnectionTest, NamesEachFailureByItsSqlstate) {
  if (!on_postgres()) {
    must(connection().execute_script("test.small", "PRAGMA max_page_count = 10"));
    constexpr Statement fill{"test.fill", "INSERT INTO products (id, sku) VALUES (1, :p1)"};
    EXPECT_EQ(code_of(connection().execute(fill, std::string(1'000'000, 'x'))), db_disk_full.code);
    return;
  }
  const std::vector<std::pair<std::string, const base::ProblemKind*>> cases{
      {"53100", &db_disk_full},   {"40001", &db_retry},       {"40P01", &db_retry},
      {"23505", &db_conflict},    {"57014", &db_timeout},     {"08006", &db_unavailable},
      {"57P01", &db_unavailable}, {"53300", &db_unavailable}, {"22012", &db_failed}};
  for (const auto& [sqlstate, kind] : cases) {
    raise(sqlstate);
    EXPECT_EQ(code_of(raised_), kind->code) << sqlstate;
  }
}

TEST_P(ConnectionTest, RefusesAZeroByteOnPostgres) {
  const auto result = connection().execute(insert_product, 1, std::string("a\0b", 3), 1.0);
  if (on_postgres()) {
    EXPECT_EQ(code_of(result), db_failed.code);
  } else {
    must(result);
    EXPECT_EQ(must(connection().query_one(find_product, 1))->text(0), std::string("a\0b", 3));
  }
}

}  // namespace
}  // namespace platform::db
