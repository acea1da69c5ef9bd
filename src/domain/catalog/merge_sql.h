#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/uuid.h"
#include "domain/catalog/offer_values.h"
#include "platform/db/bulk_load.h"
#include "platform/db/connection.h"

namespace catalog::store {

/// The offers table's field columns in OfferField order: "gtin, name, ...", each with `prefix` before it.
std::string offer_columns(std::string_view prefix = {});
/// "gtin = s.gtin, name = s.name, ..." for UPDATE ... FROM s.
std::string offer_assignments();

void put(platform::db::BulkLoad& load, const base::Uuid& id);
void put(platform::db::BulkLoad& load, const OfferValues& values);
/// Empties a temporary table.
base::Result<> clear_table(platform::db::Connection& connection, std::string_view table);
/// Fills the temporary table stage_ids with ids.
base::Result<> load_ids(platform::db::Connection& connection, std::span<const base::Uuid> ids);

base::Uuid to_uuid(std::string_view cell);
std::int64_t to_integer(std::string_view cell);
std::optional<std::string> to_optional(std::string_view cell);

}  // namespace catalog::store
