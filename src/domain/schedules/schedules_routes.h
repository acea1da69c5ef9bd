#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/audit_sink.h"
#include "platform/http/route.h"
#include "platform/queue/schedules.h"

namespace schedules {

/// Checks the payload of a schedule's job (a JSON object) and gives the job that is enqueued whenever the schedule is
/// due. Its unique key keeps a run from beginning while the one before is under way. A job's id and times are ignored.
using ScheduledKind = std::function<base::Result<platform::queue::NewJob>(std::string_view payload)>;
/// The kinds of jobs a schedule may run, by the name callers use.
using ScheduledKinds = std::map<std::string, ScheduledKind, std::less<>>;

/// What the routes work with; must outlive every answer.
struct ScheduleRouteParts {
  platform::queue::Schedules& schedules;
  ScheduledKinds kinds;
  platform::http::AuditSink audit;
  /// The zone of schedules that name none; without it Europe/Paris.
  std::function<base::Result<std::string>()> default_zone{};
  std::vector<const base::ProblemKind*> kind_problems{};  ///< why the kinds refuse a payload, for the documentation
};

/// /schedules and all below it.
platform::http::RouteTable schedule_routes(const ScheduleRouteParts& parts);

inline constexpr base::ProblemKind schedule_kind_refused{"schedule.kind_refused", "This kind of job has no schedules",
                                                         422, base::LogLevel::info};

}  // namespace schedules
