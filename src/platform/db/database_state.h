#pragma once

#include <cstdint>
#include <string>

#include "platform/db/database.h"

namespace platform::db {

/// A database as those who look after it see it.
struct DatabaseState {
  std::uint64_t size_bytes = 0;
  std::uint32_t schema_version = 0;  ///< the newest step applied, 0 for none
  std::uint64_t pending_steps = 0;   ///< migrations this binary knows and the database does not
};

/// Asks the database itself. Fails as any statement does.
base::Result<DatabaseState> state_of(Database& database);

}  // namespace platform::db
