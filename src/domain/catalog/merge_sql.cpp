#include "domain/catalog/merge_sql.h"

#include <charconv>
#include <span>
#include <stdexcept>

namespace catalog::store {

std::string offer_columns(std::string_view prefix) {
  std::string out;
  for (const OfferFieldInfo& field : offer_fields()) {
    if (!out.empty()) out += ", ";
    out += prefix;
    out += field.name;
  }
  return out;
}

std::string among(platform::db::Engine engine, std::string_view column, std::string_view select) {
  const bool sqlite = engine == platform::db::Engine::sqlite;
  return std::string(column) + (sqlite ? " IN (" : " = ANY(ARRAY(") + std::string(select) + (sqlite ? ")" : "))");
}

void put(platform::db::BulkLoad& load, const base::Uuid& id) {
  load.uuid(id);
}

void put(platform::db::BulkLoad& load, const OfferValues& values) {
  for (const OfferFieldInfo& field : offer_fields()) load.optional(values.get(field.field));
}

base::Uuid to_uuid(std::string_view cell) {
  const auto id = base::Uuid::parse(cell);
  if (!id) throw std::runtime_error("the catalogue holds an id that is none: " + std::string(cell));
  return *id;
}

std::int64_t to_integer(std::string_view cell) {
  std::int64_t value = 0;
  std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return value;
}

std::optional<std::string> to_optional(std::string_view cell) {
  return cell.data() == nullptr ? std::nullopt : std::optional<std::string>(cell);
}

}  // namespace catalog::store
