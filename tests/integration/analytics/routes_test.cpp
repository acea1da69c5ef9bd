#include <gmock/gmock.h>

#include "domain/analytics/analytics_routes.h"
#include "domain/analytics/cache_routes.h"
#include "domain/analytics/monitoring_routes.h"
#include "integration/analytics/analytics_fixture.h"
#include "platform/sheets/workbook_stream.h"
#include "support/http_call.h"
#include "support/workbook.h"

namespace {

using platform::cache::Space;
using test::must;
using testing::HasSubstr;

class AnalyticsRoutes : public test::AnalyticsTest {
 protected:
  analytics::DashboardSources sources() {
    return {[this]() -> base::Result<analytics::CatalogSize> {
              ++counted_;
              return analytics::CatalogSize{1'000, 1'500, 3};
            },
            []() -> base::Result<std::uint64_t> { return 2; }, queues(),
            []() -> base::Result<std::int64_t> { return 7; }};
  }
  static std::function<base::Result<std::vector<analytics::QueueState>>()> queues() {
    return []() -> base::Result<std::vector<analytics::QueueState>> {
      return std::vector<analytics::QueueState>{{"imports", {{"waiting", 4}}, true}};
    };
  }
  test::Calls routes() {
    if (!dashboard_) dashboard_.emplace(service(), sources());
    const auto suppliers = []() -> base::Result<std::vector<analytics::SupplierFacts>> {
      return std::vector<analytics::SupplierFacts>{{"alpha", "Alpha SARL", 70}, {"idle", "=Idle", 2}};
    };
    return test::Calls(analytics::analytics_routes({service(), *dashboard_, suppliers}));
  }
  test::Calls monitoring() {
    return test::Calls(analytics::monitoring_routes(
        {"1.2.3",
         "/",
         {&database()},
         queues(),
         []() -> base::Result<std::vector<analytics::ProcessState>> {
           return std::vector<analytics::ProcessState>{
               {"0193", "worker", "host:1", "1.2.3", base::Timestamp::now(), base::Timestamp::now(), true, 2}};
         },
         cache_,
         [this](const auto&, std::string_view action, std::string_view subject, std::string_view,
                std::string_view after) {
           audited_.push_back(std::string(action) + " " + std::string(subject) + " " + std::string(after));
         }}));
  }
  static std::string ago(std::chrono::hours time) {
    return (base::Timestamp::now() + -std::chrono::duration_cast<std::chrono::microseconds>(time)).to_string();
  }

  int counted_ = 0;
  std::vector<std::string> audited_;
  platform::cache::Cache cache_;

 private:
  std::optional<analytics::DashboardService> dashboard_;
};
INSTANTIATE_TEST_SUITE_P(Engines, AnalyticsRoutes, test::both_engines(), test::engine_name);

TEST_P(AnalyticsRoutes, TheDashboardShowsTheMomentOnOnePage) {
  using std::chrono::hours;
  ended("alpha", ago(hours(2)), 100).quarantined = 6;
  ended("alpha", ago(hours(1)), 0, "failed");
  ended("sleepy", ago(hours(24 * 9)), 40).quarantined = 1;
  const auto board = routes().get("/dashboard").json();
  EXPECT_EQ(board.at("catalog").at("products"), 1'000);
  EXPECT_EQ(board.at("imports").at("running"), 2);
  EXPECT_EQ(board.at("imports").at("finished_24h"), 1);
  EXPECT_EQ(board.at("imports").at("failed_24h"), 1);
  EXPECT_EQ(board.at("imports").at("rows_in_quarantine"), 7);
  ASSERT_EQ(board.at("stale_feeds").at("items").as_array().size(), 1U);
  EXPECT_EQ(board.at("stale_feeds").at("items").at(0).at("supplier"), "sleepy");
  EXPECT_EQ(board.at("latest_imports").at(0).at("status"), "failed");
  EXPECT_EQ(board.at("growth").as_array().size(), 30U);
  EXPECT_EQ(board.at("queues").at(0).at("jobs").at("waiting"), 4);
}

TEST_P(AnalyticsRoutes, TheReportSumsByDayOrSupplier) {
  ended("alpha", "2026-11-20T03:00:00Z", 100);
  ended("beta", "2026-11-20T04:00:00Z", 300);
  const auto calls = routes();
  const auto by_day = calls.get("/analytics/imports?from=2026-11-19&to=2026-11-21").json();
  EXPECT_EQ(by_day.at("total").at("rows").at("read"), 400);
  ASSERT_EQ(by_day.at("items").as_array().size(), 1U);
  EXPECT_EQ(by_day.at("items").at(0).at("key"), "2026-11-20");
  EXPECT_EQ(by_day.at("items").at(0).at("rows_per_second").at("highest"), 150);
  const auto by_supplier = calls.get("/analytics/imports?from=2026-11-19&to=2026-11-21&group=supplier").json();
  EXPECT_EQ(by_supplier.at("items").as_array().size(), 2U);
  const auto one = calls.get("/analytics/imports?from=2026-11-19&to=2026-11-21&supplier=beta").json();
  EXPECT_EQ(one.at("total").at("runs"), 1);
  const std::string csv = calls.get("/analytics/imports/export?from=2026-11-19&to=2026-11-21&group=supplier").body;
  EXPECT_THAT(csv, HasSubstr("\r\nbeta,1,1,0,0,300,"));
  const auto rows = test::read_workbook(
      calls.get("/analytics/imports/export?from=2026-11-19&to=2026-11-21&group=supplier&format=xlsx").body);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0][0], "supplier");
  EXPECT_EQ(std::vector<std::string>(rows[2].begin(), rows[2].begin() + 6),
            (std::vector<std::string>{"beta", "1", "1", "0", "0", "300"}));
}

TEST_P(AnalyticsRoutes, TheReportOnSuppliersNamesEachAndThoseThatAreGone) {
  ended("gone", "2026-11-20T03:00:00Z", 100);
  ended("alpha", "2026-11-20T04:00:00Z", 300);
  ended("alpha", "2026-11-20T05:00:00Z", 0, "failed");
  ended("alpha", "2026-11-25T04:00:00Z", 11);
  const auto calls = routes();
  const std::string address = "/analytics/suppliers/export?from=2026-11-19&to=2026-11-21";
  const auto file = calls.get(address + "&format=xlsx");
  EXPECT_EQ(file.header("Content-Type"), platform::sheets::workbook_type);
  EXPECT_THAT(file.header("Content-Disposition"), HasSubstr("suppliers-2026-11-19-2026-11-21.xlsx"));
  const auto rows = test::read_workbook(file.body);
  ASSERT_EQ(rows.size(), 4U);
  const auto beginning = [&](std::size_t row) {
    return std::vector<std::string>(rows[row].begin(), rows[row].begin() + 8);
  };
  using Cells = std::vector<std::string>;
  EXPECT_EQ(beginning(0),
            (Cells{"supplier", "name", "products", "runs", "finished", "failed", "cancelled", "rows_read"}));
  EXPECT_EQ(beginning(1), (Cells{"alpha", "Alpha SARL", "70", "2", "1", "1", "0", "300"}));
  EXPECT_EQ(beginning(2), (Cells{"gone", "gone", "0", "1", "1", "0", "0", "100"}));
  EXPECT_EQ(beginning(3), (Cells{"idle", "=Idle", "2", "0", "0", "0", "0", "0"}));
  const std::string csv = calls.get(address).body;
  EXPECT_THAT(csv, HasSubstr("\r\nalpha,Alpha SARL,70,2,1,1,0,300,"));
  EXPECT_THAT(csv, HasSubstr("\r\nidle,'=Idle,2,0,"));
  EXPECT_EQ(calls.get(address + "&format=pdf").status, 422U);
}

TEST_P(AnalyticsRoutes, DaysThatMakeNoSenseAreRefused) {
  const auto calls = routes();
  EXPECT_EQ(calls.get("/analytics/suppliers/export?from=yesterday").status, 422U);
  for (const char* query : {"from=yesterday", "from=2026-11-22&to=2026-11-21", "from=2020-01-01&to=2026-01-01",
                            "from=2026-02-30", "group=colour"}) {
    EXPECT_EQ(calls.get(std::string("/analytics/imports?") + query).status, 422U) << query;
  }
}

TEST_P(AnalyticsRoutes, TheSystemTellsOfTheProcessAndItsDisk) {
  const auto system = monitoring().get("/monitoring/system").json();
  EXPECT_EQ(system.at("version"), "1.2.3");
  EXPECT_GT(system.at("memory_bytes").to_number<std::uint64_t>(), 1'000'000U);
  EXPECT_GT(system.at("disk_total_bytes").to_number<std::uint64_t>(), 0U);
  EXPECT_GE(system.at("threads").to_number<std::uint64_t>(), 1U);
}

TEST_P(AnalyticsRoutes, DatabasesTellTheirSizeAndSchema) {
  const auto found = monitoring().get("/monitoring/databases").json().at("items").at(0);
  EXPECT_EQ(found.at("name"), "analytics");
  EXPECT_GT(found.at("size_bytes").to_number<std::uint64_t>(), 0U);
  EXPECT_EQ(found.at("schema_version"), 1);
  EXPECT_EQ(found.at("pending_migrations"), 0);
  EXPECT_TRUE(found.at("problem").is_null());
}

TEST_P(AnalyticsRoutes, StatementsAreListedByName) {
  ended("alpha", "2026-11-20T03:00:00Z");
  must(service().fold());
  const auto list = monitoring().get("/monitoring/statements?limit=1000").json().at("items").as_array();
  const auto put = std::ranges::find_if(list, [](const auto& item) { return item.at("name") == "analytics.runs.put"; });
  ASSERT_NE(put, list.end());
  EXPECT_EQ(put->at("calls"), 1);
  EXPECT_EQ(put->at("database"), "analytics");
  EXPECT_EQ(monitoring().get("/monitoring/statements?limit=1").json().at("items").as_array().size(), 1U);
}

TEST_P(AnalyticsRoutes, QueuesAreListed) {
  const auto queue = monitoring().get("/monitoring/queues").json().at("items").at(0);
  EXPECT_EQ(queue.at("queue"), "imports");
  EXPECT_EQ(queue.at("is_paused"), true);
  const auto process = monitoring().get("/monitoring/processes").json().at("items").at(0);
  EXPECT_EQ(process.at("role"), "worker");
  EXPECT_EQ(process.at("running_jobs"), 2);
}

TEST_P(AnalyticsRoutes, TheCacheIsShownAndEmptiedByNamespace) {
  const auto keep = [&] {
    must(cache_.get_or_make(Space::catalog, "a",
                            []() -> base::Result<platform::cache::Made> { return platform::cache::Made{"value"}; }));
  };
  keep();
  keep();
  const auto calls = monitoring();
  const auto catalog = calls.get("/cache").json().at("items").at(0);
  EXPECT_EQ(catalog.at("name"), "catalog");
  EXPECT_EQ(catalog.at("entries"), 1);
  EXPECT_EQ(catalog.at("hit_rate"), 0.5);
  EXPECT_EQ(calls.del("/cache/catalog").json().at("dropped"), 1);
  EXPECT_EQ(calls.get("/cache").json().at("items").at(0).at("entries"), 0);
  EXPECT_EQ(calls.del("/cache/elsewhere").problem, analytics::cache_space_unknown.code);
  EXPECT_EQ(audited_, std::vector<std::string>{R"(cache.emptied cache:catalog {"dropped":1})"});
}

TEST_P(AnalyticsRoutes, ALongCountIsNotRepeatedForEveryLook) {
  int counted = 0;
  analytics::PatientCount count([&]() -> base::Result<analytics::CatalogSize> {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return analytics::CatalogSize{static_cast<std::uint64_t>(++counted)};
  });
  EXPECT_EQ(must(count.get()).products, 1U);
  EXPECT_EQ(must(count.get()).products, 1U);
  EXPECT_EQ(counted, 1);
}

}  // namespace
