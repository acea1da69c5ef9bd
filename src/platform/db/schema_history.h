#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/migrations.h"

namespace platform::db {

/// What schema_migrations says of one applied step.
struct AppliedMigration {
  std::string name;
  std::string checksum;
  std::string applied_at;  // RFC 3339
};
using AppliedMigrations = std::map<std::uint32_t, AppliedMigration>;

/// The steps applied to a database; none when it was never migrated. Changes nothing.
base::Result<AppliedMigrations> read_history(Connection& connection);

/// Runs one step's text and its entry in schema_migrations, in one transaction unless the step says otherwise.
base::Result<> apply_step(Connection& connection, const Migration& migration);
base::Result<> undo_step(Connection& connection, const Migration& migration);

/// Makes the table schema_migrations where it is missing.
base::Result<> make_history(Connection& connection);

}  // namespace platform::db
