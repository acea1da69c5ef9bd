// What the pages for operators say to type works, as it stands there. Commands that begin with `docker compose` are
// typed by tests/stack/walk.d/45-documented-commands.
#include <gmock/gmock.h>

#include <sstream>

#include "platform/db/database.h"
#include "support/pages.h"
#include "support/running_role.h"

namespace {

using test::must;
using test::text_at;
using ::testing::HasSubstr;

constexpr const char* password = "correct horse battery";
const std::vector<std::string> pages{"deployment", "releases", "backup",          "monitoring",
                                     "upgrade",    "debian",   "troubleshooting", "security-hardening"};

std::vector<std::string> documented_commands() {
  std::vector<std::string> commands;
  for (const std::string& page : pages) {
    for (const std::string& command : test::code_of_page(page, "suppliers-import ")) {
      if (std::find(commands.begin(), commands.end(), command) == commands.end()) commands.push_back(command);
    }
  }
  return commands;
}

class DocumentedCommands : public test::ProgramTest {
 protected:
  DocumentedCommands() {
    installation.set("ADMIN_PASSWORD", password);
    installation.set("BACKUP_DIR", (installation.folder() / "backups").string());
    installation.set("RATE_LIMIT_ANONYMOUS", "0");
    installation.set("DOCKER_HOST", "unix:///nowhere/docker.sock");
    installation.file("password", std::string(password) + "\n");
    installation.file("program.log", "{\"message\": \"started\"}\n");
    std::filesystem::create_directory(installation.folder() / "bin");
    std::filesystem::create_symlink(PROGRAM, installation.folder() / "bin" / "suppliers-import");
  }

  /// The line as a person types it, in the installation's folder.
  test::Finished type(const std::string& line) const {
    const std::string folder = installation.folder().string();
    return installation.start_shell({"/bin/sh", "-c", "cd '" + folder + "' && PATH=\"$PWD/bin:$PATH\" && " + line})
        ->wait();
  }

  /// An import with a row in quarantine, which was killed: it can be looked at and gone on with.
  std::string interrupted_import() {
    std::string feed = "sku;ean;name;price;stock\nBAD-1;4006381333932;Stylo;1,20;5\n";
    for (int row = 0; row < 20000; ++row) feed += "A-" + std::to_string(row) + ";;Stylo;1,20;5\n";
    const auto running = installation.start({"import", installation.file("list.csv", feed), "--supplier", "alpha"});
    auto imports = must(platform::db::Database::open("imports", installation.url("imports")));
    const auto connection = must(imports.connect());
    const platform::db::Statement begun("test.begun", "SELECT count(*) FROM import_errors");
    while (must(connection->query_one(begun))->integer(0) == 0) {
      if (running->ends_within(std::chrono::milliseconds(1))) throw std::runtime_error(running->wait().err);
    }
    running->kill(SIGKILL);
    running->wait();
    return text_at(installation.json({"imports", "list"}).at(0), "job_id");
  }

  /// What the program says may differ by machine; what it must not say is that something else failed.
  static void expect_success(const std::string& command, const test::Finished& finished) {
    const std::string shown = command + "\n" + finished.out + finished.err;
    if (command.find(" release ") != std::string::npos || command.find(" rollback") != std::string::npos) {
      // There is no container engine here; with one they are typed in tests/stack/releases.
      EXPECT_EQ(finished.exit_code, 1) << shown;
      EXPECT_THAT(finished.err, HasSubstr("containers.unreachable")) << shown;
    } else if (command.find(" doctor") != std::string::npos || command.find(" smoke") != std::string::npos) {
      std::stringstream lines(finished.out);
      for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("✗")) continue;
        EXPECT_THAT(line, HasSubstr(" speed ")) << shown;  // how fast is not for a test to say
      }
      EXPECT_THAT(finished.out, HasSubstr(" ok, ")) << shown;
    } else {
      EXPECT_EQ(finished.exit_code, 0) << shown;
    }
  }

  static bool wants_the_site_stopped(const std::string& command) {
    return command.find(" restore ") != std::string::npos || command.find(" migrate down ") != std::string::npos ||
           command.find(" imports resume ") != std::string::npos;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, DocumentedCommands, test::both_engines(), test::engine_name);

TEST_P(DocumentedCommands, WorkAsTheyStandThere) {
  ASSERT_EQ(installation.run({"migrate", "up"}).exit_code, 0);
  const std::string import = interrupted_import();

  test::RunningRole api(installation, "api");
  test::RunningRole worker(installation, "worker");
  test::RunningRole scheduler(installation, "scheduler");
  const std::string address = "http://localhost:" + std::to_string(api.port());
  installation.set("APP_URL", address);
  installation.set("PORT", std::to_string(api.port()));
  installation.set("WORKER_PORT", std::to_string(worker.port()));
  installation.set("SCHEDULER_PORT", std::to_string(scheduler.port()));

  const auto typed = [&](const std::string& documented) {
    std::string line = test::replaced(documented, "https://shop.example", address);
    line = test::replaced(line, "shop.example", "localhost");
    line = test::replaced(line, " VERSION", " 1.0.1");
    return test::replaced(line, " ID", " " + import);
  };
  const auto commands = documented_commands();
  ASSERT_GT(commands.size(), 25U) << "the pages are written otherwise than this test reads them";
  for (const std::string& command : commands) {
    if (!wants_the_site_stopped(command)) expect_success(command, type(typed(command)));
  }
  for (test::RunningRole* const role : {&api, &worker, &scheduler}) {
    role->process().kill(SIGTERM);
    EXPECT_EQ(role->process().wait().exit_code, 0);
  }
  for (const std::string& command : commands) {
    if (wants_the_site_stopped(command)) expect_success(command, type(typed(command)));
  }
}

}  // namespace
