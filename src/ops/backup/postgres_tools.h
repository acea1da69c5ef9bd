#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ops/backup/watch.h"
#include "ops/backup/work_folder.h"

namespace backup {

/// PostgreSQL's own programs, run as children that end with us. Passwords go to them in a file and the environment,
/// never on the command line.
class PostgresTools {
 public:
  /// `bin_folder`: where they are; "" for the newest of /usr/lib/postgresql, else the search path.
  explicit PostgresTools(std::filesystem::path bin_folder) : bin_folder_(std::move(bin_folder)) {}

  /// Runs pg_dump or pg_restore on a database. Fails with tool_missing, tool_failed (with what it said), no_room, and
  /// as `watch` does.
  base::Result<> run(std::string_view tool, const Source& database, std::vector<std::string> arguments,
                     const WorkFolder& work, const Watch& watch) const;
  /// The program's file. Fails with tool_missing.
  base::Result<std::filesystem::path> find(std::string_view tool) const;

 private:
  std::filesystem::path bin_folder_;
};

}  // namespace backup
