#pragma once

#include "ops/backup/postgres_tools.h"

namespace backup {

/// What dumps and restores work with.
struct Workshop {
  const WorkFolder& work;
  const PostgresTools& tools;
  const SealKey* key = nullptr;  ///< null: not encrypted
  Watch watch{};
};

/// The form in which a backup's file of this name is stored.
Form form_of(std::string_view backup_id, std::string_view file, Packed packed, const SealKey* key);
/// The same for the dump of a database.
Form form_of(std::string_view backup_id, const DatabaseEntry& database, const SealKey* key);

/// Writes a database as it is at one moment into the work folder, under the name its entry gives.
base::Result<DatabaseEntry> dump(const Workshop& shop, std::string_view backup_id, const Source& source);

}  // namespace backup
