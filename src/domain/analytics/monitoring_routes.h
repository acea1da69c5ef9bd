#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "domain/analytics/dashboard.h"
#include "platform/cache/cache.h"
#include "platform/db/database.h"
#include "platform/http/audit_sink.h"
#include "platform/http/route.h"

namespace analytics {

/// A process of this installation.
struct ProcessState {
  std::string id, role, name, version;
  base::Timestamp started_at, seen_at;
  bool is_alive = true;  ///< false: it has been silent for so long that it must be gone
  std::uint64_t running_jobs = 0;
};

struct MonitoringRouteParts {
  std::string version;
  std::filesystem::path data_dir;
  std::vector<platform::db::Database*> databases;
  std::function<base::Result<std::vector<QueueState>>()> queues;
  std::function<base::Result<std::vector<ProcessState>>()> processes;
  platform::cache::Cache& cache;
  platform::http::AuditSink audit;
  std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
};

/// /monitoring/system, databases, queues, processes and statements; /cache.
platform::http::RouteTable monitoring_routes(const MonitoringRouteParts& parts);

}  // namespace analytics
