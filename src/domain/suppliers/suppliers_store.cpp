#include "domain/suppliers/suppliers_store.h"

namespace suppliers::store {
namespace {

using platform::db::Connection;
using platform::db::Row;
using platform::db::Statement;

constexpr Statement insert_supplier{
    "suppliers.insert_if_new",
    "INSERT INTO suppliers (id, code, name, priority, currency, created_at, updated_at) "
    "VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7) ON CONFLICT (code) DO NOTHING"};
constexpr Statement find_by_code{
    "suppliers.find",
    "SELECT id, code, name, priority, currency, created_at, updated_at FROM suppliers WHERE code = :p1"};
// Offers that refer to the supplier may be written meanwhile. SQLite needs no lock of a row: a transaction that will
// write holds the database.
constexpr Statement hold_by_code{
    "suppliers.hold",
    "SELECT id, code, name, priority, currency, created_at, updated_at FROM suppliers WHERE code = :p1",
    "SELECT id, code, name, priority, currency, created_at, updated_at FROM suppliers WHERE code = :p1 "
    "FOR NO KEY UPDATE"};
constexpr Statement list_all{
    "suppliers.list", "SELECT id, code, name, priority, currency, created_at, updated_at FROM suppliers ORDER BY code"};
constexpr Statement update_supplier{"suppliers.update",
                                    "UPDATE suppliers SET name = :p1, priority = :p2, currency = :p3, updated_at = :p4 "
                                    "WHERE id = :p5"};
// The one look at another subject's table: only the statement that deletes can know that no offer came in between.
constexpr Statement delete_supplier{"suppliers.delete",
                                    "DELETE FROM suppliers WHERE id = :p1 "
                                    "AND NOT EXISTS (SELECT 1 FROM offers WHERE supplier_id = :p2)"};

Supplier supplier_of(const Row& row) {
  return {row.uuid(0), row.text(1),      row.text(2),     static_cast<int>(row.integer(3)),
          row.text(4), row.timestamp(5), row.timestamp(6)};
}

std::optional<Supplier> supplier_of(const std::optional<Row>& row) {
  return row ? std::optional(supplier_of(*row)) : std::nullopt;
}

}  // namespace

base::Result<bool> insert_if_new(Connection& connection, const Supplier& supplier) {
  ASSIGN_OR_RETURN(const std::int64_t inserted,
                   connection.execute(insert_supplier, supplier.id, supplier.code, supplier.name, supplier.priority,
                                      supplier.currency, supplier.created_at, supplier.updated_at));
  return inserted > 0;
}

base::Result<std::optional<Supplier>> find(Connection& connection, std::string_view code) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_by_code, code));
  return supplier_of(row);
}

base::Result<std::optional<Supplier>> hold(Connection& connection, std::string_view code) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(hold_by_code, code));
  return supplier_of(row);
}

base::Result<std::vector<Supplier>> list(Connection& connection) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_all));
  std::vector<Supplier> all;
  all.reserve(rows.size());
  for (const Row& row : rows) all.push_back(supplier_of(row));
  return all;
}

base::Result<> update(Connection& connection, const Supplier& supplier) {
  RETURN_IF_FAILED(connection.execute(update_supplier, supplier.name, supplier.priority, supplier.currency,
                                      supplier.updated_at, supplier.id));
  return {};
}

base::Result<bool> remove(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const std::int64_t deleted, connection.execute(delete_supplier, id, id));
  return deleted > 0;
}

}  // namespace suppliers::store
