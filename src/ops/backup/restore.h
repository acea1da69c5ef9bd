#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ops/backup/backups.h"

namespace backup {

struct RestoreRequest {
  std::string id = "latest";
  std::optional<std::string> from{};      ///< "folder", "s3" or a folder's path; otherwise where it is found first
  std::optional<std::string> database{};  ///< this one alone; otherwise all, and the stored files
  std::string confirm{};                  ///< what was typed to confirm
  bool while_at_work = false;             ///< although processes of the installation run
};

struct RestoreOutcome {
  std::string id, place;
  std::vector<std::string> databases;
  std::uint64_t rows = 0, objects = 0;
};

/// Puts a backup in the place of the live data. Every database is first restored beside the live one, compared with the
/// manifest and brought to this program's schema; only then are they exchanged. So a restore that fails leaves what was
/// there. Fails with not_confirmed (naming what would be replaced), site_at_work, already_running, and as verifying
/// does.
base::Result<RestoreOutcome> restore(const BackupOptions& options, platform::storage::ObjectStore& storage,
                                     const RestoreRequest& request, const Watch& watch);

struct TableRequest {
  std::string id = "latest";
  std::optional<std::string> from{};
  std::string database, table;
  std::string into;  ///< a new schema of the live database on PostgreSQL, a new file on SQLite
};
/// Puts one table of a backup beside the live data, to look at; gives its rows. Fails with table_unknown, place_taken.
base::Result<std::uint64_t> restore_table(const BackupOptions& options, const TableRequest& request,
                                          const Watch& watch);

}  // namespace backup
