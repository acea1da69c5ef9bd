#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "ops/checks/doctor.h"
#include "platform/db/databases.h"
#include "platform/db/migrations.h"
#include "support/database_fixture.h"
#include "support/free_port.h"

namespace test {

/// An installation of six fresh databases, as the doctor meets it before anything runs.
class DoctorTest : public ::testing::TestWithParam<Engine> {
 protected:
  DoctorTest() {
    for (const char* const setting :
         {"DATABASE_URL", "DB_CATALOG_URL", "DB_IMPORTS_URL", "DB_MEDIA_URL", "DB_CODE2ASIN_URL", "DB_ANALYTICS_URL"}) {
      databases_.push_back(std::make_unique<FreshDatabase>(GetParam()));
      environment[setting] = databases_.back()->url();
    }
    environment["DATA_DIR"] = (folder / "var").string();
    for (const char* const port : {"PORT", "WORKER_PORT", "SCHEDULER_PORT", "WEB_PORT"})
      environment[port] = std::to_string(free_port());
    environment["APP_URL"] = "http://localhost:" + environment["PORT"];
    options.longest = std::chrono::seconds(20);
    options.dot_env = folder / ".env";
  }

  base::Result<platform::config::Loaded> loaded() const {
    return platform::config::load(
        [this](const std::string& name) -> std::optional<std::string> {
          const auto found = environment.find(name);
          return found == environment.end() ? std::nullopt : std::optional(found->second);
        },
        folder / ".env");
  }
  void migrate() const {
    auto opened = must(platform::db::Databases::open(must(loaded()).settings));
    for (auto* const database : opened.all()) must(platform::db::Migrator(*database).up());
  }
  ops::Examination examined() const { return ops::examine(loaded(), options); }
  /// What is found in one area.
  ops::Findings found_in(const std::string& area) const {
    ops::Findings findings;
    for (const auto& finding : examined().findings) {
      if (finding.area == area) findings.push_back(finding);
    }
    return findings;
  }
  /// The worst that is found in an area, told with its cure.
  ops::Finding worst_in(const std::string& area) const {
    ops::Finding worst{"", ops::State::ok, "nothing was found in " + area, "", {}};
    for (const auto& finding : found_in(area)) {
      if (worst.area.empty() || finding.state > worst.state) worst = finding;
    }
    return worst;
  }
  bool on_postgres() const { return GetParam() == Engine::postgres; }

  const TemporaryFolder folder;
  std::map<std::string, std::string> environment;
  ops::DoctorOptions options;

 private:
  std::vector<std::unique_ptr<FreshDatabase>> databases_;
};

/// For tests that have nothing to do with the engine of the databases.
class DoctorOnSqlite : public DoctorTest {};

}  // namespace test
