#pragma once

#include <vector>

#include "ops/release/release.h"
#include "platform/db/connection.h"

namespace ops::release::store {

using platform::db::Connection;

base::Result<> insert(Connection& connection, const Release& release);
/// Writes what changes in the course of a release.
base::Result<> update(Connection& connection, const Release& release);
/// Newest first; of every project when `project` is "".
base::Result<std::vector<Release>> list(Connection& connection, std::string_view project, std::int64_t limit);
base::Result<std::vector<Step>> steps(Connection& connection, base::Uuid release);
base::Result<> put_step(Connection& connection, base::Uuid release, const Step& step);
/// False when the table is not there yet.
base::Result<bool> is_prepared(Connection& connection);

}  // namespace ops::release::store
