#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"
#include "base/uuid.h"

namespace analytics {

/// An import that has ended.
struct ImportRun {
  base::Uuid id{};
  std::string supplier{}, mode{}, file_name{};
  std::string status{};  ///< finished, failed, cancelled
  base::Timestamp ended_at{};
  std::uint64_t rows_read = 0, created = 0, updated = 0, unchanged = 0, quarantined = 0, skipped = 0;
  std::uint64_t products_created = 0, offers_withdrawn = 0;
  std::uint64_t duration_ms = 0;
  std::map<std::string, std::uint64_t> problems{};  ///< rows by code of the problem
};

/// What figures are put together by.
enum class Grouping : std::uint8_t { day, supplier };

/// Of the finished imports: half took no longer than p50, 95 of 100 no longer than p95.
struct Spread {
  std::uint64_t p50 = 0, p95 = 0, highest = 0;
};

/// Sums over imports.
class ImportFigures {
 public:
  void add(const ImportRun& run);

  std::uint64_t runs = 0, finished = 0, failed = 0, cancelled = 0;
  std::uint64_t rows_read = 0, created = 0, updated = 0, unchanged = 0, quarantined = 0, skipped = 0;
  std::uint64_t products_created = 0, offers_withdrawn = 0;
  std::map<std::string, std::uint64_t> problems{};

  /// Share of the rows read that were rejected, 0 to 1.
  double reject_share() const;
  Spread duration_ms() const;
  Spread rows_per_second() const;

 private:
  std::vector<std::uint64_t> durations_, rates_;  // of finished imports
};

std::string problems_text(const std::map<std::string, std::uint64_t>& problems);
std::map<std::string, std::uint64_t> parse_problems(std::string_view text);

}  // namespace analytics
