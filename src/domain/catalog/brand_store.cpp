// Brands and categories, found by their folded name.
#include "domain/catalog/merge_store.h"

namespace catalog::store {

using platform::db::Statement;

namespace {

constexpr Statement brand_by_key{"catalog.brands.find", "SELECT id FROM brands WHERE name_key = :p1"};
constexpr Statement add_brand{
    "catalog.brands.insert",
    "INSERT INTO brands (id, name, name_key) VALUES (:p1, :p2, :p3) ON CONFLICT (name_key) DO NOTHING"};
constexpr Statement category_by_key{"catalog.categories.find", "SELECT id FROM categories WHERE path_key = :p1"};
constexpr Statement add_category{
    "catalog.categories.insert",
    "INSERT INTO categories (id, parent_id, name, path, path_key) VALUES (:p1, :p2, :p3, :p4, :p5) "
    "ON CONFLICT (path_key) DO NOTHING"};

base::Result<std::optional<base::Uuid>> find_id(Connection& connection, const Statement& statement,
                                                std::string_view key) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(statement, key));
  return row ? std::optional(row->uuid(0)) : std::nullopt;
}

/// The id under `key` after an insert that may have met another import's row.
base::Result<base::Uuid> settled_id(Connection& connection, const Statement& find, std::string_view key) {
  ASSIGN_OR_RETURN(const auto id, find_id(connection, find, key));
  if (!id) {
    return base::failure(platform::db::db_retry, "A brand or category vanished while it was being created.",
                         "Run the import again; it goes on where it stopped.");
  }
  return *id;
}

}  // namespace

base::Result<std::optional<base::Uuid>> find_brand(Connection& connection, std::string_view key) {
  return find_id(connection, brand_by_key, key);
}

base::Result<base::Uuid> insert_brand(Connection& connection, std::string_view key, std::string_view name) {
  RETURN_IF_FAILED(connection.execute(add_brand, base::Uuid::generate(), name, key));
  return settled_id(connection, brand_by_key, key);
}

base::Result<std::optional<base::Uuid>> find_category(Connection& connection, std::string_view key) {
  return find_id(connection, category_by_key, key);
}

base::Result<base::Uuid> insert_category(Connection& connection, std::string_view key, std::string_view path,
                                         std::string_view name, const std::optional<base::Uuid>& parent) {
  RETURN_IF_FAILED(connection.execute(add_category, base::Uuid::generate(), parent, name, path, key));
  return settled_id(connection, category_by_key, key);
}

}  // namespace catalog::store
