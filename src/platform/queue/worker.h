#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/queue/job_context.h"
#include "platform/queue/job_queue.h"
#include "platform/telemetry/trace.h"

namespace platform::queue {

/// Does one kind of job; gives its result as JSON. Its thread is in the scope of the job's id and trace.
using Handler = std::function<base::Result<std::string>(JobContext&)>;
/// Whether a job that failed like this may succeed another time.
using Judge = std::function<Retry(const base::Problem&)>;
/// yes for failures that are not the job's own fault, those with a server's kind of status.
Retry by_status(const base::Problem& problem);

/// A job that ended here, for logs and metrics.
struct JobEnd {
  Job job;
  std::string outcome;  ///< finished, failed, waiting (to be tried again), dead, cancelled, released, lost
  std::string problem;  ///< text of the problem, "" for none
  std::chrono::milliseconds duration{};
  std::vector<telemetry::Span> spans{};  ///< its steps
};

using EndCallback = std::function<void(const JobEnd&)>;

struct HandlerEntry {
  Handler handler;
  Judge judge = by_status;
  EndCallback on_end{};  ///< told once the outcome is stored
};

struct WorkerOptions {
  std::string name;                               ///< "" for host and process
  std::map<std::string, unsigned> concurrency{};  ///< how many jobs of each queue at once
  std::chrono::milliseconds lease{15'000};
  std::chrono::milliseconds heartbeat{1'000};  ///< how often progress is stored and cancelling is noticed
  std::chrono::milliseconds poll{1'000};
};

/// Works on the jobs of some queues: wakes at once for jobs enqueued in this process and looks for others at intervals.
class Worker {
 public:
  Worker(JobQueue& queue, WorkerOptions options);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  /// Stops; waits for handlers that still run.
  ~Worker();

  /// Before start().
  void handle(std::string kind, HandlerEntry entry);
  /// Told of jobs of every kind.
  void on_end(EndCallback told);

  void start();
  /// Takes no more jobs and tells the running ones to leave off. True when all have; otherwise the leases of those left
  /// are no longer kept up, so that others take them up.
  bool stop(std::chrono::milliseconds deadline);

  struct Running {
    Job job;
    std::chrono::steady_clock::time_point since;
  };
  /// What it works on now.
  std::vector<Running> running() const;
  const std::string& name() const { return options_.name; }

 private:
  struct Task {
    std::string queue;
    std::shared_ptr<JobContext> context;
    std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
    std::thread thread{};
    bool is_done = false;
  };

  void dispatch();
  void take_work();
  bool has_room(const std::string& queue) const;
  void begin(Job job);
  void run(JobContext& context);
  void tell(const JobEnd& end) const;
  base::Result<std::string> handled(JobContext& context) const;
  std::string settle(JobContext& context, const base::Result<std::string>& result);
  std::string settle_failure(JobContext& context, const base::Problem& problem);
  void reap(bool all);
  void keep_leases();

  JobQueue& queue_;
  WorkerOptions options_;
  std::map<std::string, HandlerEntry, std::less<>> handlers_;
  EndCallback on_end_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Task> tasks_;
  bool is_stopping_ = false, is_abandoned_ = false;
  std::thread dispatcher_, heart_;
};

}  // namespace platform::queue
