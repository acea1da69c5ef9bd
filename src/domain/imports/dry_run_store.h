#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "domain/catalog/catalog_merge.h"
#include "platform/db/connection.h"

namespace imports::store {

using platform::db::Connection;

/// A dry run of which is kept what it found.
struct DryRun {
  base::Uuid id;
  std::string supplier, file_digest;
  std::string columns;  ///< JSON array of names
};

/// Notes a dry run that begins. What an interrupted run of the same id has left is removed.
base::Result<> begin_dry_run(Connection& connection, const DryRun& dry_run);
/// Notes that it is complete; what finished earlier ones of the same supplier and file have found is removed.
base::Result<> finish_dry_run(Connection& connection, const DryRun& dry_run);
base::Result<std::optional<DryRun>> find_dry_run(Connection& connection, base::Uuid id);
base::Result<> remove_dry_run(Connection& connection, base::Uuid id);
/// Some of those that began before `cutoff`.
base::Result<std::vector<base::Uuid>> old_dry_runs(Connection& connection, base::Timestamp cutoff);

base::Result<> insert_dry_run_changes(Connection& connection, base::Uuid dry_run,
                                      std::span<const catalog::Change> changes);
/// As CatalogService::changes() gives those of an import.
base::Result<std::vector<catalog::Change>> dry_run_changes(Connection& connection, base::Uuid dry_run,
                                                           catalog::ChangeFilter filter,
                                                           const catalog::ChangeCursor& after, std::uint64_t limit);

}  // namespace imports::store
