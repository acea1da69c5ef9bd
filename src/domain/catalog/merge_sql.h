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

/// Both engines' texts of a statement that is put together; lives as long as the Statement made of it.
class EngineTexts {
 public:
  template <class MakeText>
  explicit EngineTexts(const MakeText& make)
      : sqlite_(make(platform::db::Engine::sqlite)), postgres_(make(platform::db::Engine::postgres)) {}
  platform::db::Statement named(std::string_view name) const { return {name, sqlite_, postgres_}; }

 private:
  std::string sqlite_, postgres_;
};

/// "column is one of those selected", answered by the column's index whatever the planner believes. PostgreSQL takes
/// the values as one array: the order of a join would follow statistics, and those an import makes wrong itself (a
/// table that a killed import has filled counts as empty).
std::string among(platform::db::Engine engine, std::string_view column, std::string_view select);

/// The offers table's field columns in OfferField order: "gtin, name, ...", each with `prefix` before it.
std::string offer_columns(std::string_view prefix = {});

void put(platform::db::BulkLoad& load, const base::Uuid& id);
void put(platform::db::BulkLoad& load, const OfferValues& values);
/// Empties a temporary table.
base::Result<> clear_table(platform::db::Connection& connection, std::string_view table);
/// Fills the temporary table stage_ids with ids.
base::Result<> load_ids(platform::db::Connection& connection, std::span<const base::Uuid> ids);
/// Fills the temporary table stage_gtins.
base::Result<> load_gtins(platform::db::Connection& connection, std::span<const std::string> gtins);

base::Uuid to_uuid(std::string_view cell);
std::int64_t to_integer(std::string_view cell);
std::optional<std::string> to_optional(std::string_view cell);

}  // namespace catalog::store
