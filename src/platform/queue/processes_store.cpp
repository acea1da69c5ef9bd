#include "platform/queue/processes_store.h"

namespace platform::queue::store {
namespace {

using db::Statement;

constexpr Statement write_one{"processes.write",
                              "INSERT INTO processes (id, role, name, version, started_at, seen_at) "
                              "VALUES (:p1, :p2, :p3, :p4, :p5, :p6) "
                              "ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at"};
constexpr Statement delete_one{"processes.delete", "DELETE FROM processes WHERE id = :p1"};
constexpr Statement delete_silent{"processes.delete_silent", "DELETE FROM processes WHERE seen_at < :p1"};
constexpr Statement list_all{
    "processes.list", "SELECT id, role, name, version, started_at, seen_at FROM processes ORDER BY started_at, id"};

}  // namespace

base::Result<> write_process(db::Connection& connection, const Process& process) {
  RETURN_IF_FAILED(connection.execute(write_one, process.id, process.role, process.name, process.version,
                                      process.started_at, process.seen_at));
  return {};
}

base::Result<> delete_process(db::Connection& connection, base::Uuid id) {
  RETURN_IF_FAILED(connection.execute(delete_one, id));
  return {};
}

base::Result<> delete_silent_processes(db::Connection& connection, base::Timestamp cutoff) {
  RETURN_IF_FAILED(connection.execute(delete_silent, cutoff));
  return {};
}

base::Result<std::vector<Process>> processes(db::Connection& connection) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_all));
  std::vector<Process> all;
  for (const db::Row& row : rows)
    all.push_back({row.uuid(0), row.text(1), row.text(2), row.text(3), row.timestamp(4), row.timestamp(5)});
  return all;
}

}  // namespace platform::queue::store
