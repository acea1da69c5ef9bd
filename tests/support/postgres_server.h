#pragma once

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "platform/db/database.h"
#include "support/process.h"
#include "support/result_check.h"

namespace test {

/// A PostgreSQL server of the test's own, which it may stop and start again at the same port; what it keeps stays.
class OwnPostgresServer {
 public:
  OwnPostgresServer()
      : keeper_({PROJECT_DIR "/tests/support/with-postgres", "/bin/sh", "-c",
                 "echo \"$TEST_POSTGRES_PORT $TEST_POSTGRES_DATA\"; exec sleep 600"},
                {{"TEST_POSTGRES_URL", ""}, {"TEST_POSTGRES_DURABLE", "1"}}) {
    std::string said;
    while ((said = keeper_.out()).find('\n') == std::string::npos) {
      if (keeper_.ends_within(std::chrono::milliseconds(50))) throw std::runtime_error(keeper_.wait().err);
    }
    std::istringstream(said) >> port_ >> data_;
  }
  ~OwnPostgresServer() {
    keeper_.kill(SIGTERM);  // it removes what it made
    keeper_.wait();
  }
  OwnPostgresServer(const OwnPostgresServer&) = delete;
  OwnPostgresServer& operator=(const OwnPostgresServer&) = delete;

  /// As a power cut would, but for the disk.
  void stop() const { control({"-m", "immediate", "stop"}); }
  void start() const { control({"-o", "-p " + port_, "-l", data_ + "/../server.log", "start"}); }

  /// Runs a shell command as the user the server runs as, with PostgreSQL's programs in its path; this server is the
  /// one they speak to. What it prints.
  std::string shell(const std::string& command) const {
    return run({"/bin/sh", "-ec", "PATH=" + programs() + ":$PATH; " + command});
  }
  const std::string& data_folder() const { return data_; }

  /// Makes a database and gives its URL.
  std::string make_database(const std::string& name) const {
    auto server = must(platform::db::Database::open("server", url("postgres")));
    must(must(server.connect())->execute_script("test.server", "CREATE DATABASE " + name + " TEMPLATE template0"));
    return url(name);
  }

 private:
  std::string url(const std::string& name) const { return "postgresql://postgres@127.0.0.1:" + port_ + "/" + name; }

  static std::string programs() {
    std::vector<std::string> found;
    for (const auto& version : std::filesystem::directory_iterator("/usr/lib/postgresql")) {
      if (const auto folder = version.path() / "bin"; std::filesystem::exists(folder / "pg_ctl"))
        found.push_back(folder);
    }
    if (found.empty()) throw std::runtime_error("PostgreSQL is not installed");
    return *std::max_element(found.begin(), found.end());
  }
  void control(const std::vector<std::string>& what) const {
    std::vector<std::string> command{programs() + "/pg_ctl", "-D", data_, "-w"};
    command.insert(command.end(), what.begin(), what.end());
    run(command);
  }
  std::string run(std::vector<std::string> command) const {
    if (::geteuid() == 0) {
      const std::vector<std::string> as_server{"/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres",
                                               "--init-groups"};
      command.insert(command.begin(), as_server.begin(), as_server.end());
    }
    Process process(command, {{"PGHOST", "127.0.0.1"}, {"PGPORT", port_}, {"PGUSER", "postgres"}});
    const Finished finished = process.wait();
    if (finished.exit_code != 0) throw std::runtime_error(command.back() + ": " + finished.out + finished.err);
    return finished.out;
  }

  Process keeper_;
  std::string port_, data_;
};

}  // namespace test
