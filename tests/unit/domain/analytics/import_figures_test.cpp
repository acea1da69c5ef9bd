#include "domain/analytics/import_figures.h"

#include <gtest/gtest.h>

#include "domain/analytics/analytics_views.h"
#include "domain/analytics/report_export.h"

namespace analytics {
namespace {

ImportRun run(const std::string& status, std::uint64_t rows, std::uint64_t milliseconds,
              std::uint64_t quarantined = 0) {
  return {.supplier = "alpha",
          .status = status,
          .rows_read = rows,
          .created = rows - quarantined,
          .quarantined = quarantined,
          .duration_ms = milliseconds,
          .problems = {{"import.gtin_checksum", quarantined}}};
}

TEST(ImportFigures, AreSumsOverAllRuns) {
  ImportFigures figures;
  figures.add(run("finished", 100, 1'000, 5));
  figures.add(run("finished", 300, 1'000, 15));
  figures.add(run("failed", 0, 50));
  figures.add(run("cancelled", 0, 50));
  EXPECT_EQ(figures.runs, 4U);
  EXPECT_EQ(figures.finished, 2U);
  EXPECT_EQ(figures.failed, 1U);
  EXPECT_EQ(figures.cancelled, 1U);
  EXPECT_EQ(figures.rows_read, 400U);
  EXPECT_DOUBLE_EQ(figures.reject_share(), 0.05);
  EXPECT_EQ(figures.problems.at("import.gtin_checksum"), 20U);
}

TEST(ImportFigures, TimesAreThoseOfFinishedImportsOnly) {
  ImportFigures figures;
  for (std::uint64_t i = 1; i <= 100; ++i) figures.add(run("finished", 1'000, i * 10));
  figures.add(run("failed", 0, 9'999'999));
  EXPECT_EQ(figures.duration_ms().p50, 500U);
  EXPECT_EQ(figures.duration_ms().p95, 950U);
  EXPECT_EQ(figures.duration_ms().highest, 1'000U);
  EXPECT_EQ(figures.rows_per_second().highest, 100'000U);
}

TEST(ImportFigures, NothingComesToNothing) {
  const ImportFigures figures;
  EXPECT_EQ(figures.duration_ms().p95, 0U);
  EXPECT_DOUBLE_EQ(figures.reject_share(), 0.0);
}

TEST(ImportFigures, AnImportTooQuickToMeasureHasARate) {
  ImportFigures figures;
  figures.add(run("finished", 7, 0));
  EXPECT_EQ(figures.rows_per_second().p50, 7'000U);
}

TEST(ImportProblems, ComeBackAsTheyWereWritten) {
  const std::map<std::string, std::uint64_t> problems{{"import.gtin_checksum", 3}, {"import.price_missing", 12}};
  EXPECT_EQ(parse_problems(problems_text(problems)), problems);
  EXPECT_TRUE(parse_problems("").empty());
}

TEST(ImportReportCsv, IsSafeToOpenInASpreadsheet) {
  ImportsReport report;
  report.groups["=1+1"].add(run("finished", 10, 100, 1));
  report.groups["a,b"].add(run("finished", 10, 100));
  const std::string csv =
      imports_table(view_of({"2026-11-01", "2026-11-02", {}, Grouping::supplier}, report), TableFormat::csv).value();
  EXPECT_EQ(csv.substr(0, csv.find(',')), "supplier");
  EXPECT_NE(csv.find("\r\n'=1+1,1,1,0,0,10,9,"), std::string::npos);
  EXPECT_NE(csv.find("\r\n\"a,b\","), std::string::npos);
  EXPECT_NE(csv.find("0.1000"), std::string::npos);
}

}  // namespace
}  // namespace analytics
