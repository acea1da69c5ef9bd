#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/http/codec.h"
#include "platform/queue/job_queue.h"
#include "platform/queue/schedule.h"

namespace schedules {

struct ScheduledJobInput {
  std::string kind;
  std::optional<boost::json::value> payload;
  std::optional<std::int64_t> priority;
};
BOOST_DESCRIBE_STRUCT(ScheduledJobInput, (), (kind, payload, priority))

struct ScheduleInput {
  std::string name, kind, expression;
  std::optional<std::string> zone;
  ScheduledJobInput job;
  std::optional<std::string> missed_runs;
  std::optional<bool> is_enabled;
};
BOOST_DESCRIBE_STRUCT(ScheduleInput, (), (name, kind, expression, zone, job, missed_runs, is_enabled))

struct SchedulePatch {
  std::optional<std::string> name, kind, expression, zone;
  std::optional<ScheduledJobInput> job;
  std::optional<std::string> missed_runs;
  std::optional<bool> is_enabled;
};
BOOST_DESCRIBE_STRUCT(SchedulePatch, (), (name, kind, expression, zone, job, missed_runs, is_enabled))

struct TimingInput {
  std::string kind, expression;
  std::optional<std::string> zone;
};
BOOST_DESCRIBE_STRUCT(TimingInput, (), (kind, expression, zone))

struct ScheduledJobView {
  std::string kind, queue, subject;
  boost::json::value payload;
  std::int64_t priority = 0;
};
BOOST_DESCRIBE_STRUCT(ScheduledJobView, (), (kind, queue, subject, payload, priority))

struct ScheduleView {
  base::Uuid id;
  std::string name, kind, expression, zone;
  ScheduledJobView job;
  std::string missed_runs;
  bool is_enabled = true;
  std::optional<base::Timestamp> next_at, last_at;
  std::optional<base::Uuid> last_job_id;
  std::string created_by;
  base::Timestamp created_at, updated_at;
};
BOOST_DESCRIBE_STRUCT(ScheduleView, (),
                      (id, name, kind, expression, zone, job, missed_runs, is_enabled, next_at, last_at, last_job_id,
                       created_by, created_at, updated_at))

struct ScheduleListView {
  std::vector<ScheduleView> items;
  std::optional<base::Uuid> next_cursor;
};
BOOST_DESCRIBE_STRUCT(ScheduleListView, (), (items, next_cursor))

struct DueTimeView {
  base::Timestamp at;
  std::string local;
};
BOOST_DESCRIBE_STRUCT(DueTimeView, (), (at, local))

struct DueTimesView {
  std::string zone;
  std::vector<DueTimeView> items;
};
BOOST_DESCRIBE_STRUCT(DueTimesView, (), (zone, items))

struct ScheduleRunView {
  base::Uuid job_id;
  std::string status;
  bool is_new = true;  ///< false: the same work was under way already
};
BOOST_DESCRIBE_STRUCT(ScheduleRunView, (), (job_id, status, is_new))

ScheduleView view_of(const platform::queue::Schedule& schedule);
ScheduleRunView view_of(const platform::queue::Enqueued& run);
DueTimesView view_of(std::string zone, const std::vector<platform::queue::DueTime>& times);

}  // namespace schedules
