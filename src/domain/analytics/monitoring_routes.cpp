#include "domain/analytics/monitoring_routes.h"

#include <algorithm>
#include <thread>

#include "domain/analytics/analytics_views.h"
#include "domain/analytics/cache_routes.h"
#include "platform/db/database_state.h"
#include "platform/http/query_values.h"
#include "platform/telemetry/process.h"

namespace analytics {

namespace http = platform::http;
using http::Request;

struct SystemView {
  std::string version;
  double uptime_seconds = 0, processor_seconds = 0;
  std::uint64_t processors = 0, threads = 0, open_files = 0;
  std::uint64_t memory_bytes = 0, peak_memory_bytes = 0;
  std::uint64_t disk_free_bytes = 0, disk_total_bytes = 0;
};
BOOST_DESCRIBE_STRUCT(SystemView, (),
                      (version, uptime_seconds, processor_seconds, processors, threads, open_files, memory_bytes,
                       peak_memory_bytes, disk_free_bytes, disk_total_bytes))

struct PoolView {
  std::uint64_t open = 0, in_use = 0, waiting = 0, lent = 0, exhausted = 0, replaced = 0;
  double waited_seconds = 0;
};
BOOST_DESCRIBE_STRUCT(PoolView, (), (open, in_use, waiting, lent, exhausted, replaced, waited_seconds))

struct DatabaseView {
  std::string name, engine;
  std::optional<std::uint64_t> size_bytes, schema_version, pending_migrations;
  std::optional<std::string> problem;
  PoolView pool;
};
BOOST_DESCRIBE_STRUCT(DatabaseView, (), (name, engine, size_bytes, schema_version, pending_migrations, problem, pool))

struct DatabaseListView {
  std::vector<DatabaseView> items;
};
BOOST_DESCRIBE_STRUCT(DatabaseListView, (), (items))

struct QueueListView {
  std::vector<QueueView> items;
};
BOOST_DESCRIBE_STRUCT(QueueListView, (), (items))

BOOST_DESCRIBE_STRUCT(ProcessState, (), (id, role, name, version, started_at, seen_at, is_alive, running_jobs))

struct ProcessListView {
  std::vector<ProcessState> items;
};
BOOST_DESCRIBE_STRUCT(ProcessListView, (), (items))

struct StatementView {
  std::string database, name;
  std::uint64_t calls = 0;
  double total_ms = 0, mean_ms = 0, p50_ms = 0, p95_ms = 0, highest_ms = 0;
};
BOOST_DESCRIBE_STRUCT(StatementView, (), (database, name, calls, total_ms, mean_ms, p50_ms, p95_ms, highest_ms))

struct StatementListView {
  std::vector<StatementView> items;
};
BOOST_DESCRIBE_STRUCT(StatementListView, (), (items))

namespace {

double seconds(std::chrono::duration<double> time) {
  return time.count();
}

double milliseconds(std::chrono::microseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

SystemView system_view(const MonitoringRouteParts& parts) {
  const auto process = platform::telemetry::process_state();
  SystemView view;
  view.version = parts.version;
  view.uptime_seconds = seconds(std::chrono::steady_clock::now() - parts.started);
  view.processor_seconds = process.processor_seconds;
  view.processors = std::thread::hardware_concurrency();
  view.threads = process.threads;
  view.open_files = process.open_files;
  view.memory_bytes = process.resident_bytes;
  view.peak_memory_bytes = process.peak_bytes;
  std::error_code unknown;
  const auto disk = std::filesystem::space(parts.data_dir, unknown);
  if (!unknown) {
    view.disk_free_bytes = disk.available;
    view.disk_total_bytes = disk.capacity;
  }
  return view;
}

DatabaseView database_view(platform::db::Database& database) {
  DatabaseView view;
  view.name = database.name();
  view.engine = database.engine() == platform::db::Engine::sqlite ? "sqlite" : "postgresql";
  if (const auto state = platform::db::state_of(database)) {
    view.size_bytes = state->size_bytes;
    view.schema_version = state->schema_version;
    view.pending_migrations = state->pending_steps;
  } else {
    view.problem = state.error().text();
  }
  const auto pool = database.statistics();
  view.pool = {pool.open,
               pool.in_use,
               pool.waiting,
               pool.lent,
               pool.exhausted,
               pool.recycled + pool.replaced_dead,
               seconds(pool.total_wait)};
  return view;
}

StatementListView statements_view(const MonitoringRouteParts& parts, std::size_t limit) {
  StatementListView view;
  for (const platform::db::Database* database : parts.databases) {
    for (const platform::db::StatementFigures& one : database->statement_times().figures()) {
      const double total = milliseconds(one.total);
      view.items.push_back({database->name(), one.name, one.calls, total,
                            one.calls == 0 ? 0.0 : total / static_cast<double>(one.calls), milliseconds(one.p50),
                            milliseconds(one.p95), milliseconds(one.highest)});
    }
  }
  std::ranges::stable_sort(view.items, std::greater<>{}, &StatementView::total_ms);
  if (view.items.size() > limit) view.items.resize(limit);
  return view;
}

base::Result<QueueListView> queues_view(const MonitoringRouteParts& parts) {
  ASSIGN_OR_RETURN(const auto queues, parts.queues());
  QueueListView view;
  for (const QueueState& queue : queues) view.items.push_back({queue.queue, queue.jobs, queue.is_paused});
  return view;
}

http::Route statements_route(const MonitoringRouteParts& parts) {
  http::Route route = http::get("/monitoring/statements", "list_statements", "monitoring",
                                "Database statements by name, those that took most time in all first");
  route.permission("monitoring.system")
      .query("limit", "integer", "Statements to list, 1 to 1000 (50)")
      .problems({&http::request_invalid})
      .answers([parts](const Request& request) -> base::Result<StatementListView> {
        ASSIGN_OR_RETURN(const std::uint64_t limit, http::number_value(request, "limit", 50, 1, 1'000));
        return statements_view(parts, limit);
      });
  return route;
}

}  // namespace

http::RouteTable monitoring_routes(const MonitoringRouteParts& parts) {
  http::RouteTable table;
  table.push_back(http::get("/monitoring/system", "get_system", "monitoring", "This process and its machine")
                      .permission("monitoring.system")
                      .answers([parts](const Request&) -> base::Result<SystemView> { return system_view(parts); }));
  table.push_back(http::get("/monitoring/databases", "list_databases", "monitoring",
                            "Sizes, schema versions and connection pools of the databases")
                      .permission("monitoring.system")
                      .answers([parts](const Request&) -> base::Result<DatabaseListView> {
                        DatabaseListView view;
                        for (platform::db::Database* one : parts.databases) view.items.push_back(database_view(*one));
                        return view;
                      }));
  table.push_back(http::get("/monitoring/queues", "list_queues", "monitoring", "Jobs of each queue by status")
                      .permission("monitoring.read")
                      .answers([parts](const Request&) { return queues_view(parts); }));
  table.push_back(http::get("/monitoring/processes", "list_processes", "monitoring",
                            "Processes of this installation, idle ones included")
                      .permission("monitoring.read")
                      .answers([parts](const Request&) -> base::Result<ProcessListView> {
                        ASSIGN_OR_RETURN(auto processes, parts.processes());
                        return ProcessListView{std::move(processes)};
                      }));
  table.push_back(statements_route(parts));
  add_cache_routes(table, parts);
  return table;
}

}  // namespace analytics
