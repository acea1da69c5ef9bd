#include "domain/imports/report/report.h"

#include <gtest/gtest.h>

#include "support/result_check.h"

namespace {

imports::ImportReport sample() {
  imports::ImportReport report;
  report.job_id = base::Uuid::generate();
  report.status = "finished";
  report.supplier = "alpha";
  report.file_name = "a \"quoted\" name.csv";
  report.mode = "full";
  report.mapping_version = 3;
  report.resumed = 1;
  report.detected = {"csv", "windows-1252", "gzip", ";", {"réf", "prix"}};
  report.detected.zip_entry = "tarif/prix.xlsx";
  report.detected.other_entries = {"tarif/promo.csv", "stock.csv"};
  report.detected.sheet = "Tarif";
  report.detected.other_sheets = {"Notes"};
  report.detected.notes = {{"import.other_sheets", "The workbook has more sheets.", "Name the one to read."}};
  report.rows_read = 15;
  report.counts.rows = {5, 4, 3, 2, 1};
  report.counts.offers = {5, 4, 3, 7, 0};
  report.counts.products = {4, 3, 2};
  report.counts.changes = {2, 1, 0, 1};
  report.counts.problems = {{"import.gtin_checksum", 2}, {"import.row_ragged", 1}};
  report.duration_ms = 2'000;
  report.peak_memory_bytes = 123'456;
  return report;
}

TEST(ImportReport, SurvivesBeingStoredAndReadBack) {
  const auto report = sample();
  const auto again = test::must(imports::parse_report(imports::to_json(report)));
  EXPECT_EQ(imports::to_json(again), imports::to_json(report));
}

TEST(ImportReport, NamesWhatWasReadOfAnArchiveAndWhatWasNot) {
  const std::string json = imports::to_json(sample());
  for (const auto* part : {R"("zip_entry":"tarif/prix.xlsx")", R"("other_entries":["tarif/promo.csv","stock.csv"])",
                           R"("sheet":"Tarif")", R"("other_sheets":["Notes"])", R"("code":"import.other_sheets")"}) {
    EXPECT_NE(json.find(part), std::string::npos) << part << " in " << json;
  }
  const std::string plain = imports::to_json(imports::ImportReport{});
  for (const auto* part : {"zip_entry", "sheet", "notes"}) EXPECT_EQ(plain.find(part), std::string::npos) << plain;
}

TEST(ImportReport, BalancesOnlyWhenEveryRowIsAccountedFor) {
  auto report = sample();
  EXPECT_TRUE(report.balances());
  report.rows_read = 16;
  EXPECT_FALSE(report.balances());
}

TEST(ImportReport, RatesRowsByTheSecond) {
  auto report = sample();
  EXPECT_EQ(report.rows_per_second(), 7U);
  report.duration_ms = 0;
  EXPECT_EQ(report.rows_per_second(), 15'000U) << "an import quicker than the clock took a millisecond at most";
}

TEST(ImportReport, RefusesWhatIsNoReport) {
  EXPECT_EQ(test::code_of(imports::parse_report("{\"rows\":3}")), "import.report_unreadable");
}

}  // namespace
