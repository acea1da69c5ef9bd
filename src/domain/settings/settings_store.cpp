#include "domain/settings/settings_store.h"

namespace settings::store {
namespace {

using platform::db::Row;
using platform::db::Statement;

constexpr Statement read_version{"settings.version", "SELECT version FROM settings_version WHERE id = 1"};
constexpr Statement next_version{"settings.next_version",
                                 "UPDATE settings_version SET version = version + 1 WHERE id = 1"};
constexpr Statement list_all{"settings.list", "SELECT name, value, changed_by, changed_at FROM settings"};
constexpr Statement put_one{
    "settings.put",
    "INSERT INTO settings (name, value, changed_by_id, changed_by, changed_at) VALUES (:p1, :p2, :p3, :p4, :p5) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_by_id = excluded.changed_by_id, "
    "changed_by = excluded.changed_by, changed_at = excluded.changed_at"};
constexpr Statement delete_one{"settings.delete", "DELETE FROM settings WHERE name = :p1"};

}  // namespace

base::Result<std::int64_t> version(Connection& connection) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(read_version));
  return row ? row->integer(0) : 0;
}

base::Result<std::vector<Stored>> all(Connection& connection) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_all));
  std::vector<Stored> stored;
  for (const Row& row : rows) stored.push_back({row.text(0), row.text(1), row.text(2), row.timestamp(3)});
  return stored;
}

base::Result<std::int64_t> count_change(Connection& connection) {
  RETURN_IF_FAILED(connection.execute(next_version));
  ASSIGN_OR_RETURN(const std::int64_t now, version(connection));
  return now - 1;
}

base::Result<> put(Connection& connection, std::string_view name, std::string_view value, const Changer& by) {
  RETURN_IF_FAILED(connection.execute(put_one, name, value, by.id, by.name, base::Timestamp::now()));
  return {};
}

base::Result<> remove(Connection& connection, std::string_view name) {
  RETURN_IF_FAILED(connection.execute(delete_one, name));
  return {};
}

}  // namespace settings::store
