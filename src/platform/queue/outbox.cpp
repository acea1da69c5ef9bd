#include "platform/queue/outbox.h"

#include "platform/db/named_lock.h"
#include "platform/queue/outbox_store.h"
#include "platform/telemetry/trace.h"

namespace platform::queue {

base::Result<> add_to_outbox(db::Connection& connection, const OutgoingWork& work) {
  return store::announce(connection, work);
}

base::Result<std::uint64_t> OutboxRelay::relay() {
  constexpr std::uint64_t at_once = 200;
  ASSIGN_OR_RETURN(const auto connection, from_.acquire());
  ASSIGN_OR_RETURN(auto waiting, store::announced(*connection, at_once));
  if (waiting.empty()) return std::uint64_t{0};
  ASSIGN_OR_RETURN(const auto mine, db::NamedLock::try_take(from_, *connection, "outbox-relay"));
  if (!mine) return std::uint64_t{0};
  std::uint64_t relayed = 0;
  do {
    ASSIGN_OR_RETURN(waiting, store::announced(*connection, at_once));
    for (const store::Announcement& one : waiting) {
      const telemetry::TraceScope trace(one.trace_id);
      NewJob job{.queue = one.work.queue, .kind = one.work.kind};
      job.subject = one.work.subject;
      job.payload = one.work.payload;
      job.created_by = from_.name();
      job.id = one.id;
      RETURN_IF_FAILED(to_.enqueue(job));
      RETURN_IF_FAILED(store::forget_announcement(*connection, one.id));
      ++relayed;
    }
  } while (waiting.size() == at_once);
  return relayed;
}

}  // namespace platform::queue
