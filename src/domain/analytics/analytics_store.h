#pragma once

#include <optional>
#include <vector>

#include "domain/analytics/analytics.h"
#include "platform/db/connection.h"

namespace analytics::store {

using platform::db::Connection;

/// Writes the run, over what is known of the same import.
base::Result<> put(Connection& connection, const ImportRun& run);
/// The end of the latest run there is.
base::Result<std::optional<base::Timestamp>> latest_end(Connection& connection);

/// Where a page of runs goes on: in order of (day, import).
struct RunCursor {
  std::string day;
  base::Uuid id{};
};
base::Result<std::vector<ImportRun>> runs_after(Connection& connection, const ImportsQuery& query,
                                                const RunCursor& after, std::uint64_t limit);
base::Result<std::vector<ImportRun>> latest_runs(Connection& connection, std::uint64_t limit);
base::Result<std::map<std::string, std::uint64_t>> count_by_status(Connection& connection, base::Timestamp since);
base::Result<std::vector<FeedState>> feeds(Connection& connection);
base::Result<std::vector<GrowthDay>> growth(Connection& connection, std::string_view from_day);

}  // namespace analytics::store
