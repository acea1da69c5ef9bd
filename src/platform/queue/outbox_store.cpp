#include "platform/queue/outbox_store.h"

#include "platform/telemetry/trace.h"

namespace platform::queue::store {
namespace {

using db::Statement;

constexpr Statement insert_one{"outbox.insert",
                               "INSERT INTO outbox (id, queue, kind, subject, payload, created_at, trace_id) "
                               "VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7)"};
constexpr Statement list_oldest{"outbox.oldest",
                                "SELECT id, queue, kind, subject, payload, trace_id FROM outbox ORDER BY id LIMIT :p1"};
constexpr Statement delete_one{"outbox.delete", "DELETE FROM outbox WHERE id = :p1"};

}  // namespace

base::Result<> announce(db::Connection& connection, const OutgoingWork& work) {
  RETURN_IF_FAILED(connection.execute(insert_one, base::Uuid::generate(), work.queue, work.kind, work.subject,
                                      work.payload, base::Timestamp::now(), telemetry::TraceScope::current()));
  return {};
}

base::Result<std::vector<Announcement>> announced(db::Connection& connection, std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_oldest, limit));
  std::vector<Announcement> all;
  for (const db::Row& row : rows) {
    all.push_back({row.uuid(0), {row.text(1), row.text(2), row.text(3), row.text(4)}, row.text(5)});
  }
  return all;
}

base::Result<> forget_announcement(db::Connection& connection, base::Uuid id) {
  RETURN_IF_FAILED(connection.execute(delete_one, id));
  return {};
}

}  // namespace platform::queue::store
