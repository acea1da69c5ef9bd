#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>

#include "base/result.h"
#include "platform/queue/job_queue.h"

namespace platform::queue {

/// What a handler sees of the job it works on. Thread-safe.
class JobContext {
 public:
  JobContext(JobQueue& queue, Job job, std::chrono::milliseconds lease);
  JobContext(const JobContext&) = delete;
  JobContext& operator=(const JobContext&) = delete;
  ~JobContext() = default;

  const Job& job() const { return job_; }
  Ticket ticket() const { return {job_.id, job_.fence}; }

  /// Leave off soon, in a state the job can go on from, and answer with a job_stopped failure: it was cancelled, this
  /// process is to end, or the job has gone to another worker.
  bool should_stop() const { return is_cancelled_ || is_told_to_stop_ || is_lost_; }
  bool is_cancelled() const { return is_cancelled_; }

  /// Where the job is, as JSON; stored with the next heartbeat.
  void progress(std::string json);
  /// Stores at once what the next attempt goes on from, as JSON. Fails with job_lease_lost.
  base::Result<> checkpoint(std::string_view json);

  // For the worker.
  void stop() { is_told_to_stop_ = true; }
  void beat();
  /// The progress not yet stored, "" for none.
  std::string take_progress();

 private:
  JobQueue& queue_;
  const Job job_;
  const std::chrono::milliseconds lease_;
  std::atomic<bool> is_cancelled_, is_told_to_stop_{false}, is_lost_{false};
  std::mutex mutex_;
  std::string progress_;
  std::chrono::steady_clock::time_point held_until_;
};

}  // namespace platform::queue
