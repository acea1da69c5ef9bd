// docs/backup.md, "To the minute": the lines and commands it shows bring a PostgreSQL server back to a moment.
#include <gtest/gtest.h>

#include "support/pages.h"
#include "support/postgres_server.h"
#include "support/temporary_folder.h"
#include "support/waiting.h"

namespace {

class PointInTime : public ::testing::Test {
 protected:
  PointInTime() {
    // The server is another user.
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
    for (const char* const name : {"wal", "base"}) {
      std::filesystem::create_directory(folder_ / name);
      std::filesystem::permissions(folder_ / name, std::filesystem::perms::all);
    }
  }

  /// A line of the page, with this test's folders in place of /wal and /base.
  std::string shown(const std::string& begins) const {
    const auto found = test::code_of_page("backup", begins);
    if (found.size() != 1) throw std::runtime_error("docs/backup.md does not show one line that begins with " + begins);
    const std::string wal = (folder_ / "wal").string() + "/";
    const std::string base = (folder_ / "base").string() + "/";
    return test::replaced(test::replaced(found.front(), "/base/", base), "/wal/", wal);
  }
  void set(const std::string& line) const {
    server_.shell("cat >> '" + server_.data_folder() + "/postgresql.conf' <<'LINE'\n" + line + "\nLINE");
  }
  std::string psql(const std::string& sql) const {
    return server_.shell("psql --no-psqlrc -qAtc \"" + sql + "\" shop");
  }
  std::string line_of(const std::string& sql) const {
    const std::string said = psql(sql);
    return said.substr(0, said.find('\n'));
  }

  const test::TemporaryFolder folder_;
  const test::OwnPostgresServer server_;
};

TEST_F(PointInTime, IsReachedByWhatThePageSays) {
  for (const char* const line : {"wal_level =", "archive_mode =", "archive_timeout =", "archive_command ="})
    set(shown(line));
  server_.stop();
  server_.start();
  server_.make_database("shop");
  psql("CREATE TABLE prices (said text)");
  psql("INSERT INTO prices VALUES ('in the base backup')");
  server_.shell(shown("pg_basebackup "));
  psql("INSERT INTO prices VALUES ('after it')");
  const std::string moment = line_of("SELECT clock_timestamp()");
  psql("INSERT INTO prices VALUES ('a mistake')");
  const std::string log = line_of("SELECT pg_walfile_name(pg_current_wal_lsn())");
  psql("SELECT pg_switch_wal()");
  ASSERT_TRUE(
      test::comes_true([&] { return std::filesystem::exists(folder_ / "wal" / log); }, std::chrono::seconds(60)));
  server_.stop();

  const std::string data = "'" + server_.data_folder() + "'";
  server_.shell("find " + data + " -mindepth 1 -delete; tar -xzf '" + folder_.path().string() +
                "'/base/*/base.tar.gz -C " + data + "; tar -xzf '" + folder_.path().string() +
                "'/base/*/pg_wal.tar.gz -C " + data + "/pg_wal; touch " + data + "/recovery.signal");
  set(shown("restore_command ="));
  set(test::replaced(shown("recovery_target_time ="), "2026-11-22 10:41:00+00", moment));
  set(shown("recovery_target_action ="));
  server_.start();
  ASSERT_TRUE(test::comes_true([&] { return line_of("SELECT pg_is_in_recovery()") == "f"; }, std::chrono::seconds(60)));
  EXPECT_EQ(line_of("SELECT string_agg(said, ', ' ORDER BY said) FROM prices"), "after it, in the base backup");
}

}  // namespace
