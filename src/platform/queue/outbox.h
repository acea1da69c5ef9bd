#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "platform/db/database.h"
#include "platform/queue/job_queue.h"

namespace platform::queue {

/// Work that a change in another database gives rise to.
struct OutgoingWork {
  std::string queue, kind;
  std::string subject{};
  std::string payload = "{}";  ///< JSON
};

/// Announces work in the transaction of the change it follows from: both take effect or neither. The work belongs to
/// the trace of this thread. The database has a table `outbox`.
base::Result<> add_to_outbox(db::Connection& connection, const OutgoingWork& work);

/// Carries what was announced in one database over to the queue. Killed at any moment, nothing is lost and nothing is
/// enqueued twice: the job has the id of its announcement. Thread-safe.
class OutboxRelay {
 public:
  OutboxRelay(db::Database& from, JobQueue& to) : from_(from), to_(to) {}

  /// Everything announced so far, oldest first; gives how much that was. Nothing while another process is at it.
  base::Result<std::uint64_t> relay();

 private:
  db::Database& from_;
  JobQueue& to_;
};

}  // namespace platform::queue
