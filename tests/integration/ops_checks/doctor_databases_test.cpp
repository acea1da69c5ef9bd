#include "doctor_fixture.h"
#include "ops/checks/server_facts_store.h"
#include "platform/queue/processes.h"

namespace {

using namespace std::chrono_literals;
using test::must;
using ::testing::HasSubstr;

class Doctor : public test::DoctorTest {};
INSTANTIATE_TEST_SUITE_P(Engines, Doctor, test::both_engines(), test::engine_name);

TEST_P(Doctor, FindsNothingWrongWithAGoodInstallation) {
  migrate();
  for (const auto& finding : examined().findings) {
    EXPECT_NE(finding.state, ops::State::failed) << finding.area << ": " << finding.found;
    EXPECT_EQ(finding.cure.empty(), finding.state == ops::State::ok) << finding.area << ": " << finding.found;
  }
  EXPECT_THAT(worst_in("database catalog").found, HasSubstr(on_postgres() ? "PostgreSQL 1" : "SQLite 3"));
}

TEST_P(Doctor, TellsOfPendingMigrationsWhereNobodyAppliesThemUnasked) {
  environment["ENVIRONMENT"] = "production";
  environment["SECRET_KEY"] = environment["JWT_SECRET_KEY"] = "8f2Jq7-long-enough-and-not-a-word-41x";
  must(must(must(platform::db::Databases::open(must(loaded()).settings)).catalog.connect())
           ->execute_script("test", "CREATE TABLE t (i int)"));
  const auto steps = platform::db::migrations_of("catalog", GetParam()).size();
  const auto finding = worst_in("database catalog");
  EXPECT_EQ(finding.state, ops::State::warning);
  EXPECT_THAT(finding.found, HasSubstr(std::to_string(steps) + " steps behind"));
  EXPECT_THAT(finding.cure, HasSubstr("migrate up"));
}

TEST_P(Doctor, ChangesNothing) {
  examined();
  if (!on_postgres()) {
    const std::string url = environment.at("DB_CATALOG_URL");
    EXPECT_FALSE(std::filesystem::exists(url.substr(url.find("///") + 3)));
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "var"));
}

TEST_P(Doctor, TellsOfAProgramOlderThanTheSchema) {
  migrate();
  auto databases = must(platform::db::Databases::open(must(loaded()).settings));
  must(must(databases.media.connect())
           ->execute_script("test", "UPDATE schema_migrations SET checksum = 'another' WHERE version = 1"));
  const auto finding = worst_in("database media");
  EXPECT_EQ(finding.state, ops::State::failed);
  EXPECT_THAT(finding.found, HasSubstr("its text has changed"));
}

class DoctorOnPostgres : public test::DoctorTest {};
INSTANTIATE_TEST_SUITE_P(Engines, DoctorOnPostgres, ::testing::Values(test::Engine::postgres), test::engine_name);

TEST_P(DoctorOnPostgres, GoesOnWhenADatabaseIsAway) {
  migrate();
  environment["DB_MEDIA_URL"] =
      "postgresql://nobody:s3cret-word@127.0.0.1:" + std::to_string(test::free_port()) + "/media";
  const auto began = std::chrono::steady_clock::now();
  const auto away = worst_in("database media");
  EXPECT_LT(std::chrono::steady_clock::now() - began, 15s);
  EXPECT_EQ(away.state, ops::State::failed);
  EXPECT_THAT(away.found + away.cure, ::testing::Not(HasSubstr("s3cret-word")));
  EXPECT_EQ(worst_in("database catalog").state, ops::State::ok);
}

TEST_P(DoctorOnPostgres, TellsOfADatabaseInAnotherEncoding) {
  auto server = must(platform::db::Database::open("server", test::postgres_url()));
  const std::string name = "test_" + base::Uuid::generate().to_string();
  const auto run = [&](const std::string& sql) { must(must(server.connect())->execute_script("test", sql)); };
  run("CREATE DATABASE \"" + name + "\" TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'");
  const std::string url = test::postgres_url();
  environment["DB_MEDIA_URL"] = url.substr(0, url.rfind('/') + 1) + name;
  const auto finding = worst_in("database media");
  run("DROP DATABASE \"" + name + "\" WITH (FORCE)");
  EXPECT_EQ(finding.state, ops::State::failed);
  EXPECT_THAT(finding.found, HasSubstr("SQL_ASCII"));
}

TEST_P(DoctorOnPostgres, TellsOfAnIndexThatWasNeverFinished) {
  migrate();
  auto databases = must(platform::db::Databases::open(must(loaded()).settings));
  const auto connection = must(databases.catalog.connect());
  must(connection->execute_script("test", "CREATE TABLE twice (i int); INSERT INTO twice VALUES (1), (1)"));
  const auto failed = connection->execute_script("test", "CREATE UNIQUE INDEX CONCURRENTLY broken_index ON twice (i)");
  ASSERT_FALSE(failed);
  const auto finding = worst_in("database catalog");
  EXPECT_EQ(finding.state, ops::State::warning);
  EXPECT_THAT(finding.found, HasSubstr("public.broken_index"));
}

TEST_P(DoctorOnPostgres, SeesTransactionsThatAreOpenForLong) {
  auto databases = must(platform::db::Databases::open(must(loaded()).settings));
  const auto holder = must(databases.main.connect());
  must(holder->execute_script("test", "BEGIN"));
  const auto looker = must(databases.main.connect());
  must(looker->execute_script("test", "SELECT pg_sleep(1.2)"));
  EXPECT_EQ(must(ops::read_long_transactions(*looker, 3600)).size(), 0U);
  const auto seen = must(ops::read_long_transactions(*looker, 1));
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen.front().state, "idle in transaction");
  EXPECT_GE(seen.front().seconds, 1);
}

TEST_P(DoctorOnPostgres, AsksForStatementsOnlyWhereTheServerCountsThem) {
  auto databases = must(platform::db::Databases::open(must(loaded()).settings));
  const auto connection = must(databases.main.connect());
  EXPECT_TRUE(must(ops::read_statement_costs(*connection)).empty());
  // Installed, and not counting: the server was not started with it.
  must(connection->execute_script("test", "CREATE EXTENSION pg_stat_statements"));
  EXPECT_EQ(test::code_of(ops::read_statement_costs(*connection)), "db.failed");
}

TEST_P(DoctorOnPostgres, ComparesPoolsWithWhatTheServerTakes) {
  migrate();
  environment["CATALOG_POOL_SIZE"] = "1000";
  const auto finding = worst_in("connections");
  EXPECT_EQ(finding.state, ops::State::failed);
  EXPECT_THAT(finding.found, HasSubstr("of one process may open 1067"));
  environment["CATALOG_POOL_SIZE"] = environment["IMPORTS_POOL_SIZE"] = "1";
  EXPECT_EQ(worst_in("connections").state, ops::State::ok);

  auto databases = must(platform::db::Databases::open(must(loaded()).settings));
  platform::queue::ProcessRegistry registry(databases.main);
  const auto now = base::Timestamp::now();
  for (const char* const role : {"api", "worker", "worker"})
    must(registry.sign_in({base::Uuid::generate(), role, std::string("host:") + role, "1", now, now}));
  const auto many = worst_in("connections");
  EXPECT_EQ(many.state, ops::State::warning);
  EXPECT_THAT(many.found, HasSubstr("of 3 processes may open 147"));
}

}  // namespace
