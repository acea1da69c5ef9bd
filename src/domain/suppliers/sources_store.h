#pragma once

#include <optional>

#include "domain/suppliers/sources.h"
#include "platform/db/connection.h"

namespace suppliers::store {

/// True when it was inserted; false: the supplier has a source of this name.
base::Result<bool> insert_source(platform::db::Connection& connection, const Source& source);
base::Result<std::optional<Source>> find_source(platform::db::Connection& connection, base::Uuid id);
/// The same, kept from being changed by others until the transaction ends.
base::Result<std::optional<Source>> hold_source(platform::db::Connection& connection, base::Uuid id);
/// One more than wanted when there is a next page.
base::Result<std::vector<Source>> page_of_sources(platform::db::Connection& connection, const SourceQuery& query);
/// Writes what people may change and the state. Fails with db_conflict when the name is taken.
base::Result<> update_source(platform::db::Connection& connection, const Source& source);
base::Result<> remove_source(platform::db::Connection& connection, base::Uuid id);
base::Result<std::vector<base::Uuid>> remove_sources_of(platform::db::Connection& connection, base::Uuid supplier_id);
base::Result<> record_state(platform::db::Connection& connection, const Source& source, const SourceState& state);

}  // namespace suppliers::store
