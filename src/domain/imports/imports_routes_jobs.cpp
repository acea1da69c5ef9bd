// The background jobs of every kind.
#include "domain/imports/import_views.h"
#include "domain/imports/imports_route_parts.h"
#include "platform/http/query_values.h"

namespace imports {
namespace {

namespace http = platform::http;
namespace queue = platform::queue;
using http::Request;

struct JobView {
  base::Uuid id;
  std::string queue, kind, subject, status;
  std::int64_t priority = 0, attempt = 0, max_attempts = 0, takeovers = 0;
  bool cancel_requested = false;
  std::string worker;
  std::optional<boost::json::value> progress, result;
  std::optional<ProblemView> problem;
  std::string created_by, trace_id;
  base::Timestamp created_at, run_at;
  std::optional<base::Timestamp> lease_until, started_at, finished_at;
};
BOOST_DESCRIBE_STRUCT(JobView, (),
                      (id, queue, kind, subject, status, priority, attempt, max_attempts, takeovers, cancel_requested,
                       worker, progress, result, problem, created_by, trace_id, created_at, run_at, lease_until,
                       started_at, finished_at))

struct QueueView {
  std::string name;
  std::uint64_t waiting = 0, running = 0, finished = 0, failed = 0, cancelled = 0, dead = 0;
};
BOOST_DESCRIBE_STRUCT(QueueView, (), (name, waiting, running, finished, failed, cancelled, dead))

struct JobListView {
  std::vector<JobView> items;
  std::optional<base::Uuid> next_cursor;
  std::vector<QueueView> queues;
};
BOOST_DESCRIBE_STRUCT(JobListView, (), (items, next_cursor, queues))

JobView view_of(const queue::Job& job) {
  JobView view;
  view.id = job.id;
  view.queue = job.queue;
  view.kind = job.kind;
  view.subject = job.subject;
  view.status = queue::to_string(job.status);
  view.priority = job.priority;
  view.attempt = job.attempt;
  view.max_attempts = job.max_attempts;
  view.takeovers = job.takeovers;
  view.cancel_requested = job.cancel_requested;
  view.worker = job.worker;
  view.progress = json_of(job.progress);
  view.result = json_of(job.result);
  if (!job.problem_code.empty()) view.problem = ProblemView{job.problem_code, job.problem_message, job.problem_cure};
  view.created_by = job.created_by;
  view.trace_id = job.trace_id;
  view.created_at = job.created_at;
  view.run_at = job.run_at;
  view.lease_until = job.lease_until;
  view.started_at = job.started_at;
  view.finished_at = job.finished_at;
  return view;
}

QueueView view_of(const queue::QueueCounts& counts) {
  const auto of = [&](queue::JobStatus status) {
    const auto found = counts.jobs.find(status);
    return found == counts.jobs.end() ? 0 : found->second;
  };
  return {counts.queue,
          of(queue::JobStatus::waiting),
          of(queue::JobStatus::running),
          of(queue::JobStatus::finished),
          of(queue::JobStatus::failed),
          of(queue::JobStatus::cancelled),
          of(queue::JobStatus::dead)};
}

base::Result<JobListView> list(const ImportRouteParts& parts, const Request& request) {
  queue::JobFilter filter;
  filter.queue = http::text_value(request, "queue");
  filter.kind = http::text_value(request, "kind");
  filter.subject = http::text_value(request, "subject");
  ASSIGN_OR_RETURN(
      const auto status,
      http::choice_value(request, "status", {"", "waiting", "running", "finished", "failed", "cancelled", "dead"}));
  filter.status = queue::parse_job_status(status);
  ASSIGN_OR_RETURN(filter.limit, http::number_value(request, "limit", 50, 1, 200));
  ASSIGN_OR_RETURN(filter.before, http::cursor_value(request));
  ASSIGN_OR_RETURN(const auto jobs, parts.queue.list(filter));
  ASSIGN_OR_RETURN(const auto counts, parts.queue.counts());
  JobListView view;
  for (const queue::Job& job : jobs) view.items.push_back(view_of(job));
  if (jobs.size() == filter.limit) view.next_cursor = jobs.back().id;
  for (const queue::QueueCounts& one : counts) view.queues.push_back(view_of(one));
  return view;
}

using Steering = base::Result<queue::Job> (queue::JobQueue::*)(base::Uuid);

void add_steering(http::RouteTable& table, const ImportRouteParts& parts, const std::string& verb,
                  const std::string& permission, const std::string& summary,
                  std::vector<const base::ProblemKind*> problems, Steering steer) {
  table.push_back(http::post("/jobs/{id}/" + verb, verb + "_job", "jobs", summary)
                      .permission(permission)
                      .status(202)
                      .problems(std::move(problems))
                      .answers([parts, verb, steer](const Request& request) -> base::Result<JobView> {
                        ASSIGN_OR_RETURN(const base::Uuid id, path_id(request, queue::job_unknown));
                        ASSIGN_OR_RETURN(const queue::Job job, (parts.queue.*steer)(id));
                        note(parts, request, "job." + verb, "job:" + id.to_string(), {});
                        return view_of(job);
                      }));
}

}  // namespace

void add_job_routes(http::RouteTable& table, const ImportRouteParts& parts) {
  table.push_back(http::get("/jobs", "list_jobs", "jobs", "List background jobs, latest first, and count each queue's")
                      .permission("monitoring.read")
                      .query("queue", "string", "imports, media, exports...")
                      .query("kind", "string", "import...")
                      .query("subject", "string", "What the job is about: a supplier's code")
                      .query("status", "string", "waiting, running, finished, failed, cancelled or dead")
                      .query("cursor", "string", "next_cursor of the page before")
                      .query("limit", "integer", "1 to 200 (50)")
                      .problems({&http::request_invalid})
                      .answers([parts](const Request& request) { return list(parts, request); }));
  table.push_back(http::get("/jobs/{id}", "get_job", "jobs", "Show a background job")
                      .permission("monitoring.read")
                      .problems({&queue::job_unknown})
                      .answers([parts](const Request& request) -> base::Result<JobView> {
                        ASSIGN_OR_RETURN(const base::Uuid id, path_id(request, queue::job_unknown));
                        ASSIGN_OR_RETURN(const queue::Job job, parts.queue.find(id));
                        return view_of(job);
                      }));
  add_steering(table, parts, "cancel", "imports.cancel", "Stop a background job",
               {&queue::job_unknown, &queue::job_is_over}, &queue::JobQueue::cancel);
  add_steering(table, parts, "retry", "imports.start", "Let a failed, dead or cancelled job run again",
               {&queue::job_unknown, &queue::job_is_unfinished, &queue::job_is_over, &queue::job_key_taken},
               &queue::JobQueue::retry);
}

}  // namespace imports
