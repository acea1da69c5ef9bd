#include "app/database_metrics.h"

namespace app {
namespace {

using platform::db::Database;
using platform::db::PoolStatistics;
using platform::telemetry::Metrics;
using platform::telemetry::Sample;
using Databases = std::vector<Database*>;

double seconds(std::chrono::duration<double> time) {
  return time.count();
}

/// One figure of each database's pool.
std::function<std::vector<Sample>()> of_pools(const Databases& databases, double (*figure)(const PoolStatistics&)) {
  return [databases, figure] {
    std::vector<Sample> samples;
    for (const Database* database : databases)
      samples.push_back({{{"database", database->name()}}, figure(database->statistics())});
    return samples;
  };
}

std::vector<Sample> connections(const Databases& databases) {
  std::vector<Sample> samples;
  for (const Database* database : databases) {
    const PoolStatistics pool = database->statistics();
    const auto add = [&](const char* state, std::size_t count) {
      samples.push_back({{{"database", database->name()}, {"state", state}}, static_cast<double>(count)});
    };
    add("open", pool.open);
    add("in_use", pool.in_use);
    add("waiting", pool.waiting);
  }
  return samples;
}

std::vector<platform::telemetry::SummarySample> statements(const Databases& databases) {
  std::vector<platform::telemetry::SummarySample> samples;
  for (const Database* database : databases) {
    for (const auto& one : database->statement_times().figures()) {
      samples.push_back({{{"database", database->name()}, {"name", one.name}},
                         one.calls,
                         seconds(one.total),
                         {{0.5, seconds(one.p50)}, {0.95, seconds(one.p95)}}});
    }
  }
  return samples;
}

std::vector<Sample> slow_statements(const Databases& databases) {
  std::vector<Sample> samples;
  for (const Database* database : databases) {
    for (const auto& one : database->statement_times().figures())
      samples.push_back({{{"database", database->name()}, {"name", one.name}}, static_cast<double>(one.slow)});
  }
  return samples;
}

}  // namespace

void add_database_metrics(Metrics& metrics, const Databases& databases) {
  metrics.gauge("db_pool_connections", "Connections of each database's pool, by state.",
                [databases] { return connections(databases); });
  metrics.gauge("db_pool_limit", "Connections each database's pool may open.",
                of_pools(databases, [](const PoolStatistics& pool) { return static_cast<double>(pool.limit); }));
  metrics.counter("db_pool_lent_total", "Connections lent.",
                  of_pools(databases, [](const PoolStatistics& pool) { return static_cast<double>(pool.lent); }));
  metrics.counter("db_pool_wait_seconds_total", "Time spent waiting for a connection.",
                  of_pools(databases, [](const PoolStatistics& pool) { return seconds(pool.total_wait); }));
  metrics.counter("db_pool_exhausted_total", "Times nobody gave a connection back in time.",
                  of_pools(databases, [](const PoolStatistics& pool) { return static_cast<double>(pool.exhausted); }));
  metrics.summary("db_statement_seconds", "Database statements by name.",
                  [databases] { return statements(databases); });
  metrics.counter("db_slow_statements_total", "Statements that took half a second or longer.",
                  [databases] { return slow_statements(databases); });
}

}  // namespace app
