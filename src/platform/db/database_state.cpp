#include "platform/db/database_state.h"

#include <algorithm>

#include "platform/db/migrations.h"

namespace platform::db {
namespace {

constexpr Statement read_size{"db.size",
                              "SELECT c.page_count * s.page_size FROM pragma_page_count c, pragma_page_size s",
                              "SELECT pg_database_size(current_database())"};

}  // namespace

base::Result<DatabaseState> state_of(Database& database) {
  DatabaseState state;
  {
    ASSIGN_OR_RETURN(const auto connection, database.acquire());
    ASSIGN_OR_RETURN(const auto row, connection->query_one(read_size));
    if (row) state.size_bytes = static_cast<std::uint64_t>(row->integer(0));
  }
  ASSIGN_OR_RETURN(const auto steps, Migrator(database).status());
  for (const MigrationState& step : steps) {
    if (step.applied) {
      state.schema_version = std::max(state.schema_version, step.migration.version);
    } else {
      ++state.pending_steps;
    }
  }
  return state;
}

}  // namespace platform::db
