#include "integration/analytics/analytics_fixture.h"

namespace {

using analytics::Grouping;
using test::must;

class AnalyticsServiceTest : public test::AnalyticsTest {};
INSTANTIATE_TEST_SUITE_P(Engines, AnalyticsServiceTest, test::both_engines(), test::engine_name);

TEST_P(AnalyticsServiceTest, FoldingTwiceCountsOnce) {
  ended("alpha", "2026-11-20T03:00:00Z");
  ended("beta", "2026-11-20T03:05:00Z", 50);
  EXPECT_EQ(must(service().fold()), 2U);
  must(service().fold());
  const auto report = must(service().imports({"2026-11-20", "2026-11-20"}));
  EXPECT_EQ(report.total.runs, 2U);
  EXPECT_EQ(report.total.rows_read, 150U);
  EXPECT_EQ(report.total.problems.at("import.price_missing"), 4U);
}

TEST_P(AnalyticsServiceTest, AnImportThatShowsUpLateIsStillCounted) {
  ended("alpha", "2026-11-20T03:05:00Z");
  must(service().fold());
  ended("beta", "2026-11-20T03:04:59Z");  // committed after what ended later
  must(service().fold());
  EXPECT_EQ(must(service().imports({"2026-11-20", "2026-11-20"})).total.runs, 2U);
}

TEST_P(AnalyticsServiceTest, AnImportThatFailedAndWasGoneOnWithCountsAsWhatItCameTo) {
  auto& run = ended("alpha", "2026-11-20T23:59:00Z", 10, "failed");
  must(service().fold());
  run.status = "finished";
  run.ended_at = at("2026-11-21T00:10:00Z");
  run.rows_read = 80;
  must(service().fold());
  EXPECT_EQ(must(service().imports({"2026-11-20", "2026-11-20"})).total.runs, 0U);
  const auto next_day = must(service().imports({"2026-11-21", "2026-11-21"})).total;
  EXPECT_EQ(next_day.finished, 1U);
  EXPECT_EQ(next_day.rows_read, 80U);
}

TEST_P(AnalyticsServiceTest, MoreThanAPageIsTakenUpAtOnce) {
  for (int i = 0; i < 2'500; ++i) {
    ended("alpha", "2026-11-" + std::to_string(10 + i % 5) + "T03:00:00Z", 1);
  }
  EXPECT_EQ(must(service().fold()), 2'500U);
  const auto report = must(service().imports({"2026-11-10", "2026-11-14"}));
  EXPECT_EQ(report.total.runs, 2'500U);
  EXPECT_EQ(report.groups.size(), 5U);
  EXPECT_EQ(report.groups.at("2026-11-12").runs, 500U);
}

TEST_P(AnalyticsServiceTest, FiguresAreThoseOfTheDaysAndTheSupplierAskedFor) {
  ended("alpha", "2026-11-19T23:59:59Z");
  ended("alpha", "2026-11-20T00:00:00Z");
  ended("beta", "2026-11-21T23:59:59Z");
  ended("beta", "2026-11-22T00:00:00Z");
  must(service().fold());
  const auto by_supplier = must(service().imports({"2026-11-20", "2026-11-21", {}, Grouping::supplier}));
  EXPECT_EQ(by_supplier.total.runs, 2U);
  EXPECT_EQ(by_supplier.groups.at("alpha").runs, 1U);
  EXPECT_EQ(by_supplier.groups.at("beta").runs, 1U);
  EXPECT_EQ(must(service().imports({"2026-11-01", "2026-11-30", "beta"})).total.runs, 2U);
}

TEST_P(AnalyticsServiceTest, FeedsAreKnownByTheirLatestFinishedImport) {
  ended("alpha", "2026-11-20T03:00:00Z").quarantined = 9;
  ended("alpha", "2026-11-21T03:00:00Z").quarantined = 4;
  ended("alpha", "2026-11-22T03:00:00Z", 0, "failed");
  ended("beta", "2026-11-01T03:00:00Z");
  must(service().fold());
  const auto feeds = must(service().feeds());
  ASSERT_EQ(feeds.size(), 2U);
  EXPECT_EQ(feeds[0].supplier, "alpha");
  EXPECT_EQ(feeds[0].last_finished_at, at("2026-11-21T03:00:00Z"));
  EXPECT_EQ(feeds[0].rows_quarantined, 4U);
}

TEST_P(AnalyticsServiceTest, GrowthAndCountsAreOfFinishedImports) {
  ended("alpha", "2026-11-20T03:00:00Z", 100);
  ended("beta", "2026-11-20T04:00:00Z", 60);
  ended("beta", "2026-11-21T04:00:00Z", 60, "failed");
  must(service().fold());
  const auto growth = must(service().growth("2026-11-20"));
  ASSERT_EQ(growth.size(), 1U);
  EXPECT_EQ(growth[0].products_created, 80U);
  EXPECT_EQ(growth[0].offers_created, 160U);
  EXPECT_EQ(growth[0].offers_withdrawn, 2U);
  const auto counts = must(service().ended_since(at("2026-11-20T03:30:00Z")));
  EXPECT_EQ(counts.at("finished"), 1U);
  EXPECT_EQ(counts.at("failed"), 1U);
  EXPECT_EQ(must(service().latest(1)).at(0).status, "failed");
}

}  // namespace
