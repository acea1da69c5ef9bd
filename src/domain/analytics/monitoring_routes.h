#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "domain/analytics/dashboard.h"
#include "platform/cache/cache.h"
#include "platform/db/database.h"
#include "platform/http/audit_sink.h"
#include "platform/http/route.h"

namespace analytics {

struct MonitoringRouteParts {
  std::string version;
  std::filesystem::path data_dir;
  std::vector<platform::db::Database*> databases;
  std::function<base::Result<std::vector<QueueState>>()> queues;
  platform::cache::Cache& cache;
  platform::http::AuditSink audit;
  std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
};

/// /monitoring/system, databases, queues and statements; /cache.
platform::http::RouteTable monitoring_routes(const MonitoringRouteParts& parts);

}  // namespace analytics
