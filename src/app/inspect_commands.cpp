#include <algorithm>
#include <array>
#include <map>

#include "app/analytics_parts.h"
#include "app/command.h"
#include "app/terminal.h"
#include "base/json_writer.h"
#include "platform/queue/schedules.h"

namespace app {
namespace {

namespace queue = platform::queue;

constexpr std::uint64_t longest_list = 200;
constexpr const char* none = "–";
constexpr std::array statuses{queue::JobStatus::waiting, queue::JobStatus::running,   queue::JobStatus::dead,
                              queue::JobStatus::failed,  queue::JobStatus::cancelled, queue::JobStatus::finished};

std::string time_text(const std::optional<base::Timestamp>& time) {
  return time ? time->to_string().substr(0, 19) + "Z" : none;
}

void time_member(base::JsonWriter& out, std::string_view name, const std::optional<base::Timestamp>& time) {
  out.key(name);
  if (time) {
    out.value(time->to_string());
  } else {
    out.null();
  }
}

std::uint64_t count_of(const queue::QueueCounts& counts, queue::JobStatus status) {
  const auto found = counts.jobs.find(status);
  return found == counts.jobs.end() ? 0 : found->second;
}

/// Counts of every queue that has jobs or is paused.
base::Result<std::vector<queue::QueueCounts>> all_queues(queue::JobQueue& jobs,
                                                         const std::map<std::string, queue::PausedQueue>& paused) {
  ASSIGN_OR_RETURN(auto all, jobs.counts());
  for (const auto& [name, how] : paused) {
    if (std::none_of(all.begin(), all.end(), [&](const auto& one) { return one.queue == name; }))
      all.push_back({name, {}});
  }
  return all;
}

base::Result<Exit> inspect_queues(const NoOptions&, bool json) {
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  queue::JobQueue jobs(parts->databases.main);
  std::map<std::string, queue::PausedQueue> paused;
  ASSIGN_OR_RETURN(const auto paused_list, jobs.paused());
  for (const queue::PausedQueue& one : paused_list) paused.emplace(one.queue, one);
  ASSIGN_OR_RETURN(const auto queues, all_queues(jobs, paused));
  Table table({"queue", "waiting", "running", "dead", "failed", "cancelled", "finished", "paused by"});
  base::JsonWriter out;
  out.begin_array();
  for (const queue::QueueCounts& one : queues) {
    const auto pause = paused.find(one.queue);
    std::vector<std::string> cells{one.queue};
    out.begin_object().member("queue", one.queue);
    for (const queue::JobStatus status : statuses) {
      cells.push_back(count_text(count_of(one, status)));
      out.member(queue::to_string(status), count_of(one, status));
    }
    out.member("is_paused", pause != paused.end()).end_object();
    cells.emplace_back(pause == paused.end() ? none : pause->second.paused_by);
    table.add(std::move(cells));
  }
  if (!json && queues.empty()) {
    print("No jobs yet. Imports started over the API and schedules make them.\n");
  } else {
    print(json ? out.end_array().take() + "\n" : table.text());
  }
  return Exit::finished;
}

base::Result<std::vector<queue::Job>> running_jobs(Parts& parts) {
  queue::JobQueue jobs(parts.databases.main);
  return jobs.list({.status = queue::JobStatus::running, .limit = longest_list});
}

base::Result<Exit> inspect_active(const NoOptions&, bool json) {
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  ASSIGN_OR_RETURN(const auto jobs, running_jobs(*parts));
  Table table({"job", "queue", "kind", "about", "attempt", "worker", "since"});
  base::JsonWriter out;
  out.begin_array();
  for (const queue::Job& job : jobs) {
    out.begin_object().member("id", job.id.to_string()).member("queue", job.queue).member("kind", job.kind);
    out.member("subject", job.subject).member("attempt", job.attempt).member("max_attempts", job.max_attempts);
    out.member("worker", job.worker).key("progress").raw(job.progress.empty() ? "null" : job.progress);
    time_member(out, "started_at", job.started_at);
    time_member(out, "lease_until", job.lease_until);
    out.end_object();
    table.add({job.id.to_string(), job.queue, job.kind, job.subject.empty() ? none : job.subject,
               std::to_string(job.attempt) + "/" + std::to_string(job.max_attempts), job.worker,
               time_text(job.started_at)});
  }
  if (!json && jobs.empty()) {
    print("No job is running.\n");
  } else {
    print(json ? out.end_array().take() + "\n" : table.text());
  }
  return Exit::finished;
}

base::Result<Exit> inspect_workers(const NoOptions&, bool json) {
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  queue::JobQueue jobs(parts->databases.main);
  ASSIGN_OR_RETURN(const auto processes, process_states(parts->databases.main, jobs)());
  Table table({"process", "role", "version", "since", "last seen", "jobs", "state"});
  base::JsonWriter out;
  out.begin_array();
  for (const analytics::ProcessState& one : processes) {
    out.begin_object().member("id", one.id).member("role", one.role).member("name", one.name);
    out.member("version", one.version).member("jobs", one.running_jobs).member("is_alive", one.is_alive);
    time_member(out, "started_at", one.started_at);
    time_member(out, "seen_at", one.seen_at);
    out.end_object();
    table.add({one.name, one.role, one.version, time_text(one.started_at), time_text(one.seen_at),
               count_text(one.running_jobs), one.is_alive ? "at work" : "lost; its jobs are taken up by another"});
  }
  if (!json && processes.empty()) {
    print("No process is at work. `suppliers-import serve` starts all of it, `worker` a worker alone.\n");
  } else {
    print(json ? out.end_array().take() + "\n" : table.text());
  }
  return Exit::finished;
}

void write_schedule(base::JsonWriter& out, const queue::Schedule& schedule) {
  const queue::Timing& timing = schedule.timing;
  out.begin_object().member("id", schedule.id.to_string()).member("name", schedule.name);
  out.member("kind", queue::to_string(timing.kind)).member("expression", timing.expression);
  out.member("zone", timing.zone).member("job_kind", schedule.job.kind).member("job_subject", schedule.job.subject);
  out.member("missed_runs", queue::to_string(schedule.missed_runs)).member("is_enabled", schedule.is_enabled);
  time_member(out, "next_at", schedule.next_at);
  time_member(out, "last_at", schedule.last_at);
  out.key("last_job_id");
  if (schedule.last_job_id) {
    out.value(schedule.last_job_id->to_string());
  } else {
    out.null();
  }
  out.end_object();
}

base::Result<Exit> inspect_schedules(const NoOptions&, bool json) {
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  queue::JobQueue jobs(parts->databases.main);
  queue::Schedules schedules(parts->databases.main, jobs);
  Table table({"schedule", "when", "zone", "job", "about", "next", "last"});
  base::JsonWriter out;
  out.begin_array();
  queue::ScheduleQuery query{.limit = longest_list};
  bool is_empty = true;
  do {
    ASSIGN_OR_RETURN(const auto page, schedules.list(query));
    for (const queue::Schedule& one : page.schedules) {
      is_empty = false;
      write_schedule(out, one);
      table.add({one.name, std::string(queue::to_string(one.timing.kind)) + " " + one.timing.expression,
                 one.timing.zone, one.job.kind, one.job.subject.empty() ? none : one.job.subject,
                 one.is_enabled ? time_text(one.next_at) : "off", time_text(one.last_at)});
    }
    query.after = page.next;
  } while (query.after);
  if (!json && is_empty) {
    print("No schedules yet. POST /schedules makes one.\n");
  } else {
    print(json ? out.end_array().take() + "\n" : table.text());
  }
  return Exit::finished;
}

}  // namespace

void add_inspect_commands(CLI::App& program, Exit& exit) {
  CLI::App& group = *program.add_subcommand("inspect", "Look at background jobs and schedules");
  group.require_subcommand(1);
  Command<NoOptions>(group, "queues", "Count the jobs of each queue", "inspect queues").runs(exit, inspect_queues);
  Command<NoOptions>(group, "active", "List the jobs that are running", "inspect active").runs(exit, inspect_active);
  Command<NoOptions>(group, "workers", "List the processes that are at work, idle ones included", "inspect workers")
      .runs(exit, inspect_workers);
  Command<NoOptions>(group, "schedules", "List the schedules", "inspect schedules").runs(exit, inspect_schedules);
}

}  // namespace app
