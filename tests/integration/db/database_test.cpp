#include "platform/db/database.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <thread>

#include "platform/db/databases.h"
#include "platform/db/transaction.h"
#include "support/database_fixture.h"

namespace platform::db {
namespace {

using namespace std::chrono_literals;
using test::code_of;
using test::must;
using testing::HasSubstr;
using testing::Not;

constexpr Statement one{"test.one", "SELECT 1"};
constexpr Statement count_rows{"test.count", "SELECT count(*) FROM t"};

class PoolTest : public test::DatabaseTest {
 protected:
  Database pool(PoolOptions options) const { return must(Database::open("catalog", url(), options)); }
};
INSTANTIATE_TEST_SUITE_P(Engines, PoolTest, test::both_engines(), test::engine_name);

TEST_P(PoolTest, LendsTheSameConnectionAgain) {
  auto small = pool({.size = 3});
  for (int i = 0; i < 5; ++i) must(must(small.acquire())->query(one));
  EXPECT_EQ(small.statistics().open, 1U);
  EXPECT_EQ(small.statistics().lent, 5U);
  EXPECT_EQ(small.statistics().in_use, 0U);
}

TEST_P(PoolTest, RefusesWithinTheWaitLimitWhenAllAreBusy) {
  auto small = pool({.size = 2, .wait_limit = 50ms});
  const auto first = must(small.acquire());
  {
    const auto second = must(small.acquire());
    const auto third = small.acquire();
    ASSERT_EQ(code_of(third), db_pool_exhausted.code);
    EXPECT_THAT(third.error().message, HasSubstr("catalog"));
    EXPECT_EQ(small.statistics().exhausted, 1U);
    EXPECT_EQ(small.statistics().in_use, 2U);
  }
  EXPECT_TRUE(small.acquire());
  EXPECT_EQ(small.statistics().waiting, 0U);
}

TEST_P(PoolTest, HandsAConnectionToWhoWaits) {
  auto small = pool({.size = 1, .wait_limit = 10s});
  auto held = std::make_optional(must(small.acquire()));
  std::thread waiter([&] { must(must(small.acquire())->query(one)); });
  while (small.statistics().waiting == 0) std::this_thread::yield();
  held.reset();
  waiter.join();
  EXPECT_EQ(small.statistics().lent, 2U);
  EXPECT_GT(small.statistics().total_wait, 0us);
}

TEST_P(PoolTest, ServesManyThreadsWithFewConnections) {
  auto small = pool({.size = 3, .wait_limit = 30s});
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) must(must(small.acquire())->query(one));
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_LE(small.statistics().open, 3U);
  EXPECT_EQ(small.statistics().lent, 400U);
  EXPECT_EQ(small.statistics().in_use, 0U);
}

TEST_P(PoolTest, RollsBackWhatAReturnedConnectionLeftOpen) {
  must(connection().execute_script("test.schema", "CREATE TABLE t (id bigint)"));
  auto small = pool({.size = 1});
  must(must(small.acquire())->execute_script("test.open", "BEGIN; INSERT INTO t VALUES (1)"));
  EXPECT_EQ(must(must(small.acquire())->query_one(count_rows))->integer(0), 0);
  EXPECT_EQ(must(connection().query_one(count_rows))->integer(0), 0);
}

TEST_P(PoolTest, ForgetsTheTimeoutOfTheLastUser) {
  auto small = pool({.size = 1});
  must(must(small.acquire())->set_statement_timeout(1ms));
  constexpr Statement slow{"test.slow",
                           "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) "
                           "SELECT count(*) FROM n",
                           "SELECT pg_sleep(0.05)"};
  EXPECT_TRUE(must(small.acquire())->query(slow));
}

TEST_P(PoolTest, ClosesADiscardedConnection) {
  auto small = pool({.size = 1});
  {
    auto lease = must(small.acquire());
    must(lease->execute_script("test.temporary", "CREATE TEMPORARY TABLE mine (id bigint)"));
    lease.discard();
  }
  EXPECT_EQ(small.statistics().open, 0U);
  must(must(small.acquire())->execute_script("test.temporary", "CREATE TEMPORARY TABLE mine (id bigint)"));
}

TEST_P(PoolTest, ReplacesAConnectionPastItsAge) {
  auto small = pool({.size = 1, .recycle_after = 0s});
  must(must(small.acquire())->query(one));
  std::this_thread::sleep_for(2ms);
  must(must(small.acquire())->query(one));
  EXPECT_EQ(small.statistics().recycled, 1U);
  EXPECT_EQ(small.statistics().open, 1U);
}

TEST_P(PoolTest, ReplacesAConnectionThatDiedWhileIdle) {
  auto small = pool({.size = 1, .liveness_after = 0ms});
  must(must(small.acquire())->query(one));
  if (on_postgres()) {
    constexpr Statement kill_others{"test.kill", "",
                                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"};
    must(connection().query(kill_others));
  } else {
    const auto file = url().substr(std::string("sqlite:///").size());
    std::filesystem::rename(file, file + ".moved");
  }
  EXPECT_TRUE(must(small.acquire())->query(one));
  EXPECT_EQ(small.statistics().replaced_dead, 1U);
}

TEST_P(PoolTest, DropsAConnectionThatDiedInUse) {
  if (!on_postgres()) return;  // a SQLite session has no server to lose
  auto small = pool({.size = 1});
  {
    const auto lease = must(small.acquire());
    constexpr Statement own_end{"test.kill", "", "SELECT pg_terminate_backend(pg_backend_pid())"};
    EXPECT_EQ(code_of(lease->query(own_end)), db_unavailable.code);
  }
  EXPECT_EQ(small.statistics().open, 0U);
  EXPECT_TRUE(must(small.acquire())->query(one));
}

TEST_P(PoolTest, GivesBackThePlaceWhenConnectingFails) {
  const test::TemporaryFolder folder;  // a folder is no file
  const std::string nowhere_url =
      on_postgres() ? "postgresql://u:secret@127.0.0.1:1/x" : "sqlite:///" + folder.path().string();
  auto nowhere = must(Database::open("catalog", nowhere_url, {.size = 1}));
  for (int i = 0; i < 3; ++i) {
    const auto lease = nowhere.acquire();
    ASSERT_FALSE(lease);
    EXPECT_EQ(lease.error().code(), db_unavailable.code);
    EXPECT_THAT(lease.error().message, Not(HasSubstr("secret")));
  }
  EXPECT_EQ(nowhere.statistics().open, 0U);
}

TEST(DatabaseUrl, NamesARelativeOrAnAbsoluteFile) {
  const test::TemporaryFolder folder;
  const auto file = folder / "deep" / "with blank=and" / "shop.db";
  auto database = must(Database::open("main", "sqlite:///" + file.string()));
  must(must(database.acquire())->execute_script("test.create", "CREATE TABLE t (id bigint)"));
  EXPECT_TRUE(std::filesystem::exists(file));
  EXPECT_EQ(database.engine(), Engine::sqlite);
}

TEST(DatabaseUrl, IsRefusedWhenItMakesNoSense) {
  for (const std::string url :
       {"", "catalog.db", "mysql://u:secret@h/d", "sqlite://x.db", "sqlite:///", "sqlite:///:memory:", "sqlite:///a?b",
        "postgresql://u:secret@h:port/d", "postgresql://h/d?no_such_option=1", "postgresql://u:sec%zzret@h/d"}) {
    const auto database = Database::open("main", url);
    ASSERT_EQ(code_of(database), db_url_invalid.code) << url;
    EXPECT_THAT(database.error().text(), Not(HasSubstr("secret"))) << url;
    EXPECT_THAT(database.error().text(), Not(HasSubstr("zzret"))) << url;
    EXPECT_THAT(database.error().message, HasSubstr("main"));
  }
}

TEST(DatabaseUrl, NeverShowsItsPassword) {
  const auto masked = [](const std::string& url) { return must(Database::open("main", url)).masked_url(); };
  EXPECT_EQ(masked("postgresql://me:p%40ss:w@host:5432/shop"), "postgresql://me:***@host:5432/shop");
  EXPECT_EQ(masked("postgresql://host/shop?password=x&sslmode=prefer"),
            "postgresql://host/shop?password=***&sslmode=prefer");
  EXPECT_EQ(masked("postgresql://me@host/shop"), "postgresql://me@host/shop");
  EXPECT_EQ(masked("postgresql://host:5432/shop"), "postgresql://host:5432/shop");
}

TEST(DatabaseUrl, MayNameAnotherProgramsDriver) {
  EXPECT_EQ(must(Database::open("main", "postgresql+asyncpg://me@host/shop")).engine(), Engine::postgres);
  EXPECT_EQ(must(Database::open("main", "postgres://me@host/shop")).engine(), Engine::postgres);
}

config::Settings settings_in(const test::TemporaryFolder& folder) {
  config::Settings settings;
  for (auto* const database : {&settings.main, &settings.catalog, &settings.imports, &settings.media,
                               &settings.code2asin, &settings.analytics}) {
    database->url = "sqlite:///" + (folder / "shop.db").string();
  }
  return settings;
}

TEST(Databases, OpensAllSixFromTheSettings) {
  const test::TemporaryFolder folder;
  auto databases = must(Databases::open(settings_in(folder)));
  std::vector<std::string> names;
  for (auto* const database : databases.all()) {
    EXPECT_TRUE(database->acquire());
    names.push_back(database->name());
  }
  EXPECT_THAT(names, testing::ElementsAre("main", "catalog", "imports", "media", "code2asin", "analytics"));
  EXPECT_EQ(databases.find("media"), &databases.media);
  EXPECT_EQ(databases.find("nothing"), nullptr);
}

TEST(Databases, ReportsEveryWrongUrlAtOnce) {
  const test::TemporaryFolder folder;
  auto settings = settings_in(folder);
  settings.media.url = "nonsense";
  settings.analytics.url = "oracle://x";
  const auto databases = Databases::open(settings);
  ASSERT_FALSE(databases);
  EXPECT_THAT(databases.error().message, HasSubstr("media"));
  EXPECT_THAT(databases.error().message, HasSubstr("analytics"));
}

}  // namespace
}  // namespace platform::db
