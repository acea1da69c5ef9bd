#include <boost/json.hpp>

#include "support/free_port.h"
#include "support/running_role.h"
#include "support/running_server.h"

namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

test::Finished healthcheck(const test::Installation& installation, const std::string& role,
                           test::Installation::Variables variables) {
  return installation.start({"healthcheck", "--role", role}, std::move(variables))->wait();
}

TEST(HealthCheck, TellsOfEachRoleByItsPort) {
  test::Installation installation{test::Engine::sqlite};
  test::RunningServer server(installation);
  const std::string port = std::to_string(server.port());
  EXPECT_EQ(installation.run({"healthcheck", "--role", "api"}).exit_code, 0);
  const test::RunningRole worker(installation, "worker");
  const auto asked = healthcheck(installation, "worker", {{"WORKER_PORT", std::to_string(worker.port())}});
  EXPECT_EQ(asked.exit_code, 0);
  EXPECT_EQ(asked.out, "worker on port " + std::to_string(worker.port()) + " is ready\n");
  EXPECT_EQ(asked.err, "");
  const auto by_variable =
      installation.start({"healthcheck"}, {{"ROLE", "scheduler"}, {"SCHEDULER_PORT", port}})->wait();
  EXPECT_EQ(by_variable.out, "scheduler on port " + port + " is ready\n");
}

TEST(HealthCheck, EndsWithOneWhereNobodyListens) {
  const test::Installation installation{test::Engine::sqlite};
  const auto asked = healthcheck(installation, "web", {{"WEB_PORT", std::to_string(test::free_port())}});
  EXPECT_EQ(asked.exit_code, 1);
  EXPECT_THAT(asked.err, HasSubstr("health.unreachable"));
  const auto wrong = installation.start({"healthcheck"}, {{"ROLE", "cleaner"}})->wait();
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("cleaner"));
}

TEST(HealthCheck, NeedsNeitherSecretsNorDatabases) {
  test::Installation installation{test::Engine::sqlite};
  const test::RunningServer server(installation);
  const auto asked = healthcheck(installation, "api",
                                 {{"ENVIRONMENT", "production"},
                                  {"SECRET_KEY_FILE", "/nowhere"},
                                  {"DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none"}});
  EXPECT_EQ(asked.exit_code, 0) << asked.err;
}

}  // namespace
