#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"

namespace platform::queue {

/// waiting and running jobs are unfinished. failed: ended with a problem that trying again would not cure. dead: tried
/// as often as it may be.
enum class JobStatus : std::uint8_t { waiting, running, finished, failed, cancelled, dead };
std::string_view to_string(JobStatus status);
std::optional<JobStatus> parse_job_status(std::string_view name);
constexpr bool is_unfinished(JobStatus status) {
  return status == JobStatus::waiting || status == JobStatus::running;
}

/// Work to be done in the background.
struct NewJob {
  std::string queue;
  std::string kind;                         ///< chooses the handler: "import"
  std::string subject{};                    ///< what it is about, for filters: a supplier's code
  std::string payload = "{}";               ///< JSON
  int priority = 0;                         ///< higher ones first
  std::optional<std::string> unique_key{};  ///< unique among unfinished jobs
  std::optional<int> max_attempts{};        ///< otherwise as the retry policy of its kind says
  std::optional<base::Timestamp> run_at{};  ///< not before; otherwise at once
  std::string created_by{};
  std::optional<base::Uuid> id{};  ///< one of the caller's choosing
};

/// A job as the database keeps it.
struct Job {
  base::Uuid id;
  std::string queue, kind, subject, payload;
  int priority = 0;
  std::optional<std::string> unique_key;
  JobStatus status = JobStatus::waiting;
  int attempt = 0;  ///< 1 during the first
  int max_attempts = 1;
  int takeovers = 0;  ///< how often the worker that held it was lost
  base::Timestamp run_at;
  std::optional<base::Timestamp> lease_until;
  std::string worker;
  std::int64_t fence = 0;
  std::string checkpoint, progress, result;                 ///< JSON, "" for none
  std::string problem_code, problem_message, problem_cure;  ///< of the latest attempt that failed
  bool cancel_requested = false;
  std::string created_by;
  std::string trace_id;  ///< of the trace the job belongs to; "" when it was made before there were any
  base::Timestamp created_at;
  std::optional<base::Timestamp> started_at, finished_at;
};

/// The right to write a job's outcome. A later lease of the same job ends it.
struct Ticket {
  base::Uuid job_id;
  std::int64_t fence = 0;
};

inline constexpr base::ProblemKind job_unknown{"job.unknown", "No such job", 404, base::LogLevel::info};
inline constexpr base::ProblemKind job_lease_lost{"job.lease_lost", "Job was taken up by another worker", 409,
                                                  base::LogLevel::warning};
inline constexpr base::ProblemKind job_is_unfinished{"job.is_unfinished", "Job has not ended yet", 409,
                                                     base::LogLevel::info};
inline constexpr base::ProblemKind job_is_over{"job.is_over", "Job has ended already", 409, base::LogLevel::info};
inline constexpr base::ProblemKind job_key_taken{"job.key_taken", "The same work is already under way", 409,
                                                 base::LogLevel::info};
inline constexpr base::ProblemKind job_kind_unknown{"job.kind_unknown", "Nothing here does this kind of job", 500,
                                                    base::LogLevel::error};
inline constexpr base::ProblemKind queue_name_invalid{"queue.name_invalid", "Not a name of a queue", 422,
                                                      base::LogLevel::info};
/// What a handler answers when it left off because JobContext::should_stop() said so.
inline constexpr base::ProblemKind job_stopped{"job.stopped", "Job was stopped", 409, base::LogLevel::info};
inline constexpr base::ProblemKind job_worker_lost{"job.worker_lost", "Worker was lost again and again", 500,
                                                   base::LogLevel::error};

}  // namespace platform::queue
