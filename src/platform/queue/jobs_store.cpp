#include "platform/queue/jobs_store.h"

#include <stdexcept>

#include "base/text.h"

namespace platform::queue::store {
namespace {

using db::Row;
using db::Statement;

constexpr std::string_view columns =
    "id, queue, kind, subject, payload, priority, unique_key, status, attempt, max_attempts, takeovers, run_at, "
    "lease_until, worker, fence, checkpoint, progress, result, problem_code, problem_message, problem_cure, "
    "cancel_requested, created_by, created_at, started_at, finished_at, trace_id";

/// "SELECT" all columns of jobs, and what follows.
std::string select(std::string_view rest) {
  return "SELECT " + std::string(columns) + " FROM jobs WHERE " + std::string(rest);
}

const Statement& find_one() {
  static const std::string sql = select("id = :p1");
  static const Statement statement("jobs.find", sql);
  return statement;
}

const Statement& find_by_key() {
  static const std::string sql = select("unique_key = :p1 AND status IN ('waiting', 'running')");
  static const Statement statement("jobs.find_unfinished", sql);
  return statement;
}

const Statement& list_some() {
  static const std::string sql = select(
      "(:p1 = '' OR queue = :p2) AND (:p3 = '' OR kind = :p4) AND (:p5 = '' OR subject = :p6) "
      "AND (:p7 = '' OR status = :p8) AND id < :p9 ORDER BY id DESC LIMIT :p10");
  static const Statement statement("jobs.list", sql);
  return statement;
}

const Statement& list_untold() {
  static const std::string sql = select("is_told = 0 AND status IN ('failed', 'dead') ORDER BY id LIMIT :p1");
  static const Statement statement("jobs.untold", sql);
  return statement;
}

// A job whose lease ran out is taken over; that is no new attempt of its own.
constexpr std::string_view take =
    "UPDATE jobs SET status = 'running', worker = :p1, lease_until = :p2, fence = fence + 1, "
    "attempt = CASE WHEN status = 'waiting' THEN attempt + 1 ELSE attempt END, "
    "takeovers = CASE WHEN status = 'waiting' THEN takeovers ELSE takeovers + 1 END, "
    "started_at = COALESCE(started_at, :p3) "
    "WHERE id = (SELECT id FROM jobs WHERE queue = :p4 AND status IN ('waiting', 'running') "
    "AND queue NOT IN (SELECT queue FROM paused_queues) "
    "AND COALESCE(lease_until, run_at) <= :p5 ORDER BY priority DESC, run_at, id LIMIT 1";

const Statement& lease_next() {
  static const std::string sqlite = std::string(take) + ") RETURNING " + std::string(columns);
  static const std::string postgres = std::string(take) + " FOR UPDATE SKIP LOCKED) RETURNING " + std::string(columns);
  static const Statement statement("jobs.lease", sqlite, postgres);
  return statement;
}

constexpr Statement insert_one{
    "jobs.insert",
    "INSERT INTO jobs (id, queue, kind, subject, payload, priority, unique_key, status, max_attempts, run_at, "
    "created_by, created_at, trace_id) "
    "VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, 'waiting', :p8, :p9, :p10, :p11, :p12) "
    "ON CONFLICT DO NOTHING"};
constexpr Statement count_all{"jobs.count",
                              "SELECT queue, status, count(*) FROM jobs GROUP BY queue, status ORDER BY queue"};
constexpr Statement longest_due{
    "jobs.longest_due",
    "SELECT queue, min(run_at) FROM jobs WHERE status = 'waiting' AND run_at <= :p1 GROUP BY queue"};
constexpr Statement note_told{"jobs.note_told", "UPDATE jobs SET is_told = 1 WHERE id = :p1 AND finished_at = :p2"};
// A few at once, so that whoever takes a job does not wait.
constexpr Statement delete_ended{"jobs.delete_ended",
                                 "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE finished_at < :p1 "
                                 "AND status NOT IN ('waiting', 'running') LIMIT 2000)"};
constexpr Statement with_work{"jobs.queues_with_work",
                              "SELECT DISTINCT queue FROM jobs WHERE status IN ('waiting', 'running') "
                              "AND queue NOT IN (SELECT queue FROM paused_queues) "
                              "AND COALESCE(lease_until, run_at) <= :p1"};
constexpr Statement bury_lost{
    "jobs.bury",
    "UPDATE jobs SET status = 'dead', finished_at = :p1, problem_code = :p2, problem_message = :p3, "
    "problem_cure = :p4, lease_until = NULL, worker = NULL "
    "WHERE status = 'running' AND lease_until <= :p5 AND takeovers >= :p6"};
constexpr Statement extend_lease{"jobs.extend",
                                 "UPDATE jobs SET lease_until = :p1, progress = COALESCE(:p2, progress) "
                                 "WHERE id = :p3 AND fence = :p4 AND status = 'running' RETURNING cancel_requested"};
constexpr Statement store_checkpoint{
    "jobs.checkpoint", "UPDATE jobs SET checkpoint = :p1 WHERE id = :p2 AND fence = :p3 AND status = 'running'"};
constexpr Statement end_one{
    "jobs.end",
    "UPDATE jobs SET status = :p1, run_at = COALESCE(:p2, run_at), finished_at = :p3, result = COALESCE(:p4, result), "
    "progress = COALESCE(:p5, progress), problem_code = :p6, problem_message = :p7, problem_cure = :p8, "
    "attempt = attempt - :p9, lease_until = NULL, worker = NULL "
    "WHERE id = :p10 AND fence = :p11 AND status = 'running'"};
constexpr Statement cancel_waiting{
    "jobs.cancel_waiting",
    "UPDATE jobs SET status = 'cancelled', cancel_requested = 1, finished_at = :p1 WHERE id = :p2 AND "
    "status = 'waiting'"};
constexpr Statement cancel_running{"jobs.cancel_running",
                                   "UPDATE jobs SET cancel_requested = 1 WHERE id = :p1 AND status = 'running'"};
// Whoever cancelled it while it ran need not wait for the next attempt.
constexpr Statement settle_cancelled{
    "jobs.settle_cancelled",
    "UPDATE jobs SET status = 'cancelled', finished_at = :p1 WHERE id = :p2 AND status = 'waiting' AND "
    "cancel_requested = 1"};
constexpr Statement run_again{
    "jobs.retry",
    "UPDATE jobs SET status = 'waiting', attempt = 0, takeovers = 0, cancel_requested = 0, run_at = :p1, "
    "finished_at = NULL, progress = NULL, problem_code = NULL, problem_message = NULL, problem_cure = NULL, is_told = "
    "0 "
    "WHERE id = :p2 AND status IN ('failed', 'dead', 'cancelled')"};

/// Sorts after every id there can be.
constexpr std::string_view after_all_ids = "ffffffff-ffff-ffff-ffff-ffffffffffff";

JobStatus status_of(const std::string& name) {
  const auto status = parse_job_status(name);
  if (!status) throw std::runtime_error("the table jobs holds a job that is \"" + name + "\"");
  return *status;
}

Job job_of(const Row& row) {
  Job job;
  job.id = row.uuid(0);
  job.queue = row.text(1);
  job.kind = row.text(2);
  job.subject = row.text(3);
  job.payload = row.text(4);
  job.priority = static_cast<int>(row.integer(5));
  job.unique_key = row.optional_text(6);
  job.status = status_of(row.text(7));
  job.attempt = static_cast<int>(row.integer(8));
  job.max_attempts = static_cast<int>(row.integer(9));
  job.takeovers = static_cast<int>(row.integer(10));
  job.run_at = row.timestamp(11);
  job.lease_until = row.optional_timestamp(12);
  job.worker = row.text(13);
  job.fence = row.integer(14);
  job.checkpoint = row.text(15);
  job.progress = row.text(16);
  job.result = row.text(17);
  job.problem_code = row.text(18);
  job.problem_message = row.text(19);
  job.problem_cure = row.text(20);
  job.cancel_requested = row.integer(21) != 0;
  job.created_by = row.text(22);
  job.created_at = row.timestamp(23);
  job.started_at = row.optional_timestamp(24);
  job.finished_at = row.optional_timestamp(25);
  job.trace_id = row.text(26);
  return job;
}

std::optional<Job> job_of(const std::optional<Row>& row) {
  return row ? std::optional(job_of(*row)) : std::nullopt;
}

std::vector<Job> jobs_of(const std::vector<Row>& rows) {
  std::vector<Job> jobs;
  jobs.reserve(rows.size());
  for (const Row& row : rows) jobs.push_back(job_of(row));
  return jobs;
}

}  // namespace

base::Result<bool> insert(Connection& connection, const Job& job) {
  ASSIGN_OR_RETURN(
      const std::int64_t inserted,
      connection.execute(insert_one, job.id, job.queue, job.kind, job.subject, job.payload, job.priority,
                         job.unique_key, job.max_attempts, job.run_at, job.created_by, job.created_at, job.trace_id));
  return inserted > 0;
}

base::Result<std::optional<Job>> find(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_one(), id));
  return job_of(row);
}

base::Result<std::optional<Job>> find_unfinished(Connection& connection, std::string_view unique_key) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_by_key(), unique_key));
  return job_of(row);
}

base::Result<std::vector<Job>> list(Connection& connection, const JobFilter& filter) {
  const std::string_view status = filter.status ? to_string(*filter.status) : std::string_view{};
  const std::string before = filter.before ? filter.before->to_string() : std::string(after_all_ids);
  ASSIGN_OR_RETURN(const auto rows,
                   connection.query(list_some(), filter.queue, filter.queue, filter.kind, filter.kind, filter.subject,
                                    filter.subject, status, status, before, filter.limit));
  return jobs_of(rows);
}

base::Result<std::vector<QueueCounts>> counts(Connection& connection) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(count_all));
  std::vector<QueueCounts> all;
  for (const Row& row : rows) {
    if (all.empty() || all.back().queue != row.text(0)) all.push_back({row.text(0), {}});
    all.back().jobs[status_of(row.text(1))] = static_cast<std::uint64_t>(row.integer(2));
  }
  return all;
}

base::Result<std::map<std::string, base::Timestamp>> due_since(Connection& connection, base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(longest_due, now));
  std::map<std::string, base::Timestamp> since;
  for (const Row& row : rows) since.emplace(row.text(0), row.timestamp(1));
  return since;
}

base::Result<std::vector<Job>> untold(Connection& connection, std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_untold(), limit));
  return jobs_of(rows);
}

base::Result<> mark_told(Connection& connection, const Job& job) {
  RETURN_IF_FAILED(connection.execute(note_told, job.id, job.finished_at));
  return {};
}

base::Result<std::uint64_t> delete_some_ended(Connection& connection, base::Timestamp cutoff) {
  ASSIGN_OR_RETURN(const std::int64_t deleted, connection.execute(delete_ended, cutoff));
  return static_cast<std::uint64_t>(deleted);
}

base::Result<std::vector<std::string>> queues_with_work(Connection& connection, base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(with_work, now));
  std::vector<std::string> queues;
  for (const Row& row : rows) queues.push_back(row.text(0));
  return queues;
}

base::Result<std::optional<Job>> lease(Connection& connection, std::string_view queue, std::string_view worker,
                                       base::Timestamp now, base::Timestamp until) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(lease_next(), worker, until, now, queue, now));
  return job_of(row);
}

base::Result<std::int64_t> bury(Connection& connection, int most, base::Timestamp now, const base::Problem& why) {
  return connection.execute(bury_lost, now, why.code(), why.message, why.cure, now, most);
}

base::Result<std::optional<bool>> extend(Connection& connection, const Ticket& ticket, base::Timestamp until,
                                         std::string_view progress) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(extend_lease, until, base::unless_empty(progress),
                                                        ticket.job_id, ticket.fence));
  return row ? std::optional(row->integer(0) != 0) : std::nullopt;
}

base::Result<bool> checkpoint(Connection& connection, const Ticket& ticket, std::string_view checkpoint) {
  ASSIGN_OR_RETURN(const std::int64_t changed,
                   connection.execute(store_checkpoint, checkpoint, ticket.job_id, ticket.fence));
  return changed > 0;
}

base::Result<bool> end_attempt(Connection& connection, const Ticket& ticket, const Outcome& outcome) {
  const bool waits = outcome.status == JobStatus::waiting;
  const base::Problem* const problem = outcome.problem;
  const auto told = [&](std::string_view text) { return problem ? std::optional(text) : std::nullopt; };
  ASSIGN_OR_RETURN(
      const std::int64_t changed,
      connection.execute(end_one, to_string(outcome.status), waits ? std::optional(outcome.run_at) : std::nullopt,
                         outcome.finished_at, outcome.result, outcome.progress,
                         told(problem ? problem->code() : std::string_view{}), told(problem ? problem->message : ""),
                         told(problem ? problem->cure : ""), outcome.counts ? 0 : 1, ticket.job_id, ticket.fence));
  if (changed > 0 && waits) {
    RETURN_IF_FAILED(connection.execute(settle_cancelled, base::Timestamp::now(), ticket.job_id));
  }
  return changed > 0;
}

base::Result<bool> cancel(Connection& connection, base::Uuid id, base::Timestamp now) {
  // Taken up or given back between two looks, it is met by the next.
  constexpr int looks = 3;
  for (int look = 0; look < looks; ++look) {
    ASSIGN_OR_RETURN(const std::int64_t waiting, connection.execute(cancel_waiting, now, id));
    if (waiting > 0) return true;
    ASSIGN_OR_RETURN(const std::int64_t running, connection.execute(cancel_running, id));
    if (running > 0) return true;
  }
  return false;
}

base::Result<bool> retry(Connection& connection, base::Uuid id, base::Timestamp now) {
  ASSIGN_OR_RETURN(const std::int64_t changed, connection.execute(run_again, now, id));
  return changed > 0;
}

}  // namespace platform::queue::store
