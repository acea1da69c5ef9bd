#include "app/installation_metrics.h"

#include <algorithm>
#include <array>

#include "app/queues.h"
#include "app/roles.h"
#include "platform/queue/processes.h"

namespace app {
namespace {

using platform::queue::JobStatus;
using platform::telemetry::Sample;
using Samples = std::vector<Sample>;
using Figures = std::map<std::string, Samples, std::less<>>;

constexpr std::chrono::minutes good_for{1};

/// Every metric told here, and what it says.
constexpr std::array<std::pair<const char*, const char*>, 18> told_here{{
    {"catalog_products", "Products in the catalogue."},
    {"catalog_offers", "Active offers in the catalogue."},
    {"catalog_suppliers", "Suppliers."},
    {"imports_running", "Imports under way."},
    {"imports_last_day", "Imports that ended in the last 24 hours, by status."},
    {"import_rows_today", "Rows of the imports that ended since midnight UTC, by what became of them."},
    {"supplier_last_import_timestamp_seconds", "When the supplier's latest finished import ended."},
    {"supplier_feed_stale", "1 when the supplier has been silent for longer than the setting allows."},
    {"supplier_rows_in_quarantine", "Rows the supplier's latest finished import could not take."},
    {"queue_jobs", "Jobs by queue and status."},
    {"queue_oldest_due_seconds", "How long the longest due job of the queue has waited to be taken up."},
    {"queue_paused", "1 when somebody has paused the queue."},
    {"processes_at_work", "Processes of this installation, by role."},
    {"suppliers_import_backup_last_success_timestamp_seconds", "When the latest whole backup was begun."},
    {"suppliers_import_backup_last_proven_restore_timestamp_seconds",
     "When a backup was last restored beside the live data and compared."},
    {"suppliers_import_backup_last_size_bytes", "Bytes of the latest whole backup, stored files included."},
    {"suppliers_import_backup_last_duration_seconds", "How long the latest whole backup took."},
    {"suppliers_import_backup_failures", "Backups that failed since the latest whole one."},
}};

double number(std::uint64_t value) {
  return static_cast<double>(value);
}

double unix_seconds(base::Timestamp moment) {
  return static_cast<double>(moment.microseconds()) / 1e6;
}

void add_catalog(Figures& figures, const analytics::Dashboard& board) {
  figures["catalog_products"] = {{{}, number(board.catalog.products)}};
  figures["catalog_offers"] = {{{}, number(board.catalog.active_offers)}};
  figures["catalog_suppliers"] = {{{}, number(board.catalog.suppliers)}};
}

void add_imports(Figures& figures, const analytics::Dashboard& board, const analytics::ImportFigures& today) {
  figures["imports_running"] = {{{}, number(board.running_imports)}};
  for (const char* const status : {"finished", "failed", "cancelled"}) {
    const auto ended = board.ended_in_a_day.find(status);
    figures["imports_last_day"].push_back(
        {{{"status", status}}, ended == board.ended_in_a_day.end() ? 0 : number(ended->second)});
  }
  const auto rows = [&figures](const char* outcome, std::uint64_t count) {
    figures["import_rows_today"].push_back({{{"outcome", outcome}}, number(count)});
  };
  rows("created", today.created);
  rows("updated", today.updated);
  rows("unchanged", today.unchanged);
  rows("quarantined", today.quarantined);
  rows("skipped", today.skipped);
}

void add_feeds(Figures& figures, const analytics::Dashboard& board) {
  const auto& stale = board.stale_feeds;
  for (const analytics::FeedState& feed : board.feeds) {
    const platform::telemetry::Labels supplier{{"supplier", feed.supplier}};
    const bool is_stale = std::ranges::find(stale, feed.supplier, &analytics::FeedState::supplier) != stale.end();
    figures["supplier_last_import_timestamp_seconds"].push_back({supplier, unix_seconds(feed.last_finished_at)});
    figures["supplier_feed_stale"].push_back({supplier, is_stale ? 1.0 : 0.0});
    figures["supplier_rows_in_quarantine"].push_back({supplier, number(feed.rows_quarantined)});
  }
}

/// Of every queue there is, also those nothing was ever put into: a count that rises from nothing is not seen to rise.
void add_queues(Figures& figures, const std::vector<analytics::QueueState>& states,
                const std::map<std::string, base::Timestamp>& due_since, base::Timestamp now) {
  std::map<std::string, analytics::QueueState> queues;
  for (const ServedQueue& queue : served_queues) queues[std::string(queue.name)].queue = queue.name;
  for (const analytics::QueueState& state : states) queues[state.queue] = state;
  for (const auto& [name, state] : queues) {
    for (const JobStatus status :
         {JobStatus::waiting, JobStatus::running, JobStatus::failed, JobStatus::dead, JobStatus::cancelled}) {
      const std::string word(to_string(status));
      const auto jobs = state.jobs.find(word);
      figures["queue_jobs"].push_back(
          {{{"queue", name}, {"status", word}}, jobs == state.jobs.end() ? 0 : number(jobs->second)});
    }
    const auto since = due_since.find(name);
    const double age = since == due_since.end() ? 0 : std::chrono::duration<double>(now - since->second).count();
    figures["queue_oldest_due_seconds"].push_back({{{"queue", name}}, std::max(age, 0.0)});
    figures["queue_paused"].push_back({{{"queue", name}}, state.is_paused ? 1.0 : 0.0});
  }
}

void add_processes(Figures& figures, const std::vector<platform::queue::Process>& processes, base::Timestamp now) {
  for (const Role role : {Role::serve, Role::api, Role::worker, Role::scheduler}) {
    const auto alive = std::ranges::count_if(processes, [&](const platform::queue::Process& one) {
      return one.role == to_string(role) && one.is_alive(now);
    });
    figures["processes_at_work"].push_back({{{"role", std::string(to_string(role))}}, static_cast<double>(alive)});
  }
}

void add_backups(Figures& figures, const backup::Freshness& fresh) {
  const auto tell = [&figures](const char* name, const auto& value, auto as_number) {
    if (value) figures[name] = {{{}, as_number(*value)}};
  };
  tell("suppliers_import_backup_last_success_timestamp_seconds", fresh.last_success, unix_seconds);
  tell("suppliers_import_backup_last_proven_restore_timestamp_seconds", fresh.last_proven_restore, unix_seconds);
  tell("suppliers_import_backup_last_size_bytes", fresh.last_size_bytes, number);
  tell("suppliers_import_backup_last_duration_seconds", fresh.last_duration,
       [](std::chrono::duration<double> time) { return time.count(); });
  figures["suppliers_import_backup_failures"] = {{{}, number(fresh.failures)}};
}

}  // namespace

base::Result<> InstallationMetrics::read() {
  const base::Timestamp now = base::Timestamp::now();
  const std::string today = analytics::day_of(now);
  ASSIGN_OR_RETURN(const analytics::Dashboard board, services_.dashboard.read(now));
  ASSIGN_OR_RETURN(const analytics::ImportsReport report, services_.analytics.imports({today, today}));
  ASSIGN_OR_RETURN(const auto due_since, services_.queue.due_since());
  ASSIGN_OR_RETURN(const auto processes, platform::queue::ProcessRegistry(services_.parts->databases.main).list());
  ASSIGN_OR_RETURN(const auto fresh, backup::freshness(services_.parts->databases.main));
  Figures figures;
  add_backups(figures, fresh);
  add_catalog(figures, board);
  add_imports(figures, board, report.total);
  add_feeds(figures, board);
  add_queues(figures, board.queues, due_since, now);
  add_processes(figures, processes, now);
  const std::lock_guard lock(mutex_);
  figures_ = std::move(figures);
  read_at_ = std::chrono::steady_clock::now();
  return {};
}

void InstallationMetrics::add_to(platform::telemetry::Metrics& metrics) {
  for (const auto& [name, help] : told_here) metrics.gauge(name, help, [this, name = name] { return told(name); });
}

InstallationMetrics::Samples InstallationMetrics::told(std::string_view name) {
  const std::lock_guard lock(mutex_);
  const auto found = figures_.find(name);
  if (found == figures_.end() || std::chrono::steady_clock::now() - read_at_ > good_for) return {};
  return found->second;
}

}  // namespace app
