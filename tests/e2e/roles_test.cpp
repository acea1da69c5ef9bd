// The program as processes of their own: an API, workers, a scheduler and the pages, as production runs it.
#include <set>
#include <thread>

#include "base/timestamp.h"
#include "support/local_server.h"
#include "support/running_role.h"
#include "support/waiting.h"

namespace {

namespace json = boost::json;
using test::text_at;

constexpr const char* password = "correct horse battery";

bool happens(const std::function<bool()>& condition) {
  return test::comes_true(condition, std::chrono::seconds(60));
}

class Roles : public test::ProgramTest {
 protected:
  Roles() {
    installation.set("ADMIN_PASSWORD", password);
    installation.set("ALLOWED_PRIVATE_NETWORKS", "127.0.0.1");
  }
  test::LocalServer supplier_{{{"/prices.csv", [](const platform::http::Request&) {
                                  platform::http::Response response;
                                  response.set("Content-Type", "text/csv");
                                  response.body = "sku;ean;name;price;stock\nA-1;4006381333931;Stylo;1,20;5\n";
                                  return base::Result<platform::http::Response>(std::move(response));
                                }}}};
};
INSTANTIATE_TEST_SUITE_P(Engines, Roles, test::both_engines(), test::engine_name);

TEST_P(Roles, ShareTheWork) {
  const test::RunningRole api(installation, "api");
  const auto client = test::signed_in(api, password);
  static_cast<void>(client.post("/api/v1/suppliers", {{"code", "acme"}, {"name", "Acme"}}));
  const auto source = client.post("/api/v1/suppliers/acme/sources",
                                  {{"kind", "http"}, {"config", {{"url", supplier_.url("/prices.csv")}}}});
  ASSERT_EQ(source.status, 201U) << source.body;
  const std::string soon = (base::Timestamp::now() + std::chrono::seconds(2)).to_string();
  const auto schedule = client.post(
      "/api/v1/schedules", {{"name", "Acme, soon"},
                            {"kind", "once"},
                            {"expression", soon},
                            {"job", {{"kind", "fetch"}, {"payload", {{"source_id", text_at(source.json(), "id")}}}}}});
  ASSERT_EQ(schedule.status, 201U) << schedule.body;

  // An API alone neither starts what is due nor works on it.
  std::this_thread::sleep_for(std::chrono::seconds(3));
  EXPECT_TRUE(client.get("/api/v1/jobs").json().at("items").as_array().empty());

  const test::RunningRole scheduler(installation, "scheduler");
  EXPECT_TRUE(
      happens([&] { return !client.get("/api/v1/jobs?status=waiting").json().at("items").as_array().empty(); }));
  EXPECT_TRUE(client.get("/api/v1/imports").json().at("items").as_array().empty());

  const test::RunningRole worker(installation, "worker");
  EXPECT_TRUE(
      happens([&] { return !client.get("/api/v1/imports?status=finished").json().at("items").as_array().empty(); }));
  EXPECT_TRUE(happens([&] { return !client.get("/api/v1/notifications").json().at("items").as_array().empty(); }))
      << "the worker tells of what it has done";

  std::set<std::string> roles;
  const json::value processes = client.get("/api/v1/monitoring/processes").json();
  for (const json::value& one : processes.at("items").as_array()) {
    EXPECT_EQ(one.at("is_alive"), true);
    roles.insert(text_at(one, "role"));
  }
  EXPECT_EQ(roles, (std::set<std::string>{"api", "scheduler", "worker"}));
}

TEST_P(Roles, AnswerForTheirHealthAndForNothingElse) {
  const test::RunningRole api(installation, "api");
  const test::RunningRole worker(installation, "worker");
  for (const auto* const role : {&api, &worker}) {
    EXPECT_EQ(role->client().get("/health").status, 200U);
    EXPECT_NE(role->client().get("/metrics").body.find("db_pool_connections"), std::string::npos);
  }
  EXPECT_EQ(api.client().get("/api/v1/products").status, 401U);
  EXPECT_EQ(worker.client().get("/api/v1/products").status, 404U);
  EXPECT_EQ(worker.client().get("/docs").status, 404U);
}

TEST_P(Roles, SignOffWhenTheyAreTold) {
  const test::RunningRole api(installation, "api");
  const auto client = test::signed_in(api, password);
  const auto count = [&] { return client.get("/api/v1/monitoring/processes").json().at("items").as_array().size(); };
  test::RunningRole worker(installation, "worker");
  EXPECT_TRUE(happens([&] { return count() == 2; }));
  worker.process().kill(SIGTERM);
  EXPECT_TRUE(worker.process().ends_within(std::chrono::seconds(10)));
  EXPECT_EQ(count(), 1U);
  EXPECT_EQ(worker.process().wait().exit_code, 0);
  worker.start();
  EXPECT_TRUE(happens([&] { return count() == 2; }));
}

TEST(WebRole, ServesThePagesAndTellsThemWhereTheApiIs) {
  test::Installation installation(test::Engine::sqlite);
  std::filesystem::create_directories(installation.folder() / "site" / "assets");
  installation.file("site/index.html", "<html><head></head><body>The app</body></html>");
  installation.file("site/assets/app.js", "start()");
  const test::RunningRole web(installation, "web",
                              {{"WEB_DIR", (installation.folder() / "site").string()},
                               {"NEXT_PUBLIC_API_URL", "https://api.example.org"},
                               {"DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none"}});  // needs no database
  const auto page = web.client().get("/imports/42");
  EXPECT_EQ(page.status, 200U);
  EXPECT_NE(page.body.find("The app"), std::string::npos);
  EXPECT_NE(page.body.find("content=\"https://api.example.org\""), std::string::npos);
  EXPECT_NE(page.header("Content-Security-Policy").find("https://api.example.org"), std::string::npos);
  EXPECT_EQ(web.client().get("/assets/app.js").body, "start()");
  EXPECT_EQ(web.client().get("/api/v1/health").status, 404U);
}

}  // namespace
