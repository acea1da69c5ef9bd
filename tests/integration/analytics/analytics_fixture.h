#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "domain/analytics/analytics.h"
#include "platform/db/migrations.h"
#include "support/database_fixture.h"

namespace test {

/// A migrated analytics database whose imports are a list in the test.
class AnalyticsTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override { must(platform::db::Migrator(database_).up()); }

  static base::Timestamp at(const std::string& text) { return *base::Timestamp::parse(text); }

  analytics::ImportRun& ended(const std::string& supplier, const std::string& when, std::uint64_t rows = 100,
                              const std::string& status = "finished") {
    runs_.push_back({.id = base::Uuid::generate(),
                     .supplier = supplier,
                     .mode = "full",
                     .file_name = supplier + ".csv",
                     .status = status,
                     .ended_at = at(when),
                     .rows_read = rows,
                     .created = rows,
                     .products_created = rows / 2,
                     .offers_withdrawn = 1,
                     .duration_ms = 2'000,
                     .problems = {{"import.price_missing", 2}}});
    return runs_.back();
  }

  base::Result<std::vector<analytics::ImportRun>> ended_after(const analytics::EndedCursor& after,
                                                              std::uint64_t limit) {
    std::vector<analytics::ImportRun> found;
    for (const auto& run : runs_) {
      if (std::tie(run.ended_at, run.id) > std::tie(after.ended_at, after.id)) found.push_back(run);
    }
    std::ranges::sort(
        found, [](const auto& a, const auto& b) { return std::tie(a.ended_at, a.id) < std::tie(b.ended_at, b.id); });
    if (found.size() > limit) found.resize(limit);
    return found;
  }

  analytics::AnalyticsService& service() { return service_; }
  platform::db::Database& database() { return database_; }

  std::vector<analytics::ImportRun> runs_;

 private:
  FreshDatabase fresh_{GetParam()};
  platform::db::Database database_ = fresh_.open("analytics");
  analytics::AnalyticsService service_{database_, [this](const analytics::EndedCursor& after, std::uint64_t limit) {
                                         return ended_after(after, limit);
                                       }};
};

}  // namespace test
