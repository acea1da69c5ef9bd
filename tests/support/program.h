#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/database_fixture.h"
#include "support/process.h"
#include "support/temporary_folder.h"

namespace test {

/// The real program on a fresh installation: its own data folder, and its own six databases on one engine.
class Installation {
 public:
  explicit Installation(Engine engine) {
    environment_["DATA_DIR"] = (folder_ / "var").string();
    environment_["NO_COLOR"] = "1";
    // A leak report at exit would hide what the program said; the unit tests look for leaks.
    environment_["ASAN_OPTIONS"] = "detect_leaks=0";
    if (engine == Engine::sqlite) return;
    for (const char* const name :
         {"DATABASE_URL", "DB_CATALOG_URL", "DB_IMPORTS_URL", "DB_MEDIA_URL", "DB_CODE2ASIN_URL", "DB_ANALYTICS_URL"}) {
      databases_.push_back(std::make_unique<FreshDatabase>(engine));
      environment_[name] = databases_.back()->url();
    }
  }

  using Variables = std::map<std::string, std::string>;

  /// `more`: variables of this process alone.
  std::unique_ptr<Process> start(std::vector<std::string> arguments, Variables more = {}) const {
    arguments.insert(arguments.begin(), PROGRAM);
    more.insert(environment_.begin(), environment_.end());
    return std::make_unique<Process>(arguments, more);
  }
  /// Another program, which finds this installation as ours would.
  std::unique_ptr<Process> start_shell(const std::vector<std::string>& command) const {
    return std::make_unique<Process>(command, environment_);
  }
  Finished run(const std::vector<std::string>& arguments) const { return start(arguments)->wait(); }
  /// Runs a command with --json that must succeed, and gives what it printed.
  boost::json::value json(std::vector<std::string> arguments) const {
    arguments.push_back("--json");
    const Finished finished = run(arguments);
    if (finished.exit_code != 0)
      throw std::runtime_error("exit " + std::to_string(finished.exit_code) + ": " + finished.out + finished.err);
    return boost::json::parse(finished.out);
  }

  /// Writes a file into the installation's folder and gives its path.
  std::string file(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ / name, std::ios::binary) << content;
    return (folder_ / name).string();
  }
  void set(const std::string& variable, const std::string& value) { environment_[variable] = value; }
  const std::filesystem::path& folder() const { return folder_.path(); }
  /// The URL of a database: "main", "catalog" or "imports".
  std::string url(const std::string& name) const {
    const std::string variable = name == "main"      ? "DATABASE_URL"
                                 : name == "catalog" ? "DB_CATALOG_URL"
                                                     : "DB_IMPORTS_URL";
    const auto found = environment_.find(variable);
    return found != environment_.end() ? found->second : "sqlite:///" + (folder_ / "var" / (name + ".db")).string();
  }

 private:
  TemporaryFolder folder_;
  std::vector<std::unique_ptr<FreshDatabase>> databases_;
  Variables environment_;
};

/// A suite of the program's behaviour that runs on both engines.
class ProgramTest : public ::testing::TestWithParam<Engine> {
 protected:
  Installation installation{GetParam()};
};

/// The number at a path of member names.
inline std::int64_t number_at(const boost::json::value& value, std::initializer_list<std::string_view> path) {
  const boost::json::value* at = &value;
  for (const std::string_view name : path) at = &at->as_object().at(name);
  return at->to_number<std::int64_t>();
}
inline std::string text_at(const boost::json::value& value, std::string_view name) {
  return std::string(value.as_object().at(name).as_string());
}

}  // namespace test
