#pragma once

#include <optional>
#include <set>
#include <vector>

#include "domain/suppliers/sources_tasks.h"
#include "platform/queue/schedules.h"

namespace app {

/// The source that a schedule fetches; nothing for a schedule of other work.
base::Result<std::optional<base::Uuid>> source_fetched_by(const platform::queue::Schedule& schedule);

/// All of them that fetch a source.
base::Result<std::vector<platform::queue::Schedule>> fetching_schedules(platform::queue::Schedules& schedules);

/// Removes it; one that is gone already is as good.
base::Result<> remove_schedule(platform::queue::Schedules& schedules, base::Uuid id);

/// Removes the schedules that fetch one of these sources; gives their ids.
base::Result<std::vector<base::Uuid>> remove_schedules_of(platform::queue::Schedules& schedules,
                                                          const std::set<base::Uuid>& sources);

}  // namespace app
