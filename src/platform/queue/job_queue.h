#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "platform/db/database.h"
#include "platform/queue/doorbell.h"
#include "platform/queue/job.h"

namespace platform::queue {

/// When a job that failed is tried again: the wait grows by a factor with each attempt, and a share of it is added by
/// chance, so that jobs that failed together do not come back together.
struct RetryPolicy {
  std::chrono::milliseconds first_wait{5'000};
  std::chrono::milliseconds longest_wait{900'000};
  int most_takeovers = 20;  ///< a job whose worker is lost more often than this is dead; one number for all kinds
  int attempts = 5;         ///< of jobs that do not say it themselves
  double factor = 2;        ///< 1 for equal waits
  double jitter = 0.5;      ///< the largest share added; 0 for none
};

/// Policies of the kinds of jobs that have one of their own.
using RetryPolicies = std::map<std::string, RetryPolicy, std::less<>>;

struct Enqueued {
  Job job;
  bool is_new = true;  ///< false: an unfinished job has the same unique key, this is it
};

struct JobFilter {
  std::string queue{}, kind{}, subject{};  ///< "" all
  std::optional<JobStatus> status{};
  std::optional<base::Uuid> before{};  ///< older than this one
  std::uint64_t limit = 50;
};

/// Jobs of one queue, by status.
struct QueueCounts {
  std::string queue;
  std::map<JobStatus, std::uint64_t> jobs;
};

/// A queue whose waiting jobs are not taken up.
struct PausedQueue {
  std::string queue;
  std::string paused_by;
  base::Timestamp paused_at;
};

/// What becomes of a job that failed. later: what it needs is in use; it waits without the attempt being counted.
enum class Retry : std::uint8_t { yes, later, no };

/// Durable jobs, a row each. A job is leased for a while, and the lease is kept up while it is worked on; when it runs
/// out, another worker may take the job up and the first one can write no more. Times are of the caller's clock, so
/// clocks of several machines must agree well within a lease. Thread-safe.
class JobQueue {
 public:
  /// Processes of one database give the same policies. `policy` is that of the kinds `by_kind` does not name.
  explicit JobQueue(db::Database& main, RetryPolicy policy = {}, RetryPolicies by_kind = {})
      : main_(main), policy_(policy), by_kind_(std::move(by_kind)) {}

  /// It belongs to the trace of the thread that enqueues it, or to a new one.
  base::Result<Enqueued> enqueue(const NewJob& job);
  /// In the transaction the caller has begun on the database of the jobs; announce() once that is committed.
  /// Fails with job_key_taken when the job that had its unique key ended at this very moment.
  base::Result<Enqueued> enqueue_within(db::Connection& connection, const NewJob& job);
  const RetryPolicy& policy_of(std::string_view kind) const;

  /// Takes the next due job of a queue, if any: the highest priority first, then the oldest.
  base::Result<std::optional<Job>> lease(std::string_view queue, std::string_view worker,
                                         std::chrono::milliseconds time);
  /// Names of the queues that have a due job: one cheap look at all of them.
  base::Result<std::vector<std::string>> queues_with_work();

  // What the holder of a ticket may do. Each fails with job_lease_lost once another has taken the job up.
  /// Extends the lease and stores where the job is (JSON, "" leaves it); true when it is to be cancelled.
  base::Result<bool> heartbeat(const Ticket& ticket, std::chrono::milliseconds time, std::string_view progress);
  /// Stores what the next attempt goes on from (JSON).
  base::Result<> checkpoint(const Ticket& ticket, std::string_view checkpoint);
  base::Result<> finish(const Ticket& ticket, std::string_view result, std::string_view progress = {});
  /// The attempt failed: the job waits for its next one, or is failed or dead.
  base::Result<JobStatus> fail(const Ticket& ticket, const base::Problem& problem, Retry retry);
  /// It was stopped because somebody cancelled it.
  base::Result<> finish_cancelled(const Ticket& ticket);
  /// Gives it back unfinished, to be taken up again at once; the attempt does not count.
  base::Result<> release(const Ticket& ticket);

  /// A waiting job is cancelled at once, a running one as soon as its handler leaves off. Fails with job_unknown,
  /// job_is_over.
  base::Result<Job> cancel(base::Uuid id);
  /// Lets a failed, dead or cancelled job run again, with all its attempts. Fails with job_unknown, job_is_unfinished,
  /// job_is_over (it has finished), job_key_taken.
  base::Result<Job> retry(base::Uuid id);

  base::Result<Job> find(base::Uuid id);
  base::Result<std::optional<Job>> look_up(base::Uuid id);
  /// Latest first.
  base::Result<std::vector<Job>> list(const JobFilter& filter);
  base::Result<std::vector<QueueCounts>> counts();
  /// Since when the longest due job of each queue that has one has been waiting to be taken up.
  base::Result<std::map<std::string, base::Timestamp>> due_since();
  /// Nobody takes up jobs of the queue any more; those under way are finished. Fails with queue_name_invalid.
  base::Result<> pause(std::string_view queue, std::string_view by);
  base::Result<> resume(std::string_view queue);
  base::Result<std::vector<PausedQueue>> paused();
  /// Jobs that failed for good and of which nobody has been told yet, oldest first.
  base::Result<std::vector<Job>> untold(std::uint64_t limit);
  /// Somebody has been told of this end of the job.
  base::Result<> mark_told(const Job& job);
  /// Removes jobs that ended before `cutoff`; gives how many that were.
  base::Result<std::uint64_t> remove_older_than(base::Timestamp cutoff);

  /// There is new work: rings the doorbell here, and tells other processes where on_work() was given.
  void announce();
  /// Called after this process has added work, by the thread that added it. Give it before that begins.
  void on_work(std::function<void()> tell_others) { tell_others_ = std::move(tell_others); }
  /// Rings when there is new work.
  Doorbell& doorbell() { return doorbell_; }

 private:
  db::Database& main_;
  RetryPolicy policy_;
  RetryPolicies by_kind_;
  Doorbell doorbell_;
  std::function<void()> tell_others_;
};

}  // namespace platform::queue
