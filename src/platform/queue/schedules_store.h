#pragma once

#include <optional>
#include <vector>

#include "platform/db/connection.h"
#include "platform/queue/schedule.h"

namespace platform::queue::store {

/// False when its name is taken.
base::Result<bool> insert_schedule(db::Connection& connection, const Schedule& schedule);
base::Result<std::optional<Schedule>> find_schedule(db::Connection& connection, base::Uuid id);
/// Nobody else can change it until the transaction ends.
base::Result<std::optional<Schedule>> hold_schedule(db::Connection& connection, base::Uuid id);
/// One more than the limit when there is another page.
base::Result<std::vector<Schedule>> page_of_schedules(db::Connection& connection, const ScheduleQuery& query);
/// Writes all values of one that is held. Fails with db_conflict when its name is taken.
base::Result<> write_schedule(db::Connection& connection, const Schedule& schedule);
base::Result<> delete_schedule(db::Connection& connection, base::Uuid id);

/// A cheap look, without a lock.
base::Result<bool> has_due_schedule(db::Connection& connection, base::Timestamp now);
/// Holds the schedule that is due for longest, of those no other transaction holds.
base::Result<std::optional<Schedule>> hold_due_schedule(db::Connection& connection, base::Timestamp now);

}  // namespace platform::queue::store
