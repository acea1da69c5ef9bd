#include "ops/backup/backup_tasks.h"

#include <algorithm>

#include "base/json_writer.h"
#include "ops/backup/backup_problems.h"
#include "platform/db/migrations.h"
#include "platform/queue/zone.h"

namespace backup {
namespace {

namespace queue = platform::queue;

std::string progress_text(std::string_view what) {
  base::JsonWriter json;
  json.begin_object().member("phase", what).end_object();
  return json.take();
}

std::string result_text(const Manifest& manifest, bool is_proven) {
  base::JsonWriter json;
  json.begin_object().member("backup", manifest.id).member("size_bytes", manifest.size_bytes());
  json.member("new_objects", manifest.objects.new_count).member("is_proven", is_proven).end_object();
  return json.take();
}

/// Worth another try: the reason may pass. A key or a setting stays wrong however often it is tried.
queue::Retry judge(const base::Problem& problem) {
  if (problem.kind == &already_running) return queue::Retry::later;
  const bool is_for_people = problem.kind == &settings_invalid || problem.kind == &tool_missing ||
                             problem.kind == &key_missing || problem.kind == &differs || problem.kind == &damaged;
  return is_for_people ? queue::Retry::no : queue::by_status(problem);
}

}  // namespace

BackupTasks::BackupTasks(base::Result<BackupOptions> options, std::string daily_time, bool proves,
                         std::string program_version, platform::db::Database& main,
                         platform::storage::ObjectStore& storage, queue::JobQueue& jobs,
                         std::function<base::Result<std::string>()> zone)
    : options_(std::move(options)),
      daily_time_(std::move(daily_time)),
      proves_(proves),
      program_version_(std::move(program_version)),
      main_(main),
      storage_(storage),
      queue_(jobs),
      zone_(std::move(zone)) {}

void BackupTasks::handle_jobs(queue::Worker& worker) {
  worker.handle(std::string(backup_kind), {[this](queue::JobContext& context) { return work(context); }, judge, {}});
}

base::Result<std::string> BackupTasks::work(queue::JobContext& context) {
  if (!options_) return base::failure(options_.error());
  Backups backups(*options_, main_, storage_);
  std::mutex one_at_a_time;
  const Watch watch{[&](std::string_view what) {
                      const std::lock_guard lock(one_at_a_time);
                      context.progress(progress_text(what));
                    },
                    [&context] { return context.should_stop(); }};
  // A backup that was whole when its proof failed or a place was away is not made again.
  const std::string_view known = context.job().checkpoint;
  ASSIGN_OR_RETURN(const MadeBackup made, known.empty()
                                              ? backups.run({context.job().created_by, program_version_}, watch)
                                              : backups.catch_up(known.substr(1, known.size() - 2), watch));
  const std::string& id = made.manifest.id;
  RETURN_IF_FAILED(context.checkpoint("\"" + id + "\""));
  const bool is_to_prove = proves_ && !made.is_proven;
  if (is_to_prove) RETURN_IF_FAILED(backups.verify(id, std::nullopt, watch));
  if (made.missed) return base::failure(*made.missed);
  return result_text(made.manifest, made.is_proven || is_to_prove);
}

base::Result<queue::Enqueued> BackupTasks::start(std::string_view by) {
  if (!options_) return base::failure(options_.error());
  queue::NewJob job;
  job.queue = operations_queue;
  job.kind = backup_kind;
  job.unique_key = std::string(backup_kind);
  job.max_attempts = 3;
  job.created_by = by;
  auto enqueued = queue_.enqueue(job);
  if (enqueued) queue_.announce();
  return enqueued;
}

base::Result<std::optional<base::Timestamp>> BackupTasks::last_due(base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto time, daily_time(daily_time_));
  if (!time) return std::optional<base::Timestamp>{};
  ASSIGN_OR_RETURN(const std::string name, zone_());
  ASSIGN_OR_RETURN(const auto zone, queue::Zone::find(name));
  auto day = std::chrono::floor<std::chrono::days>(zone.local_of(now));
  const auto of_day = std::chrono::hours(time->hour) + std::chrono::minutes(time->minute);
  base::Timestamp due = zone.moment_of(day + of_day);
  if (due > now) due = zone.moment_of(day - std::chrono::days(1) + of_day);
  return std::optional(due);
}

base::Result<base::Timestamp> BackupTasks::installed_at() {
  ASSIGN_OR_RETURN(const auto steps, platform::db::Migrator(main_).status());
  const auto first = steps.empty() ? std::nullopt : base::Timestamp::parse(steps.front().applied_at);
  return first.value_or(base::Timestamp::now());
}

base::Result<> BackupTasks::start_daily(base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto due, last_due(now));
  if (!due) return {};
  ASSIGN_OR_RETURN(const auto latest, runs(main_, 1));
  if (!latest.empty() && latest.front().started_at >= *due) return {};
  if (latest.empty()) {
    ASSIGN_OR_RETURN(const base::Timestamp since, installed_at());
    if (*due < since) return {};
  }
  RETURN_IF_FAILED(start("schedule"));
  return {};
}

base::Result<Lateness> BackupTasks::lateness(base::Timestamp now) {
  Lateness late;
  if (daily_time_.empty()) return late;
  ASSIGN_OR_RETURN(const Freshness fresh, freshness(main_));
  ASSIGN_OR_RETURN(const base::Timestamp since, installed_at());
  const auto age_above = [&](std::chrono::hours most, const std::optional<base::Timestamp>& last) {
    const auto age = std::chrono::duration_cast<std::chrono::hours>(now - last.value_or(since));
    return age > most ? std::optional(age) : std::nullopt;
  };
  late.backup = age_above(backup_late_after, fresh.last_success);
  if (proves_) late.proof = age_above(proof_late_after, fresh.last_proven_restore);
  return late;
}

}  // namespace backup
