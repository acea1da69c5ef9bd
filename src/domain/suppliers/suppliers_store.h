#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "domain/suppliers/suppliers.h"
#include "platform/db/connection.h"

namespace suppliers::store {

/// Inserts the supplier unless its code is taken; true when it was inserted.
base::Result<bool> insert_if_new(platform::db::Connection& connection, const Supplier& supplier);
base::Result<std::optional<Supplier>> find(platform::db::Connection& connection, std::string_view code);
base::Result<std::vector<Supplier>> list(platform::db::Connection& connection);

}  // namespace suppliers::store
