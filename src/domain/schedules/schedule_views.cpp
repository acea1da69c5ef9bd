#include "domain/schedules/schedule_views.h"

namespace schedules {

namespace queue = platform::queue;

ScheduleView view_of(const queue::Schedule& schedule) {
  ScheduleView view;
  view.id = schedule.id;
  view.name = schedule.name;
  view.kind = queue::to_string(schedule.timing.kind);
  view.expression = schedule.timing.expression;
  view.zone = schedule.timing.zone;
  const queue::NewJob& job = schedule.job;
  view.job = {job.kind, job.queue, job.subject, boost::json::parse(job.payload), job.priority};
  view.missed_runs = queue::to_string(schedule.missed_runs);
  view.is_enabled = schedule.is_enabled;
  view.next_at = schedule.next_at;
  view.last_at = schedule.last_at;
  view.last_job_id = schedule.last_job_id;
  view.created_by = schedule.created_by;
  view.created_at = schedule.created_at;
  view.updated_at = schedule.updated_at;
  return view;
}

ScheduleRunView view_of(const queue::Enqueued& run) {
  return {run.job.id, std::string(queue::to_string(run.job.status)), run.is_new};
}

DueTimesView view_of(std::string zone, const std::vector<queue::DueTime>& times) {
  DueTimesView view{std::move(zone), {}};
  for (const queue::DueTime& time : times) view.items.push_back({time.at, time.local});
  return view;
}

}  // namespace schedules
