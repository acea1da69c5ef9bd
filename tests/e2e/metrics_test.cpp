// What Prometheus is told: of a process by the process, of the installation by whoever schedules.
#include <regex>

#include "support/running_role.h"
#include "support/waiting.h"

namespace {

constexpr const char* password = "correct horse battery";

class MetricsPage : public test::ProgramTest {
 protected:
  MetricsPage() { installation.set("ADMIN_PASSWORD", password); }

  /// The value of a line of the page; nothing when there is no such line.
  static std::optional<double> value_of(const test::RunningRole& role, const std::string& metric) {
    const std::string page = role.client().get("/metrics").body;
    const std::string line = "\n" + metric + " ";
    const std::size_t at = page.find(line);
    if (at == std::string::npos) return std::nullopt;
    return std::stod(page.substr(at + line.size()));
  }
  static bool comes_to(const test::RunningRole& role, const std::string& metric, double value) {
    return test::comes_true([&] { return value_of(role, metric) == value; }, std::chrono::seconds(40));
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, MetricsPage, test::both_engines(), test::engine_name);

TEST_P(MetricsPage, TellsOfTheInstallationWhereItIsScheduled) {
  const auto file =
      installation.file("prices.csv", "sku;ean;name;price;stock\nA-1;4006381333931;Stylo;1,20;5\nB;12;Gomme;x;1\n");
  ASSERT_EQ(installation.run({"import", file, "--supplier", "acme"}).exit_code, 0);
  const test::RunningRole worker(installation, "worker");
  const test::RunningRole scheduler(installation, "scheduler");
  EXPECT_TRUE(comes_to(scheduler, "catalog_products", 1));
  EXPECT_TRUE(comes_to(scheduler, R"(processes_at_work{role="worker"})", 1));
  EXPECT_EQ(value_of(scheduler, R"(processes_at_work{role="api"})"), 0);
  EXPECT_EQ(value_of(scheduler, R"(imports_last_day{status="finished"})"), 1);
  EXPECT_EQ(value_of(scheduler, R"(imports_last_day{status="failed"})"), 0);
  EXPECT_EQ(value_of(scheduler, R"(import_rows_today{outcome="quarantined"})"), 1);
  EXPECT_EQ(value_of(scheduler, R"(supplier_rows_in_quarantine{supplier="acme"})"), 1);
  EXPECT_EQ(value_of(scheduler, R"(supplier_feed_stale{supplier="acme"})"), 0);
  EXPECT_EQ(value_of(scheduler, R"(queue_jobs{queue="imports",status="dead"})"), 0) << "nothing died, and that is told";
  EXPECT_EQ(value_of(scheduler, R"(queue_oldest_due_seconds{queue="media"})"), 0);
  EXPECT_EQ(value_of(scheduler, R"(queue_paused{queue="imports"})"), 0);
  EXPECT_FALSE(value_of(worker, "catalog_products")) << "told by two, it would count twice";
}

TEST_P(MetricsPage, CountsProblemsByTheirCode) {
  const test::RunningRole api(installation, "api");
  EXPECT_EQ(value_of(api, R"(http_problems_total{code="auth.login_failed"})"), 0) << "so that the first one is a rise";
  EXPECT_EQ(
      api.client().post("/api/v1/auth/login", {{"email", "admin@localhost"}, {"password", "wrong wrong wrong"}}).status,
      401U);
  EXPECT_TRUE(comes_to(api, R"(http_problems_total{code="auth.login_failed"})", 1));
}

TEST_P(MetricsPage, SaysWhatTheProcessMayUse) {
  const test::RunningRole api(installation, "api", {{"CATALOG_POOL_SIZE", "7"}});
  EXPECT_EQ(value_of(api, R"(db_pool_limit{database="catalog"})"), 7);
  EXPECT_EQ(value_of(api, R"(db_pool_exhausted_total{database="catalog"})"), 0);
  EXPECT_GT(value_of(api, R"(db_pool_lent_total{database="catalog"})"), 0);
  EXPECT_GT(value_of(api, "data_disk_size_bytes"), value_of(api, "data_disk_free_bytes"));
  EXPECT_GT(value_of(api, "process_memory_limit_bytes"), value_of(api, "process_resident_memory_bytes"));
  const std::string page = api.client().get("/metrics").body;
  EXPECT_TRUE(std::regex_search(page, std::regex(R"re(program_info\{role="api",version="[0-9.]+"\} 1)re"))) << page;
}

}  // namespace
