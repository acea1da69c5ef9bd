#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "domain/analytics/import_figures.h"
#include "platform/db/database.h"

namespace analytics {

/// Where a reader of ended imports has got to, in order of their end.
struct EndedCursor {
  base::Timestamp ended_at{};
  base::Uuid id{};
};
/// Imports that ended after the cursor, at most `limit`, in order of (ended_at, id). The imports know them.
using EndedImports = std::function<base::Result<std::vector<ImportRun>>(const EndedCursor& after, std::uint64_t limit)>;

/// A supplier as the catalogue knows it now.
struct SupplierFacts {
  std::string code, name;
  std::uint64_t products = 0;  ///< it offers now
};
using ListSuppliers = std::function<base::Result<std::vector<SupplierFacts>>()>;

/// Which imports to look at. Days are those of UTC, "2026-11-22", both included.
struct ImportsQuery {
  std::string from, to;
  std::string supplier{};  ///< "" all
  Grouping grouping = Grouping::day;
};

/// What the imports of a time came to, in all and by group.
struct ImportsReport {
  ImportFigures total;
  std::map<std::string, ImportFigures> groups;  ///< by day or by supplier
};

/// The latest finished import of a supplier.
struct FeedState {
  std::string supplier;
  base::Timestamp last_finished_at;
  std::uint64_t rows_quarantined = 0;
};

struct GrowthDay {
  std::string day{};
  std::uint64_t products_created = 0, offers_created = 0, offers_withdrawn = 0;
};

/// Figures of imports, kept day by day in the analytics database. Thread-safe.
class AnalyticsService {
 public:
  AnalyticsService(platform::db::Database& analytics, EndedImports ended)
      : analytics_(analytics), ended_(std::move(ended)) {}

  /// Takes up the imports that ended since it was last called; gives how many were looked at. It looks at the last few
  /// minutes again, and an import that is met twice counts once.
  base::Result<std::uint64_t> fold();
  /// The same, unless that was done a moment ago.
  base::Result<> catch_up();

  base::Result<ImportsReport> imports(const ImportsQuery& query);
  /// How many imports ended since a moment, by status.
  base::Result<std::map<std::string, std::uint64_t>> ended_since(base::Timestamp since);
  base::Result<std::vector<ImportRun>> latest(std::uint64_t limit);
  base::Result<std::vector<FeedState>> feeds();
  /// What finished imports did to the catalogue, a line a day on which there was one.
  base::Result<std::vector<GrowthDay>> growth(std::string_view from_day);

 private:
  platform::db::Database& analytics_;
  EndedImports ended_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point folded_at_{};
};

/// The day of a moment in UTC: "2026-11-22".
std::string day_of(base::Timestamp moment);

}  // namespace analytics
