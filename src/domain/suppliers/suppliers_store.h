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
/// Finds a supplier nobody else changes or deletes until the transaction ends.
base::Result<std::optional<Supplier>> hold(platform::db::Connection& connection, std::string_view code);
base::Result<> update(platform::db::Connection& connection, const Supplier& supplier);
/// Deletes the supplier unless it has offers; true when it was deleted.
base::Result<bool> remove(platform::db::Connection& connection, base::Uuid id);

}  // namespace suppliers::store
