#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/connection.h"
#include "platform/queue/job_queue.h"

namespace platform::queue::store {

using db::Connection;

/// False when an unfinished job has its unique key, or any job its id.
base::Result<bool> insert(Connection& connection, const Job& job);
base::Result<std::optional<Job>> find(Connection& connection, base::Uuid id);
base::Result<std::optional<Job>> find_unfinished(Connection& connection, std::string_view unique_key);
base::Result<std::vector<Job>> list(Connection& connection, const JobFilter& filter);
base::Result<std::vector<QueueCounts>> counts(Connection& connection);
base::Result<std::map<std::string, base::Timestamp>> due_since(Connection& connection, base::Timestamp now);
base::Result<std::vector<Job>> untold(Connection& connection, std::uint64_t limit);
base::Result<> mark_told(Connection& connection, const Job& job);
/// Deletes some of the jobs that ended before `cutoff`; gives how many, 0 when none is left.
base::Result<std::uint64_t> delete_some_ended(Connection& connection, base::Timestamp cutoff);

base::Result<std::vector<std::string>> queues_with_work(Connection& connection, base::Timestamp now);
base::Result<std::optional<Job>> lease(Connection& connection, std::string_view queue, std::string_view worker,
                                       base::Timestamp now, base::Timestamp until);
/// Ends jobs whose holders were lost more than `most` times; gives how many.
base::Result<std::int64_t> bury(Connection& connection, int most, base::Timestamp now, const base::Problem& why);

// Writing with a ticket; false when it is no longer good.
base::Result<std::optional<bool>> extend(Connection& connection, const Ticket& ticket, base::Timestamp until,
                                         std::string_view progress);
base::Result<bool> checkpoint(Connection& connection, const Ticket& ticket, std::string_view checkpoint);

/// How an attempt ended.
struct Outcome {
  JobStatus status = JobStatus::finished;
  base::Timestamp run_at{};  ///< of a job that waits again
  std::optional<base::Timestamp> finished_at{};
  std::optional<std::string> result{}, progress{};
  const base::Problem* problem = nullptr;
  bool counts = true;  ///< false: the attempt is not to count
};
base::Result<bool> end_attempt(Connection& connection, const Ticket& ticket, const Outcome& outcome);

/// Cancels a waiting job, or notes on a running one that it is to be; false when it is neither.
base::Result<bool> cancel(Connection& connection, base::Uuid id, base::Timestamp now);
/// False when the job is not failed, dead or cancelled. Fails with db_conflict when its unique key is taken.
base::Result<bool> retry(Connection& connection, base::Uuid id, base::Timestamp now);

}  // namespace platform::queue::store
