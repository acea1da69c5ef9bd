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

  /// Makes a database and gives its URL.
  std::string make_database(const std::string& name) const {
    auto server = must(platform::db::Database::open("server", url("postgres")));
    must(must(server.connect())->execute_script("test.server", "CREATE DATABASE " + name + " TEMPLATE template0"));
    return url(name);
  }

 private:
  std::string url(const std::string& name) const { return "postgresql://postgres@127.0.0.1:" + port_ + "/" + name; }

  static std::string program(const std::string& name) {
    std::vector<std::string> found;
    for (const auto& version : std::filesystem::directory_iterator("/usr/lib/postgresql")) {
      if (const auto file = version.path() / "bin" / name; std::filesystem::exists(file)) found.push_back(file);
    }
    if (found.empty()) throw std::runtime_error(name + " is not installed");
    return *std::max_element(found.begin(), found.end());
  }
  void control(const std::vector<std::string>& what) const {
    std::vector<std::string> command;
    if (::geteuid() == 0) command = {"/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"};
    const std::vector<std::string> rest{program("pg_ctl"), "-D", data_, "-w"};
    command.insert(command.end(), rest.begin(), rest.end());
    command.insert(command.end(), what.begin(), what.end());
    Process pg_ctl(command, {});
    const Finished finished = pg_ctl.wait();
    if (finished.exit_code != 0) throw std::runtime_error("pg_ctl: " + finished.out + finished.err);
  }

  Process keeper_;
  std::string port_, data_;
};

}  // namespace test
