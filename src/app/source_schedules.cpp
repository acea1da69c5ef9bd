#include "app/source_schedules.h"

#include <algorithm>
#include <iterator>

namespace app {

using platform::queue::Schedule;

base::Result<std::optional<base::Uuid>> source_fetched_by(const Schedule& schedule) {
  if (schedule.job.kind != suppliers::fetch_kind) return std::optional<base::Uuid>{};
  platform::queue::Job job;
  job.payload = schedule.job.payload;
  ASSIGN_OR_RETURN(const base::Uuid source, suppliers::source_of(job));
  return std::optional(source);
}

base::Result<std::vector<Schedule>> fetching_schedules(platform::queue::Schedules& schedules) {
  constexpr std::uint64_t page_size = 200;
  std::vector<Schedule> all;
  platform::queue::ScheduleQuery query{.job_kind = std::string(suppliers::fetch_kind), .limit = page_size};
  do {
    ASSIGN_OR_RETURN(auto page, schedules.list(query));
    std::ranges::move(page.schedules, std::back_inserter(all));
    query.after = page.next;
  } while (query.after);
  return all;
}

base::Result<> remove_schedule(platform::queue::Schedules& schedules, base::Uuid id) {
  const auto gone = schedules.remove(id);
  if (!gone && gone.error().kind != &platform::queue::schedule_unknown) return base::failure(gone.error());
  return {};
}

base::Result<std::vector<base::Uuid>> remove_schedules_of(platform::queue::Schedules& schedules,
                                                          const std::set<base::Uuid>& sources) {
  std::vector<base::Uuid> removed;
  if (sources.empty()) return removed;
  ASSIGN_OR_RETURN(const auto all, fetching_schedules(schedules));
  for (const Schedule& schedule : all) {
    ASSIGN_OR_RETURN(const auto source, source_fetched_by(schedule));
    if (!source || !sources.contains(*source)) continue;
    RETURN_IF_FAILED(remove_schedule(schedules, schedule.id));
    removed.push_back(schedule.id);
  }
  return removed;
}

}  // namespace app
