#include <boost/json.hpp>

#include "ops/checks/smoke.h"
#include "support/local_server.h"
#include "support/running_role.h"
#include "support/running_server.h"

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Smoke : public test::ProgramTest {
 protected:
  Smoke() {
    installation.set("ADMIN_PASSWORD", test::administrator_password);
    installation.set("RATE_LIMIT_ANONYMOUS", "0");
    server.emplace(installation);
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server->port()); }
  /// What `smoke` ends with and prints.
  std::pair<int, boost::json::object> smoke(std::vector<std::string> more = {},
                                            const std::string& password = test::administrator_password) {
    std::vector<std::string> command{"smoke",           "--json",
                                     "--url",           url(),
                                     "--email",         "admin@localhost",
                                     "--requests",      "40",
                                     "--password-file", installation.file("password", password + "\n")};
    command.insert(command.end(), more.begin(), more.end());
    const test::Finished finished = installation.run(command);
    return {finished.exit_code, boost::json::parse(finished.out).as_object()};
  }
  static std::map<std::string, boost::json::object> by_area(const boost::json::object& report) {
    std::map<std::string, boost::json::object> steps;
    for (const auto& step : report.at("steps").as_array()) steps[test::text_at(step, "area")] = step.as_object();
    return steps;
  }
  static std::string state_of(const boost::json::object& step) { return test::text_at(step, "state"); }

  std::optional<test::RunningServer> server;
};
INSTANTIATE_TEST_SUITE_P(Engines, Smoke, test::both_engines(), test::engine_name);

TEST_P(Smoke, UsesAnInstallationAndLeavesNothingBehind) {
  const auto [code, report] = smoke();
  const auto steps = by_area(report);
  for (const char* const area : {"health", "sign-in", "dashboard", "workers", "upload", "import", "live events",
                                 "clean-up", "metrics", "pools", "cache", "sign-out"}) {
    ASSERT_TRUE(steps.contains(area)) << area;
    EXPECT_EQ(state_of(steps.at(area)), "ok") << boost::json::serialize(steps.at(area));
  }
  EXPECT_THAT(test::text_at(steps.at("import"), "found"), HasSubstr("read 50 rows and would create 50 offers"));
  EXPECT_EQ(state_of(steps.at("error reports")), "warning");
  EXPECT_GE(code, 1);  // how fast a machine that builds at the same time answers is not for a test to say

  const auto client = server->signed_in();
  EXPECT_EQ(test::number_at(client.get("/api/v1/suppliers").json(), {"total"}), 0);
  EXPECT_EQ(client.get("/api/v1/products").json().at("items").as_array().size(), 0U);
}

TEST_P(Smoke, LeavesOutWhatWritesWhenTold) {
  const auto [code, report] = smoke({"--read-only"});
  const auto steps = by_area(report);
  EXPECT_FALSE(steps.contains("import"));
  EXPECT_TRUE(steps.contains("speed"));
  const auto audit = server->signed_in().get("/api/v1/audit").body;
  EXPECT_THAT(audit, Not(HasSubstr("smoke-")));
}

TEST_P(Smoke, TriesNothingMoreWithoutSigningIn) {
  const auto [code, report] = smoke({}, "not the password");
  EXPECT_EQ(code, 2);
  const auto steps = by_area(report);
  EXPECT_EQ(state_of(steps.at("sign-in")), "failed");
  EXPECT_THAT(test::text_at(steps.at("upload"), "found"), HasSubstr("Not tried: sign-in failed"));
  EXPECT_THAT(boost::json::serialize(report), Not(HasSubstr("not the password")));
}

class SmokeOfRoles : public ::testing::Test {
 protected:
  test::Installation installation{test::Engine::sqlite};
};

TEST_F(SmokeOfRoles, NoticesThatNobodyWorks) {
  installation.set("ADMIN_PASSWORD", test::administrator_password);
  const test::RunningRole api(installation, "api");
  ops::SmokeOptions options;
  options.url = "http://127.0.0.1:" + std::to_string(api.port());
  options.email = "admin@localhost";
  options.password = test::administrator_password;
  options.requests = 4;
  options.longest_import = std::chrono::seconds(2);
  std::map<std::string, ops::Finding> steps;
  std::vector<std::string> told, found;
  for (const auto& step : ops::smoke(options, [&](const ops::Finding& one) { told.push_back(one.area); })) {
    steps[step.area] = step;
    found.push_back(step.area);
  }
  EXPECT_EQ(told, found) << "each is told as it ends";
  EXPECT_EQ(steps.at("workers").state, ops::State::failed);
  EXPECT_THAT(steps.at("workers").found, HasSubstr("0 workers"));
  EXPECT_EQ(steps.at("import").state, ops::State::failed);
  EXPECT_THAT(steps.at("import").found, HasSubstr("still waiting"));
}

TEST_F(SmokeOfRoles, ShowsItsStepsToPeople) {
  const test::Finished finished = installation.run({"smoke", "--url", "shop.example", "--email", "a@b.example",
                                                    "--password-file", installation.file("password", "secret")});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.out, HasSubstr("✗ address"));
  EXPECT_THAT(finished.out, HasSubstr("0 ok, 0 warnings, 1 failed"));
}

TEST(SmokeOfSomethingElse, SaysWhatItMet) {
  const test::RawServer other([](test::RawPeer& peer) {
    peer.receive();
    peer.send("HTTP/1.1 500 Oh\r\nContent-Type: text/html\r\nContent-Length: 5\r\nConnection: close\r\n\r\n<h1>!");
  });
  ops::SmokeOptions options;
  options.url = other.url("");
  options.email = "a@b.example";
  options.password = "secret-of-the-test";
  const auto findings = ops::smoke(options);
  EXPECT_EQ(ops::worst_of(findings), ops::State::failed);
  EXPECT_THAT(findings.front().found, HasSubstr("500"));
  options.url = "shop.example";
  EXPECT_THAT(ops::smoke(options).front().found, HasSubstr("is no address"));
}

}  // namespace
