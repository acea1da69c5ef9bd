#include "platform/queue/job_queue.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <utility>

#include "platform/queue/jobs_store.h"
#include "platform/telemetry/trace.h"

namespace platform::queue {
namespace {

constexpr std::array<std::pair<JobStatus, std::string_view>, 6> status_names{{{JobStatus::waiting, "waiting"},
                                                                              {JobStatus::running, "running"},
                                                                              {JobStatus::finished, "finished"},
                                                                              {JobStatus::failed, "failed"},
                                                                              {JobStatus::cancelled, "cancelled"},
                                                                              {JobStatus::dead, "dead"}}};

Job waiting_job(const NewJob& wanted, const RetryPolicy& policy) {
  const base::Timestamp now = base::Timestamp::now();
  Job job;
  job.id = wanted.id.value_or(base::Uuid::generate());
  job.queue = wanted.queue;
  job.kind = wanted.kind;
  job.subject = wanted.subject;
  job.payload = wanted.payload;
  job.priority = wanted.priority;
  job.unique_key = wanted.unique_key;
  job.max_attempts = std::max(1, wanted.max_attempts.value_or(policy.attempts));
  job.run_at = wanted.run_at.value_or(now);
  job.created_by = wanted.created_by;
  job.trace_id = telemetry::TraceScope::current();
  if (job.trace_id.empty()) job.trace_id = telemetry::new_trace_id();
  job.created_at = now;
  return job;
}

tl::unexpected<base::Problem> lost(const Ticket& ticket) {
  return base::failure(job_lease_lost,
                       "Job " + ticket.job_id.to_string() + " was taken up by another worker meanwhile.",
                       "Nothing is lost: the other worker goes on with it.");
}

base::Result<> still_held(const base::Result<bool>& written, const Ticket& ticket) {
  if (!written) return base::failure(written.error());
  if (!*written) return lost(ticket);
  return {};
}

tl::unexpected<base::Problem> unknown(base::Uuid id) {
  return base::failure(job_unknown, "There is no job " + id.to_string() + ".", "GET /jobs lists the jobs there are.");
}

base::Problem buried() {
  return {&job_worker_lost,
          "The program ended again and again while it worked on this job.",
          "Look into the log for why it ended, then let the job run again.",
          {}};
}

/// The wait before an attempt, the second being the first that waits.
std::chrono::milliseconds wait_before(int attempt, const RetryPolicy& policy) {
  const double longest = static_cast<double>(policy.longest_wait.count());
  const double grown = static_cast<double>(policy.first_wait.count()) * std::pow(policy.factor, attempt - 2);
  const double wait = std::min(longest, grown);
  thread_local std::mt19937_64 chance{std::random_device{}()};
  const double extra = wait * policy.jitter * std::uniform_real_distribution<double>(0, 1)(chance);
  return std::chrono::milliseconds(static_cast<std::int64_t>(wait + extra));
}

base::Timestamp from_now(std::chrono::milliseconds time) {
  return base::Timestamp::now() + time;
}

}  // namespace

std::string_view to_string(JobStatus status) {
  return std::find_if(status_names.begin(), status_names.end(), [&](const auto& s) { return s.first == status; })
      ->second;
}

std::optional<JobStatus> parse_job_status(std::string_view name) {
  const auto* const found =
      std::find_if(status_names.begin(), status_names.end(), [&](const auto& s) { return s.second == name; });
  return found == status_names.end() ? std::nullopt : std::optional(found->first);
}

base::Result<Enqueued> JobQueue::enqueue(const NewJob& wanted) {
  constexpr int most_tries = 5;
  for (int tries = 1;; ++tries) {
    auto enqueued = [&]() -> base::Result<Enqueued> {  // the connection goes back before others are told
      ASSIGN_OR_RETURN(const auto connection, main_.acquire());
      return enqueue_within(*connection, wanted);
    }();
    if (enqueued && enqueued->is_new) announce();
    if (enqueued || enqueued.error().kind != &job_key_taken || tries == most_tries) return enqueued;
  }
}

void JobQueue::announce() {
  doorbell_.ring();
  if (tell_others_) tell_others_();
}

base::Result<Enqueued> JobQueue::enqueue_within(db::Connection& connection, const NewJob& wanted) {
  const Job job = waiting_job(wanted, policy_of(wanted.kind));
  ASSIGN_OR_RETURN(const bool inserted, store::insert(connection, job));
  if (inserted) return Enqueued{job, true};
  if (job.unique_key) {
    ASSIGN_OR_RETURN(auto same, store::find_unfinished(connection, *job.unique_key));
    if (same) return Enqueued{*std::move(same), false};
  }
  ASSIGN_OR_RETURN(auto known, store::find(connection, job.id));
  if (known) return Enqueued{*std::move(known), false};
  // The job that had the key ended between the two looks.
  return base::failure(job_key_taken, "The same work is being done again and again at this moment.",
                       "Try again in a moment.");
}

const RetryPolicy& JobQueue::policy_of(std::string_view kind) const {
  const auto own = by_kind_.find(kind);
  return own == by_kind_.end() ? policy_ : own->second;
}

base::Result<std::optional<Job>> JobQueue::lease(std::string_view queue, std::string_view worker,
                                                 std::chrono::milliseconds time) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  const base::Timestamp now = base::Timestamp::now();
  RETURN_IF_FAILED(store::bury(*connection, policy_.most_takeovers, now, buried()));
  return store::lease(*connection, queue, worker, now, now + time);
}

base::Result<std::vector<std::string>> JobQueue::queues_with_work() {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  return store::queues_with_work(*connection, base::Timestamp::now());
}

base::Result<bool> JobQueue::heartbeat(const Ticket& ticket, std::chrono::milliseconds time,
                                       std::string_view progress) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  ASSIGN_OR_RETURN(const auto cancelled, store::extend(*connection, ticket, from_now(time), progress));
  if (!cancelled) return lost(ticket);
  return *cancelled;
}

base::Result<> JobQueue::checkpoint(const Ticket& ticket, std::string_view checkpoint) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  return still_held(store::checkpoint(*connection, ticket, checkpoint), ticket);
}

base::Result<> JobQueue::finish(const Ticket& ticket, std::string_view result, std::string_view progress) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  store::Outcome outcome{.finished_at = base::Timestamp::now(), .result = std::string(result)};
  if (!progress.empty()) outcome.progress = std::string(progress);
  return still_held(store::end_attempt(*connection, ticket, outcome), ticket);
}

base::Result<JobStatus> JobQueue::fail(const Ticket& ticket, const base::Problem& problem, Retry retry) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  ASSIGN_OR_RETURN(const auto job, store::find(*connection, ticket.job_id));
  if (!job || job->fence != ticket.fence) return lost(ticket);
  store::Outcome outcome{.problem = &problem};
  if (retry == Retry::no) {
    outcome.status = JobStatus::failed;
  } else {
    outcome.counts = retry == Retry::yes;
    const bool may_wait = job->attempt < job->max_attempts || !outcome.counts;
    outcome.status = may_wait ? JobStatus::waiting : JobStatus::dead;
  }
  if (outcome.status == JobStatus::waiting) {
    // What is only in use comes free sooner than what is broken is mended.
    outcome.run_at =
        from_now(outcome.counts ? wait_before(job->attempt + 1, policy_of(job->kind)) : wait_before(2, policy_));
  } else {
    outcome.finished_at = base::Timestamp::now();
  }
  RETURN_IF_FAILED(still_held(store::end_attempt(*connection, ticket, outcome), ticket));
  return outcome.status;
}

base::Result<> JobQueue::finish_cancelled(const Ticket& ticket) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  const store::Outcome outcome{.status = JobStatus::cancelled, .finished_at = base::Timestamp::now()};
  return still_held(store::end_attempt(*connection, ticket, outcome), ticket);
}

base::Result<> JobQueue::release(const Ticket& ticket) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  const store::Outcome outcome{.status = JobStatus::waiting, .run_at = base::Timestamp::now(), .counts = false};
  RETURN_IF_FAILED(still_held(store::end_attempt(*connection, ticket, outcome), ticket));
  announce();
  return {};
}

base::Result<Job> JobQueue::cancel(base::Uuid id) {
  {
    ASSIGN_OR_RETURN(const auto connection, main_.acquire());
    ASSIGN_OR_RETURN(const bool cancelled, store::cancel(*connection, id, base::Timestamp::now()));
    if (cancelled) {
      announce();
      ASSIGN_OR_RETURN(auto job, store::find(*connection, id));
      if (job) return *std::move(job);
    }
  }
  ASSIGN_OR_RETURN(const Job job, find(id));
  return base::failure(job_is_over, "Job " + id.to_string() + " is " + std::string(to_string(job.status)) + " already.",
                       "There is nothing left to cancel.");
}

base::Result<Job> JobQueue::retry(base::Uuid id) {
  {
    ASSIGN_OR_RETURN(const auto connection, main_.acquire());
    const auto retried = store::retry(*connection, id, base::Timestamp::now());
    if (!retried && retried.error().kind == &db::db_conflict) {
      return base::failure(job_key_taken, "A job that does the same work as " + id.to_string() + " is under way.",
                           "Wait until it has ended, or cancel it first.");
    }
    if (!retried) return base::failure(retried.error());
    if (*retried) {
      announce();
      ASSIGN_OR_RETURN(auto job, store::find(*connection, id));
      if (job) return *std::move(job);
    }
  }
  ASSIGN_OR_RETURN(const Job job, find(id));
  const std::string now = "Job " + id.to_string() + " is " + std::string(to_string(job.status)) + ".";
  if (is_unfinished(job.status)) return base::failure(job_is_unfinished, now, "Wait until it has ended.");
  return base::failure(job_is_over, now, "Only a failed, dead or cancelled job can run again.");
}

base::Result<std::optional<Job>> JobQueue::look_up(base::Uuid id) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  return store::find(*connection, id);
}

base::Result<Job> JobQueue::find(base::Uuid id) {
  ASSIGN_OR_RETURN(auto job, look_up(id));
  if (!job) return unknown(id);
  return *std::move(job);
}

base::Result<std::vector<Job>> JobQueue::list(const JobFilter& filter) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  return store::list(*connection, filter);
}

base::Result<std::vector<Job>> JobQueue::untold(std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  return store::untold(*connection, limit);
}

base::Result<> JobQueue::mark_told(const Job& job) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  return store::mark_told(*connection, job);
}

base::Result<std::uint64_t> JobQueue::remove_older_than(base::Timestamp cutoff) {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  std::uint64_t removed = 0;
  for (;;) {
    ASSIGN_OR_RETURN(const std::uint64_t some, store::delete_some_ended(*connection, cutoff));
    if (some == 0) return removed;
    removed += some;
  }
}

base::Result<std::vector<QueueCounts>> JobQueue::counts() {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  return store::counts(*connection);
}

base::Result<std::map<std::string, base::Timestamp>> JobQueue::due_since() {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  return store::due_since(*connection, base::Timestamp::now());
}

}  // namespace platform::queue
