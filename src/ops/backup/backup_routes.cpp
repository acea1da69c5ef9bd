#include "ops/backup/backup_routes.h"

#include "ops/backup/backup_problems.h"
#include "platform/http/query_values.h"

namespace backup {

namespace http = platform::http;
using http::Request;

struct BackupView {
  std::string id, state;
  base::Timestamp started_at;
  std::optional<base::Timestamp> ended_at;
  std::string started_by;
  std::vector<std::string> places;
  bool is_encrypted = false;
  std::uint64_t size_bytes = 0, new_bytes = 0;
  std::optional<std::string> problem;
  std::optional<base::Timestamp> proven_at;
  std::optional<std::string> proof_problem;
};
BOOST_DESCRIBE_STRUCT(BackupView, (),
                      (id, state, started_at, ended_at, started_by, places, is_encrypted, size_bytes, new_bytes,
                       problem, proven_at, proof_problem))

struct BackupListView {
  std::optional<base::Timestamp> last_success_at, last_proven_restore_at;
  bool is_late = false, is_proof_late = false;
  bool is_running = false;
  std::vector<BackupView> items{};
};
BOOST_DESCRIBE_STRUCT(BackupListView, (),
                      (last_success_at, last_proven_restore_at, is_late, is_proof_late, is_running, items))

struct BackupStartView {
  base::Uuid job_id;
  bool is_new = true;
};
BOOST_DESCRIBE_STRUCT(BackupStartView, (), (job_id, is_new))

namespace {

std::optional<std::string> if_any(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

BackupView view_of(const BackupRun& run) {
  return {run.id,         run.state,           run.started_at, run.ended_at,
          run.started_by, run.places,          run.is_sealed,  run.size_bytes,
          run.new_bytes,  if_any(run.problem), run.proven_at,  if_any(run.proof_problem)};
}

base::Result<BackupListView> list(const BackupRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const std::uint64_t limit, http::number_value(request, "limit", 20, 1, 200));
  ASSIGN_OR_RETURN(const Freshness fresh, freshness(parts.main));
  ASSIGN_OR_RETURN(const Lateness late, parts.tasks.lateness(base::Timestamp::now()));
  ASSIGN_OR_RETURN(const auto latest, runs(parts.main, limit));
  BackupListView view{fresh.last_success, fresh.last_proven_restore, late.backup.has_value(), late.proof.has_value()};
  for (const BackupRun& run : latest) {
    view.is_running = view.is_running || run.state == "running";
    view.items.push_back(view_of(run));
  }
  return view;
}

base::Result<BackupStartView> start(const BackupRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const auto enqueued, parts.tasks.start(request.caller ? request.caller->name : std::string{}));
  if (parts.audit && enqueued.is_new)
    parts.audit(request, "backup.started", "jobs/" + enqueued.job.id.to_string(), {}, {});
  return BackupStartView{enqueued.job.id, enqueued.is_new};
}

}  // namespace

http::RouteTable backup_routes(const BackupRouteParts& parts) {
  http::RouteTable table;
  http::Route all =
      http::get("/monitoring/backups", "list_backups", "monitoring",
                "Backups, latest first, when one last succeeded and when one was last proven by a restore");
  all.permission("monitoring.read")
      .query("limit", "integer", "Backups to list, 1 to 200 (20)")
      .problems({&http::request_invalid})
      .answers([parts](const Request& request) { return list(parts, request); });
  table.push_back(std::move(all));
  table.push_back(http::post("/monitoring/backups", "start_backup", "monitoring",
                             "Start a backup now, as a job; the one under way, if there is one")
                      .permission("admin.settings")
                      .status(202)
                      .problems({&settings_invalid})
                      .answers([parts](const Request& request) { return start(parts, request); }));
  return table;
}

}  // namespace backup
