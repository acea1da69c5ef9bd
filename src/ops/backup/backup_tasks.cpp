#include "ops/backup/backup_tasks.h"

#include <algorithm>

#include "base/json_writer.h"
#include "ops/backup/backup_problems.h"
#include "platform/queue/zone.h"

namespace backup {
namespace {

namespace queue = platform::queue;

std::string progress_text(std::string_view what) {
  base::JsonWriter json;
  json.begin_object().member("phase", what).end_object();
  return json.take();
}

std::string result_text(const Manifest& manifest, const std::optional<Proof>& proof) {
  base::JsonWriter json;
  json.begin_object().member("backup", manifest.id).member("size_bytes", manifest.size_bytes());
  json.member("new_objects", manifest.objects.new_count).member("is_proven", proof.has_value()).end_object();
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
  // A backup that was whole when its proof failed is not made again.
  std::string id = context.job().checkpoint;
  Manifest manifest;
  if (id.empty()) {
    ASSIGN_OR_RETURN(manifest, backups.run({context.job().created_by, program_version_}, watch));
  } else {
    ASSIGN_OR_RETURN(const auto places, open_places(*options_, std::nullopt));
    ASSIGN_OR_RETURN(FoundBackup found, find_backup(places, std::string_view(id).substr(1, id.size() - 2)));
    manifest = std::move(found.manifest);
  }
  std::optional<Proof> proof;
  if (proves_) {
    RETURN_IF_FAILED(context.checkpoint("\"" + manifest.id + "\""));
    ASSIGN_OR_RETURN(proof, backups.verify(manifest.id, watch));
  }
  return result_text(manifest, proof);
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

base::Result<> BackupTasks::start_daily(base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto due, last_due(now));
  if (!due) return {};
  ASSIGN_OR_RETURN(const auto latest, runs(main_, 1));
  if (latest.empty() ? *due < since_ : latest.front().started_at >= *due) return {};
  RETURN_IF_FAILED(start("schedule"));
  return {};
}

base::Result<std::optional<std::chrono::hours>> BackupTasks::staleness(base::Timestamp now) {
  if (daily_time_.empty()) return std::optional<std::chrono::hours>{};
  ASSIGN_OR_RETURN(const Freshness fresh, freshness(main_));
  base::Timestamp oldest = fresh.last_success.value_or(since_);
  if (proves_) oldest = std::min(oldest, fresh.last_proven_restore.value_or(since_));
  const auto age = std::chrono::duration_cast<std::chrono::hours>(now - oldest);
  return age > patience ? std::optional(age) : std::nullopt;
}

}  // namespace backup
