#include "platform/queue/paused_queues_store.h"

namespace platform::queue::store {
namespace {

using db::Statement;

constexpr Statement pause_one{"jobs.pause",
                              "INSERT INTO paused_queues (queue, paused_by, paused_at) VALUES (:p1, :p2, :p3) "
                              "ON CONFLICT (queue) DO NOTHING"};
constexpr Statement resume_one{"jobs.resume", "DELETE FROM paused_queues WHERE queue = :p1"};
constexpr Statement list_all{"jobs.paused", "SELECT queue, paused_by, paused_at FROM paused_queues ORDER BY queue"};

}  // namespace

base::Result<> pause(db::Connection& connection, const PausedQueue& queue) {
  RETURN_IF_FAILED(connection.execute(pause_one, queue.queue, queue.paused_by, queue.paused_at));
  return {};
}

base::Result<> resume(db::Connection& connection, std::string_view queue) {
  RETURN_IF_FAILED(connection.execute(resume_one, queue));
  return {};
}

base::Result<std::vector<PausedQueue>> paused(db::Connection& connection) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_all));
  std::vector<PausedQueue> queues;
  for (const db::Row& row : rows) queues.push_back({row.text(0), row.text(1), row.timestamp(2)});
  return queues;
}

}  // namespace platform::queue::store
