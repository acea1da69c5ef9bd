#pragma once

#include <vector>

#include "domain/settings/settings.h"
#include "platform/db/connection.h"

namespace settings::store {

using platform::db::Connection;

struct Stored {
  std::string name, value, changed_by;
  base::Timestamp changed_at;
};

base::Result<std::int64_t> version(Connection& connection);
base::Result<std::vector<Stored>> all(Connection& connection);
/// Counts a change, before it is made: others wait until this transaction ends. Gives the version before it.
base::Result<std::int64_t> count_change(Connection& connection);
base::Result<> put(Connection& connection, std::string_view name, std::string_view value, const Changer& by);
base::Result<> remove(Connection& connection, std::string_view name);

}  // namespace settings::store
