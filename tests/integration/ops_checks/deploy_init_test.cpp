// deploy/init and `ops init` prepare installations for the same program, one with containers and one without.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <boost/json.hpp>
#include <fstream>
#include <regex>

#include "support/program.h"

namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A copy of deploy/, as on a fresh server.
class DeployInit : public ::testing::Test {
 protected:
  DeployInit() {
    fs::copy(fs::path(PROJECT_DIR) / "deploy", folder, fs::copy_options::recursive);
    fs::remove_all(folder / "secrets");
    fs::remove(folder / ".env");
  }

  test::Finished init() {
    installation.set("DOCKER_SOCKET", installation.folder().string());
    return installation
        .start_shell({"/bin/sh", (folder / "init").string(), "--environment", "production", "--domain", "shop.example",
                      "--email", "owner@shop.example", "--version", "1.2.3"})
        ->wait();
  }
  std::map<std::string, std::string> written() const {
    std::map<std::string, std::string> all{{".env", content_of(folder / ".env")}};
    for (const auto& one : fs::directory_iterator(folder / "secrets"))
      all[one.path().filename().string()] = content_of(one.path());
    return all;
  }

  test::Installation installation{test::Engine::sqlite};
  const fs::path folder = installation.folder() / "deploy";
};

TEST_F(DeployInit, MakesEverySecretThatTheProgramMakesForItself) {
  ASSERT_EQ(init().exit_code, 0);
  const fs::path own = installation.folder() / "own";
  const auto finished = installation.run({"ops", "init", "--to", (own / "settings").string(), "--domain",
                                          "shop.example", "--secrets-dir", (own / "secrets").string()});
  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  auto made = written();
  int compared = 0;
  for (const auto& one : fs::directory_iterator(own / "secrets")) {
    constexpr std::size_t letters_of_192_bits = 48;
    EXPECT_GE(made[one.path().filename().string()].size(), letters_of_192_bits) << one.path().filename();
    ++compared;
  }
  EXPECT_GE(compared, 4);
}

TEST_F(DeployInit, WritesEveryFileThatTheComposeFilesNameAsASecret) {
  ASSERT_EQ(init().exit_code, 0);
  const auto made = written();
  const std::regex named(R"re(SECRETS_DIR:-\./secrets\}/([a-z0-9_]+)")re");
  for (const char* const name : {"compose.yaml", "compose.monitoring.yaml"}) {
    const std::string text = content_of(folder / name);
    const auto begin = std::sregex_iterator(text.begin(), text.end(), named);
    EXPECT_NE(begin, std::sregex_iterator()) << name;
    for (auto at = begin; at != std::sregex_iterator(); ++at) EXPECT_TRUE(made.contains((*at)[1])) << (*at)[1];
  }
}

TEST_F(DeployInit, WritesTheSettingsOnceAndNeverAgain) {
  const auto first = init();
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.err, HasSubstr("owner@shop.example"));
  const auto before = written();
  const std::string& settings = before.at(".env");
  EXPECT_THAT(settings, HasSubstr("\nDOMAIN=shop.example\n"));
  EXPECT_THAT(settings, HasSubstr("\nVERSION=1.2.3\n"));
  struct stat socket {};
  ASSERT_EQ(::stat(installation.folder().c_str(), &socket), 0);
  EXPECT_THAT(settings, HasSubstr("\nDOCKER_GROUP=" + std::to_string(socket.st_gid) + "\n"));
  EXPECT_THAT(before.at("database_url"), ContainsRegex("^postgresql://suppliers_import:[0-9a-f]+@postgres:5432/"));
  EXPECT_EQ(fs::status(folder / ".env").permissions(), fs::perms{0600});
  EXPECT_EQ(fs::status(folder / "secrets").permissions(), fs::perms{0700});

  const auto again = init();
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_THAT(again.err, HasSubstr("stays as it is"));
  EXPECT_EQ(written(), before);
}

}  // namespace
