// What goes wrong outside: a full disk, a lost database. Always a Problem, nothing half-applied, and the same command
// goes on.
#include <unistd.h>

#include <sstream>

#include "platform/db/database.h"
#include "support/program.h"

namespace {

namespace json = boost::json;
using test::must;
using test::number_at;

std::string generated_feed(const test::Installation& installation, const std::vector<std::string>& more = {}) {
  const std::string path = (installation.folder() / ("feed" + std::to_string(more.size()) + ".csv")).string();
  std::vector<std::string> command{FEED_GENERATOR, "--rows", "25000", "--seed", "9", "--format", "csv"};
  command.insert(command.end(), more.begin(), more.end());
  command.push_back(path);
  test::Process generator(command, {});
  EXPECT_EQ(generator.wait().exit_code, 0);
  return path;
}

/// Two imports of the same file on a disk of `megabytes`, which is made larger in between.
std::vector<json::value> imports_on_disk_of(int megabytes, const test::Installation& installation) {
  const std::string feed = generated_feed(installation);
  const std::string disk = (installation.folder() / "disk").string();
  std::filesystem::create_directory(disk);
  const std::string import = "DATA_DIR=" + disk + "/var " PROGRAM " import " + feed + " --supplier alpha --json; echo";
  const std::string script = "mount -t tmpfs -o size=" + std::to_string(megabytes) + "m tmpfs " + disk + " && { " +
                             import + "; " + "mount -o remount,size=500m " + disk + " && " + import + "; }";
  // A mount of the test's own, in a name space of the test's own.
  const std::string own = ::geteuid() == 0 ? "-m" : "-rm";
  test::Process shell({"/usr/bin/unshare", own, "/bin/sh", "-c", script}, {{"ASAN_OPTIONS", "detect_leaks=0"}});
  const test::Finished finished = shell.wait();
  std::vector<json::value> reports;
  std::istringstream lines(finished.out);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) reports.push_back(json::parse(line));
  }
  EXPECT_EQ(reports.size(), 2U) << finished.out << finished.err;
  return reports;
}

TEST(FullDisk, WhileTheFileIsArchivedIsAProblemAndTheSameCommandWorksLater) {
  const test::Installation installation(test::Engine::sqlite);
  const auto reports = imports_on_disk_of(4, installation);
  ASSERT_EQ(reports.size(), 2U);
  EXPECT_EQ(reports[0].at("problem").at("code"), "storage.full");
  EXPECT_EQ(number_at(reports[1], {"rows", "created"}), 25'000);
}

TEST(FullDisk, WhileRowsAreMergedIsAProblemAndTheSameCommandGoesOn) {
  const test::Installation installation(test::Engine::sqlite);
  const auto reports = imports_on_disk_of(24, installation);
  ASSERT_EQ(reports.size(), 2U);
  EXPECT_EQ(reports[0].at("problem").at("code"), "db.disk_full");
  EXPECT_EQ(number_at(reports[1], {"rows", "created"}) + number_at(reports[1], {"rows", "unchanged"}), 25'000);
  EXPECT_EQ(test::text_at(reports[1], "status"), "finished");
}

TEST(MisleadingStatistics, DoNotSlowAnImportDown) {
  const test::Installation installation(test::Engine::postgres);
  const std::vector<std::string> import{"import", generated_feed(installation), "--supplier", "alpha", "--mode",
                                        "full"};
  ASSERT_EQ(installation.run(import).exit_code, 0);
  // As a table looks to the planner when statistics were taken while a killed import's rows were all it held.
  {
    auto catalog = must(platform::db::Database::open("catalog", installation.url("catalog")));
    must(must(catalog.connect())
             ->execute_script("test.statistics",
                              "ALTER TABLE offers SET (autovacuum_enabled = off);"
                              "ALTER TABLE products SET (autovacuum_enabled = off);"
                              "DELETE FROM pg_statistic WHERE starelid IN ('offers'::regclass, 'products'::regclass);"
                              "UPDATE pg_class SET reltuples = 0 WHERE relkind = 'r' AND relnamespace = "
                              "'public'::regnamespace"));
  }
  for (const std::string dry_run : {"--dry-run", ""}) {
    std::vector<std::string> again = import;
    again[1] = generated_feed(installation, {"--change", "30"});
    if (!dry_run.empty()) again.push_back(dry_run);
    const auto running = installation.start(again);
    ASSERT_TRUE(running->ends_within(std::chrono::minutes(3))) << "rows are looked for one by one";
    EXPECT_EQ(running->wait().exit_code, 0);
  }
}

TEST(LostDatabase, EndsInAProblemAndTheSameCommandGoesOn) {
  const test::Installation installation(test::Engine::postgres);
  const std::string feed = generated_feed(installation);
  const std::vector<std::string> import{"import", feed, "--supplier", "alpha", "--json"};
  ASSERT_EQ(installation.run({"migrate", "up"}).exit_code, 0);

  auto server = must(platform::db::Database::open("server", test::postgres_url()));
  const auto connection = must(server.connect());
  const std::string name = installation.url("catalog").substr(installation.url("catalog").rfind('/') + 1);
  const platform::db::Statement merging("test.merging", "SELECT count(*) FROM pg_stat_activity WHERE datname = :p1");
  const platform::db::Statement cut("test.cut",
                                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :p1");
  const auto running = installation.start(import);
  while (must(connection->query_one(merging, name))->integer(0) == 0)
    ASSERT_FALSE(running->ends_within(std::chrono::milliseconds(5)));
  do must(connection->query(cut, name));
  while (!running->ends_within(std::chrono::milliseconds(20)));
  const test::Finished finished = running->wait();
  EXPECT_EQ(finished.exit_code, 1) << finished.out;
  EXPECT_EQ(json::parse(finished.out).at("problem").at("code"), "db.unavailable") << finished.out;

  const json::value report = json::parse(installation.run(import).out);
  EXPECT_EQ(test::text_at(report, "status"), "finished");
  EXPECT_EQ(number_at(report, {"rows", "created"}), 25'000);
}

}  // namespace
