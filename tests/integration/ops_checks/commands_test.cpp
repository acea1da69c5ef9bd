#include <boost/json.hpp>

#include "support/free_port.h"
#include "support/redis_server.h"
#include "support/running_server.h"

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class OpsCommands : public test::ProgramTest {
 protected:
  /// All that is in an archive, one text after the other, with their names.
  static std::string unpacked(const std::string& archive) {
    test::Process names({"/usr/bin/tar", "-tzf", archive}, {});
    test::Process texts({"/usr/bin/tar", "-xOzf", archive}, {});
    return names.wait().out + texts.wait().out;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, OpsCommands, test::both_engines(), test::engine_name);

TEST_P(OpsCommands, DiagnoseHoldsWhatHelpsAndNoSecret) {
  const std::map<std::string, std::string> secrets{{"SECRET_KEY", "first-secret-of-the-test-0123456789ab"},
                                                   {"JWT_SECRET_KEY", "second-secret-of-the-test-0123456789"},
                                                   {"ADMIN_PASSWORD", "third-secret-of-the-test"},
                                                   {"SMTP_PASSWORD", "fourth-secret-of-the-test"},
                                                   {"MINIO_SECRET_KEY", "fifth-secret-of-the-test"},
                                                   {"SENTRY_DSN", "https://sixthsecretofthetest@sentry.invalid/42"}};
  for (const auto& [name, value] : secrets) installation.set(name, value);
  installation.set("REDIS_URL", "redis://:seventh-secret@127.0.0.1:" + std::to_string(test::free_port()) + "/0");
  const test::RunningServer server(installation);
  const std::string log = installation.file(
      "program.log",
      "a line with third-secret-of-the-test in it\nAuthorization: Bearer abcdef0123456789\nthe last line\n");
  const std::string archive = (installation.folder() / "diagnosis.tar.gz").string();
  const auto finished = installation.run({"diagnose", "--to", archive, "--log", log});
  ASSERT_EQ(finished.exit_code, 0) << finished.err;

  const std::string all = unpacked(archive);
  for (const char* const entry : {"about.txt", "doctor.json", "settings.json", "processes.json", "queues.json",
                                  "migrations.json", "statements.json", "logs.txt", "metrics-PORT.txt"}) {
    EXPECT_THAT(all, HasSubstr(std::string("suppliers-import-diagnosis/") + entry));
  }
  EXPECT_THAT(all, HasSubstr("the last line"));
  EXPECT_THAT(all, HasSubstr("\"role\": \"serve\""));
  EXPECT_THAT(all, HasSubstr("suppliers_products_offers"));
  EXPECT_THAT(all, HasSubstr("# TYPE http_requests_total counter"));
  for (const auto& [name, value] : secrets) EXPECT_THAT(all, Not(HasSubstr(value))) << name;
  for (const char* const part : {"sixthsecretofthetest", "seventh-secret", "abcdef0123456789"})
    EXPECT_THAT(all, Not(HasSubstr(part)));
  EXPECT_EQ(std::filesystem::status(archive).permissions(), std::filesystem::perms{0600});

  const auto again = installation.run({"diagnose", "--to", archive});
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_THAT(again.err, HasSubstr("ops.file_exists"));
}

TEST_P(OpsCommands, DiagnoseWorksWhenTheSettingsDoNot) {
  installation.set("PORT", "eighty");
  const std::string archive = (installation.folder() / "diagnosis.tar.gz").string();
  ASSERT_EQ(installation.run({"diagnose", "--to", archive}).exit_code, 0);
  EXPECT_THAT(unpacked(archive), HasSubstr("eighty"));
}

TEST_P(OpsCommands, DoctorEndsWithTheWorstItFound) {
  for (const char* const port : {"PORT", "WORKER_PORT", "SCHEDULER_PORT", "WEB_PORT"})
    installation.set(port, std::to_string(test::free_port()));
  const auto well = installation.run({"doctor", "--json"});
  const auto report = boost::json::parse(well.out).as_object();
  EXPECT_EQ(test::number_at(report, {"failed"}), 0) << well.out;
  EXPECT_EQ(well.exit_code, test::text_at(report, "status") == "ok" ? 0 : 1);
  const auto& first = report.at("findings").as_array().front();
  for (const char* const member : {"area", "state", "found", "cure", "time_ms"})
    EXPECT_TRUE(first.as_object().contains(member)) << member;

  installation.set("REDIS_URL", "redis://127.0.0.1:" + std::to_string(test::free_port()) + "/0");
  const auto failed = installation.run({"doctor"});
  EXPECT_EQ(failed.exit_code, 2);
  EXPECT_THAT(failed.out, HasSubstr("✗ redis"));
  EXPECT_THAT(failed.out, HasSubstr("→ "));
}

TEST_P(OpsCommands, InitWritesSettingsTheProgramStartsWith) {
  const std::string file = (installation.folder() / "new.env").string();
  const auto finished = installation.run({"ops", "init", "--to", file, "--domain", "shop.example"});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("new.env written"));
  EXPECT_EQ(installation.run({"ops", "init", "--to", file}).exit_code, 0);
  const std::string old = installation.file("old.env", "PORT=8000\n");
  const auto kept = installation.run({"ops", "init", "--to", old});
  EXPECT_EQ(kept.exit_code, 1);
  EXPECT_THAT(kept.err, HasSubstr("JWT_SECRET_KEY"));
  EXPECT_EQ(installation.run({"ops", "init", "--domain", "http://x"}).exit_code, 2);
}

}  // namespace
