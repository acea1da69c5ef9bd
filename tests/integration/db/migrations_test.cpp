#include "platform/db/migrations.h"

#include <gmock/gmock.h>

#include <thread>

#include "platform/db/migration_files.h"
#include "platform/db/named_lock.h"
#include "support/database_fixture.h"

namespace platform::db {
namespace {

using test::code_of;
using test::must;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<EmbeddedFile> shop_files{
    {"catalog/0001_products.up.sql", "CREATE TABLE products (id bigint PRIMARY KEY, sku text);"},
    {"catalog/0001_products.down.sql", "DROP TABLE products;"},
    {"catalog/0002_brands.up.sql", "CREATE TABLE brands (id bigint PRIMARY KEY);\nINSERT INTO brands VALUES (1);"},
    {"catalog/0002_brands.down.sql", "DROP TABLE brands;"},
    {"catalog/0003_sku_index.up.sqlite.sql",
     "-- migrate: no transaction\nCREATE INDEX products_sku ON products (sku);\nCREATE INDEX products_id ON products "
     "(id);"},
    {"catalog/0003_sku_index.up.postgres.sql",
     "-- migrate: no transaction\nCREATE INDEX CONCURRENTLY products_sku ON products (sku);\n"
     "CREATE INDEX CONCURRENTLY products_id ON products (id);"},
    {"catalog/0003_sku_index.down.sql", "DROP INDEX products_sku; DROP INDEX products_id;"},
    {"imports/0001_jobs.up.sql", "CREATE TABLE jobs (id bigint);"},
    {"imports/0001_jobs.down.sql", "DROP TABLE jobs;"},
};

class MigrationsTest : public test::DatabaseTest {
 protected:
  std::vector<Migration> shop() const { return migrations_from(shop_files, "catalog", GetParam()); }
  Migrator migrator(std::vector<Migration> migrations) { return Migrator(database(), std::move(migrations)); }
  bool exists(std::string_view table) {
    constexpr Statement find{"test.exists", "SELECT count(*) FROM sqlite_master WHERE name = :p1",
                             "SELECT count(*) FROM pg_class WHERE relname = :p1"};
    return must(connection().query_one(find, table))->integer(0) > 0;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, MigrationsTest, test::both_engines(), test::engine_name);

TEST_P(MigrationsTest, BuildsTheSchemaOnce) {
  auto shop_migrator = migrator(shop());
  std::vector<std::string> told;
  const auto applied = must(shop_migrator.up(0, [&](const Migration& step) { told.push_back(step.name); }));
  EXPECT_THAT(applied, ElementsAre(1U, 2U, 3U));
  EXPECT_THAT(told, ElementsAre("products", "brands", "sku_index"));
  EXPECT_TRUE(exists("products"));
  EXPECT_TRUE(exists("products_sku"));
  EXPECT_TRUE(exists("products_id"));
  EXPECT_THAT(must(shop_migrator.up()), IsEmpty());
}

TEST_P(MigrationsTest, ShowsWhatIsAppliedAndWhatIsPending) {
  auto shop_migrator = migrator(shop());
  for (const auto& state : must(shop_migrator.status())) EXPECT_FALSE(state.applied);
  EXPECT_FALSE(exists("schema_migrations")) << "looking must not change the database";
  must(shop_migrator.up(2));
  const auto states = must(shop_migrator.status());
  ASSERT_EQ(states.size(), 3U);
  EXPECT_TRUE(states[1].applied);
  EXPECT_TRUE(states[1].checksum_agrees);
  EXPECT_TRUE(base::Timestamp::parse(states[1].applied_at));
  EXPECT_THAT(states[1].applied_at, testing::EndsWith("Z"));
  EXPECT_FALSE(states[2].applied);
  EXPECT_EQ(states[2].applied_at, "");
}

TEST_P(MigrationsTest, GoesBackStepByStep) {
  auto shop_migrator = migrator(shop());
  must(shop_migrator.up());
  EXPECT_THAT(must(shop_migrator.down()), ElementsAre(3U));
  EXPECT_FALSE(exists("products_sku"));
  EXPECT_THAT(must(shop_migrator.down(10)), ElementsAre(2U, 1U));
  EXPECT_FALSE(exists("products"));
  EXPECT_THAT(must(shop_migrator.down()), IsEmpty());
}

TEST_P(MigrationsTest, GoesToAVersionFromBothSides) {
  auto shop_migrator = migrator(shop());
  EXPECT_THAT(must(shop_migrator.to(2)), ElementsAre(1U, 2U));
  EXPECT_THAT(must(shop_migrator.to(1)), ElementsAre(2U));
  EXPECT_THAT(must(shop_migrator.to(1)), IsEmpty());
  EXPECT_THAT(must(shop_migrator.to(0)), ElementsAre(1U));
  EXPECT_FALSE(exists("products"));
}

TEST_P(MigrationsTest, RefusesAVersionThatDoesNotExist) {
  auto shop_migrator = migrator(shop());
  EXPECT_EQ(code_of(shop_migrator.to(9)), migration_unknown.code);
  EXPECT_EQ(code_of(shop_migrator.up(9)), migration_unknown.code);
  EXPECT_FALSE(exists("products"));
}

TEST_P(MigrationsTest, KeepsNothingOfAStepThatFails) {
  auto steps = shop();
  steps[1].up += "\nSELEKT 1;";
  auto broken = migrator(steps);
  const auto result = broken.up();
  ASSERT_EQ(code_of(result), migration_failed.code);
  EXPECT_THAT(result.error().message, HasSubstr("2 brands"));
  EXPECT_EQ(result.error().place.line, 3U);
  EXPECT_TRUE(exists("products")) << "the step before it stays";
  EXPECT_FALSE(exists("brands"));
  EXPECT_THAT(must(migrator(shop()).up()), ElementsAre(2U, 3U));
}

TEST_P(MigrationsTest, SaysThatAPartMayStandWithoutATransaction) {
  auto steps = shop();
  steps[2].up += "\nSELEKT 1;";
  const auto result = migrator(steps).up();
  ASSERT_EQ(code_of(result), migration_failed.code);
  EXPECT_EQ(result.error().place.line, 4U);
  EXPECT_THAT(result.error().cure, HasSubstr("a part of it may stand"));
  EXPECT_TRUE(exists("products_sku"));
}

TEST_P(MigrationsTest, FindsTextsThatChangedAfterTheyWereApplied) {
  must(migrator(shop()).up());
  must(migrator(shop()).verify());
  auto changed = shop();
  changed[1].checksum = migration_checksum("other", "text");
  const auto drift = migrator(changed).verify();
  ASSERT_EQ(code_of(drift), migration_drift.code);
  EXPECT_THAT(drift.error().message, HasSubstr("2 brands"));
  EXPECT_EQ(code_of(migrator(changed).up()), migration_drift.code);
  EXPECT_EQ(code_of(migrator(changed).down()), migration_drift.code);
  EXPECT_FALSE(must(migrator(changed).status())[1].checksum_agrees);
}

TEST_P(MigrationsTest, LetsAnOlderProgramRunOnANewerSchema) {
  must(migrator(shop()).up());
  auto older = shop();
  older.pop_back();
  EXPECT_THAT(must(migrator(older).up()), IsEmpty());
  EXPECT_EQ(code_of(migrator(older).verify()), migration_drift.code);
  EXPECT_EQ(code_of(migrator(older).down()), migration_drift.code);
  const auto states = must(migrator(older).status());
  ASSERT_EQ(states.size(), 3U);
  EXPECT_EQ(states[2].migration.name, "sku_index");
  EXPECT_FALSE(states[2].checksum_agrees);
}

TEST_P(MigrationsTest, EndsTheSameWhenSeveralMigrateAtOnce) {
  std::vector<std::thread> threads;
  std::vector<base::Result<std::vector<std::uint32_t>>> results(4);
  for (auto& result : results) {
    threads.emplace_back([&] {
      auto own = must(Database::open("catalog", url()));
      result = Migrator(own, shop()).up();
    });
  }
  for (auto& thread : threads) thread.join();
  std::size_t steps = 0;
  for (const auto& result : results) steps += must(result).size();
  EXPECT_EQ(steps, 3U);
  must(migrator(shop()).verify());
}

TEST_P(MigrationsTest, GivesUpWhenAnotherMigratesTooLong) {
  const auto lock = must(NamedLock::try_take(database(), connection(), "migrate"));
  ASSERT_TRUE(lock);
  EXPECT_EQ(code_of(Migrator(database(), shop(), std::chrono::milliseconds(120)).up()), migration_locked.code);
}

TEST_P(MigrationsTest, TakesEachDatabaseItsOwnFiles) {
  const auto imports = migrations_from(shop_files, "imports", GetParam());
  ASSERT_EQ(imports.size(), 1U);
  EXPECT_EQ(imports[0].name, "jobs");
  EXPECT_TRUE(shop()[0].transactional);
  EXPECT_FALSE(shop()[2].transactional);
  EXPECT_EQ(shop()[2].up.find("CONCURRENTLY") != std::string::npos, on_postgres());
}

TEST(MigrationFiles, AreRefusedWhenTheyMakeNoSense) {
  const auto reading = [](std::vector<EmbeddedFile> files) {
    return [files = std::move(files)] { return migrations_from(files, "a", Engine::sqlite); };
  };
  EXPECT_THROW(reading({{"a/0001_x.up.sql", ""}})(), std::logic_error) << "no way back";
  EXPECT_THROW(reading({{"a/0001_x.up.postgres.sql", ""}, {"a/0001_x.down.sql", ""}})(), std::logic_error);
  EXPECT_THROW(reading({{"a/0001_x.up.sql", ""}, {"a/0001_y.down.sql", ""}})(), std::logic_error);
  EXPECT_THROW(reading({{"a/0001_x.up.sql", ""}, {"a/0001_x.up.sqlite.sql", ""}})(), std::logic_error);
  EXPECT_THROW(reading({{"a/1_x.up.sql", ""}})(), std::logic_error);
  EXPECT_THROW(reading({{"a/0001_x.upwards.sql", ""}})(), std::logic_error);
  EXPECT_THROW(reading({{"a/0001_x.up.oracle.sql", ""}})(), std::logic_error);
}

TEST(MigrationFiles, OfThisProgramMakeSenseOnBothEngines) {
  for (const auto database : {"main", "catalog", "imports", "media", "code2asin", "analytics"}) {
    EXPECT_EQ(migrations_of(database, Engine::sqlite).size(), migrations_of(database, Engine::postgres).size());
  }
}

TEST(MigrationFiles, HaveTheirSha256AsChecksum) {
  EXPECT_EQ(migration_checksum("", ""), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

class OwnMigrations : public test::DatabaseTest {};
INSTANTIATE_TEST_SUITE_P(Engines, OwnMigrations, test::both_engines(), test::engine_name);

TEST_P(OwnMigrations, GoUpAndBackAndUpAgain) {
  for (const std::string name : {"main", "catalog", "imports", "media", "code2asin", "analytics"}) {
    const test::FreshDatabase fresh(GetParam());
    auto own = fresh.open(name);
    Migrator own_migrator(own);
    const auto applied = must(own_migrator.up());
    EXPECT_EQ(must(own_migrator.to(0)).size(), applied.size()) << name;
    EXPECT_EQ(must(own_migrator.up()), applied) << name;
    must(own_migrator.verify());
  }
}

}  // namespace
}  // namespace platform::db
