#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "platform/queue/job.h"
#include "platform/queue/timing.h"

namespace platform::queue {

/// What becomes of runs that were due while no scheduler ran: nothing, or one run for all of them.
enum class MissedRuns : std::uint8_t { skip, run_once };
std::string_view to_string(MissedRuns policy);
std::optional<MissedRuns> parse_missed_runs(std::string_view name);

/// A job that begins by itself.
struct Schedule {
  base::Uuid id;
  std::string name;
  Timing timing;
  NewJob job;  ///< queue, kind, subject, payload, priority and unique key; the rest is settled when it is due
  MissedRuns missed_runs = MissedRuns::run_once;
  bool is_enabled = true;
  std::optional<base::Timestamp> next_at;  ///< of an enabled one that will be due again
  std::optional<base::Timestamp> last_at;  ///< when its job was enqueued
  std::optional<base::Uuid> last_job_id;
  std::string created_by;
  std::int64_t version = 1;  ///< counts people's changes
  base::Timestamp created_at, updated_at;
};

struct ScheduleDraft {
  std::string name;
  Timing timing;
  NewJob job;
  MissedRuns missed_runs = MissedRuns::run_once;
  bool is_enabled = true;
  std::string created_by{};
};

/// What is absent stays.
struct ScheduleChanges {
  std::optional<std::string> name{};
  std::optional<TimingKind> kind{};
  std::optional<std::string> expression{}, zone{};
  std::optional<NewJob> job{};
  std::optional<MissedRuns> missed_runs{};
  std::optional<bool> is_enabled{};
};

struct ScheduleQuery {
  std::string job_kind{};             ///< "" all
  std::optional<base::Uuid> after{};  ///< the last of the page before
  std::uint64_t limit = 50;
};

struct SchedulePage {
  std::vector<Schedule> schedules;  ///< in the order they were made
  std::optional<base::Uuid> next;
};

/// A schedule that came due.
struct Firing {
  Schedule schedule;  ///< as it is now
  base::Timestamp due_at;
  std::optional<base::Uuid> job_id{};      ///< nothing: the run was missed and is skipped, or there is a problem
  bool is_new = false;                     ///< false: an unfinished job does the same work, job_id is it
  std::optional<base::Problem> problem{};  ///< why the schedule was switched off: its next time cannot be told
};

inline constexpr base::ProblemKind schedule_unknown{"schedule.unknown", "No such schedule", 404, base::LogLevel::info};
inline constexpr base::ProblemKind schedule_invalid{"schedule.invalid", "Schedule is not valid", 422,
                                                    base::LogLevel::info};
inline constexpr base::ProblemKind schedule_exists{"schedule.exists", "Schedule name is taken", 409,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind schedule_changed{"schedule.changed", "Schedule has changed since it was read", 412,
                                                    base::LogLevel::info};
inline constexpr base::ProblemKind schedule_in_the_past{"schedule.in_the_past", "Schedule would never run", 422,
                                                        base::LogLevel::info};

}  // namespace platform::queue
