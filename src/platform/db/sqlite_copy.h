#pragma once

#include <filesystem>

#include "base/result.h"

namespace platform::db {

/// Copies a SQLite file while others read and write it, as it is at one moment (SQLite's backup interface); the copy is
/// complete in one file. `to` must not exist. `subject` names the database in problems. Fails with the db_* problems.
base::Result<> copy_sqlite(std::string_view subject, const std::filesystem::path& from,
                           const std::filesystem::path& to);

}  // namespace platform::db
