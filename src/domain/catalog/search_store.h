#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/uuid.h"
#include "platform/db/connection.h"

namespace catalog::store {

using platform::db::Connection;

/// A change set the search does not know to its end.
struct UnsearchedSet {
  base::Uuid change_set_id;
  std::uint64_t source_row = 0;  ///< the last one taken up
  bool complete = false;         ///< the change set itself is closed
};
/// The oldest such set after `after`.
base::Result<std::optional<UnsearchedSet>> next_unsearched(Connection& connection, base::Uuid after);

/// Products touched by the set's next rows after `source_row`, which moves on to the last of them.
base::Result<std::vector<base::Uuid>> touched_by_rows(Connection& connection, base::Uuid change_set_id,
                                                      std::uint64_t& source_row);
/// Products touched by what stands in no row of the file: withdrawals.
base::Result<std::vector<base::Uuid>> touched_by_no_row(Connection& connection, base::Uuid change_set_id);
/// Products that became part of another and are still listed.
base::Result<std::vector<base::Uuid>> merged_but_listed(Connection& connection);
base::Result<> note_progress(Connection& connection, const UnsearchedSet& progress);

/// Has the database look anew how large the tables are that an import fills, so that it finds its ways through them.
base::Result<> look_at_sizes(Connection& connection);

/// One refresher at a time, until the transaction ends: what is read after this is not overtaken by another's write.
base::Result<> lock_search(Connection& connection);
/// Reads these products anew and writes what they are listed and found by. Inside a transaction, after lock_search().
base::Result<> rewrite_search(Connection& connection, std::span<const base::Uuid> products);

}  // namespace catalog::store
