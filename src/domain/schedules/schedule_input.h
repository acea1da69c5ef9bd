#pragma once

#include "domain/schedules/schedule_views.h"
#include "domain/schedules/schedules_routes.h"

namespace schedules {

// What callers send, checked. Each names the field that is wrong.

base::Result<platform::queue::ScheduleDraft> draft_of(const ScheduleRouteParts& parts, const ScheduleInput& input);
base::Result<platform::queue::ScheduleChanges> changes_of(const ScheduleRouteParts& parts, const SchedulePatch& patch);
base::Result<platform::queue::Timing> timing_of(const ScheduleRouteParts& parts, const TimingInput& input);

}  // namespace schedules
