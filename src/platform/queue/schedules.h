#pragma once

#include <chrono>
#include <optional>

#include "base/result.h"
#include "platform/db/database.h"
#include "platform/queue/job_queue.h"
#include "platform/queue/schedule.h"

namespace platform::queue {

/// Jobs that begin by themselves, a row each in the database of the jobs. However many processes fire them, each due
/// time gives one job: it is enqueued in the transaction that moves the schedule on. Thread-safe.
class Schedules {
 public:
  /// A run is missed when it could not begin within `grace`. `queue` keeps its jobs in `main`.
  Schedules(db::Database& main, JobQueue& queue, std::chrono::minutes grace = std::chrono::minutes(5))
      : main_(main), queue_(queue), grace_(grace) {}

  /// Fails with schedule_invalid, schedule_exists, schedule_in_the_past, and as next_time does.
  base::Result<Schedule> create(const ScheduleDraft& draft, base::Timestamp now = base::Timestamp::now());
  /// Fails with schedule_unknown.
  base::Result<Schedule> find(base::Uuid id);
  base::Result<SchedulePage> list(const ScheduleQuery& query);
  /// `expected`: the version the caller has seen; fails with schedule_changed when it is another by now. Otherwise as
  /// create. Who changes the timing or switches it on makes it begin anew from `now`.
  base::Result<Schedule> update(base::Uuid id, const ScheduleChanges& changes,
                                const std::optional<std::int64_t>& expected = std::nullopt,
                                base::Timestamp now = base::Timestamp::now());
  base::Result<> remove(base::Uuid id, const std::optional<std::int64_t>& expected = std::nullopt);

  /// Enqueues the job now; when it is due next stays as it is. Fails with schedule_unknown.
  base::Result<Enqueued> run_now(base::Uuid id, std::string_view by);
  /// Fires the schedule that is due for longest and is not being fired by another; nothing when there is none.
  base::Result<std::optional<Firing>> fire_next(base::Timestamp now);

 private:
  base::Result<std::optional<Firing>> fire(db::Connection& connection, base::Timestamp now);

  db::Database& main_;
  JobQueue& queue_;
  std::chrono::minutes grace_;
};

}  // namespace platform::queue
