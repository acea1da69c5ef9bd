// Backups as people and monitoring see them, with the program at work.
#include "support/running_role.h"
#include "support/running_server.h"
#include "support/waiting.h"

namespace {

using namespace std::chrono_literals;
using test::number_at;
using test::text_at;

constexpr const char* backups = "/api/v1/monitoring/backups";

class BackupServer : public test::ProgramTest {
 protected:
  BackupServer() {
    installation.set("ADMIN_PASSWORD", test::administrator_password);
    installation.set("BACKUP_PROVE", "false");
    installation.set("RATE_LIMIT_SIGNED_IN", "0");  // it is asked all the time whether one has ended
  }

  /// Makes all known backups ones of this long ago.
  void age(std::chrono::hours by) const {
    auto main = test::must(platform::db::Database::open("main", installation.url("main")));
    const platform::db::Statement shift{"test.age", "UPDATE backups SET started_at = :p1, ended_at = :p1"};
    test::must(test::must(main.connect())->execute(shift, base::Timestamp::now() + -std::chrono::microseconds(by)));
  }
  static boost::json::value listed(const test::HttpClient& client) { return client.get(backups).json(); }
  /// Waits until so many are listed and none is under way.
  static bool comes_to(const test::HttpClient& client, std::size_t many) {
    return test::comes_true(
        [&] {
          const auto list = listed(client);
          return list.at("items").as_array().size() == many && !list.at("is_running").as_bool();
        },
        60s);
  }
  static std::optional<double> metric(const test::HttpClient& client, const std::string& name) {
    const std::string page = client.get("/metrics").body;
    const std::string line = "\nsuppliers_import_backup_" + name + " ";
    const std::size_t at = page.find(line);
    if (at == std::string::npos) return std::nullopt;
    return std::stod(page.substr(at + line.size()));
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, BackupServer, test::both_engines(), test::engine_name);

TEST_P(BackupServer, AnAdministratorBeginsOneAndSeesWhatBecameOfIt) {
  installation.set("BACKUP_TIME", "");
  const test::RunningServer server(installation);
  const auto admin = server.signed_in();
  const auto nothing = listed(admin);
  EXPECT_TRUE(nothing.at("last_success_at").is_null());
  EXPECT_TRUE(nothing.at("items").as_array().empty());

  const auto begun = admin.send("POST", backups);
  ASSERT_EQ(begun.status, 202U) << begun.body;
  EXPECT_TRUE(begun.json().at("is_new").as_bool());
  ASSERT_TRUE(comes_to(admin, 1)) << admin.get(backups).body;
  const auto list = listed(admin);
  const auto& made = list.at("items").at(0);
  EXPECT_EQ(text_at(made, "state"), "finished");
  EXPECT_EQ(text_at(made, "started_by"), "admin@localhost");
  EXPECT_EQ(made.at("places"), (boost::json::array{"folder"}));
  EXPECT_GT(number_at(made, {"size_bytes"}), 0);
  EXPECT_TRUE(made.at("problem").is_null());
  EXPECT_TRUE(made.at("proven_at").is_null());
  EXPECT_EQ(list.at("last_success_at"), made.at("started_at"));
  EXPECT_TRUE(list.at("last_proven_restore_at").is_null());
  // The backup says that it is done a moment before its job does.
  EXPECT_TRUE(test::comes_true([&] {
    return text_at(admin.get("/api/v1/jobs/" + text_at(begun.json(), "job_id")).json(), "status") == "finished";
  }));
  const auto audited = admin.get("/api/v1/audit?action=backup.started").json().at("items").as_array();
  ASSERT_EQ(audited.size(), 1U);
  EXPECT_EQ(text_at(audited[0], "subject"), "jobs/" + text_at(begun.json(), "job_id"));
  EXPECT_EQ(admin.get(std::string(backups) + "?limit=0").problem(), "request.invalid");
}

TEST_P(BackupServer, TwoWhoBeginOneAtOnceGetTheSame) {
  installation.set("BACKUP_TIME", "");
  const test::RunningServer server(installation);
  const auto admin = server.signed_in();
  ASSERT_EQ(admin.send("POST", "/api/v1/queues/operations/pause").status, 200U);
  const auto first = admin.send("POST", backups).json(), second = admin.send("POST", backups).json();
  EXPECT_TRUE(first.at("is_new").as_bool());
  EXPECT_FALSE(second.at("is_new").as_bool());
  EXPECT_EQ(first.at("job_id"), second.at("job_id"));
  EXPECT_EQ(admin.get("/api/v1/audit?action=backup.started").json().at("items").as_array().size(), 1U);
}

TEST_P(BackupServer, OnlyThoseWhoMaySeeOrBeginThem) {
  installation.set("BACKUP_TIME", "");
  const test::RunningServer server(installation);
  const auto admin = server.signed_in();
  for (const char* const role : {"manager", "user"}) {
    const std::string email = std::string(role) + "@example.org";
    ASSERT_EQ(admin.post("/api/v1/users", {{"email", email}, {"role", role}, {"password", "quite long enough"}}).status,
              201U);
    const auto client = server.signed_in(email, "quite long enough");
    EXPECT_EQ(client.get(backups).status, role == std::string("manager") ? 200U : 403U);
    EXPECT_EQ(client.send("POST", backups).status, 403U);
  }
  EXPECT_EQ(server.client().get(backups).status, 401U);
  EXPECT_EQ(server.client().send("POST", backups).status, 401U);
  EXPECT_TRUE(listed(admin).at("items").as_array().empty());
}

TEST_P(BackupServer, TheSchedulerBeginsTheOneOfTheDay) {
  installation.json({"backup"});
  age(48h);
  const test::RunningServer server(installation);
  const auto admin = server.signed_in();
  ASSERT_TRUE(comes_to(admin, 2)) << admin.get(backups).body;
  const auto list = listed(admin);
  EXPECT_EQ(text_at(list.at("items").at(0), "started_by"), "schedule");
  EXPECT_EQ(list.at("last_success_at"), list.at("items").at(0).at("started_at"));
  EXPECT_FALSE(list.at("is_late").as_bool());
  ASSERT_EQ(admin.send("POST", "/api/v1/queues/operations/pause").status, 200U);
  age(27h);
  EXPECT_TRUE(listed(admin).at("is_late").as_bool());
  EXPECT_FALSE(listed(admin).at("is_proof_late").as_bool()) << "they are not proven by themselves here";
}

TEST_P(BackupServer, MonitoringIsToldHowOldTheyAre) {
  installation.json({"backup", "--verify"});
  installation.set("BACKUP_TIME", "");
  const std::string file = installation.file("a-file", "x");
  {
    const test::RunningRole scheduler(installation, "scheduler");
    const auto client = scheduler.client();
    ASSERT_TRUE(test::comes_true([&] { return metric(client, "last_success_timestamp_seconds").has_value(); }, 40s));
    const double now = static_cast<double>(base::Timestamp::now().microseconds()) / 1e6;
    EXPECT_NEAR(*metric(client, "last_success_timestamp_seconds"), now, 120);
    EXPECT_NEAR(metric(client, "last_proven_restore_timestamp_seconds").value_or(0), now, 120);
    EXPECT_GT(metric(client, "last_size_bytes").value_or(0), 1'000);
    EXPECT_GT(metric(client, "last_duration_seconds").value_or(0), 0);
    EXPECT_EQ(metric(client, "failures"), 0);
  }
  installation.set("BACKUP_DIR", file + "/below");
  ASSERT_EQ(installation.run({"backup"}).exit_code, 1);
  const test::RunningRole scheduler(installation, "scheduler");
  EXPECT_TRUE(test::comes_true([&] { return metric(scheduler.client(), "failures") == 1; }, 40s));
}

}  // namespace
