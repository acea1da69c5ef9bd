#pragma once

#include <atomic>

#include "app/parts.h"
#include "platform/http/route.h"
#include "platform/redis/redis.h"
#include "platform/telemetry/health.h"
#include "platform/telemetry/metrics.h"

namespace app {

/// Whether new requests are welcome; becomes false first of all when the process is told to stop.
using ReadyFlag = std::atomic<bool>;

struct HealthRouteParts {
  Parts& parts;
  platform::telemetry::HealthMonitor& health;
  platform::telemetry::Metrics& metrics;
  ReadyFlag& is_ready;
};

/// Watches the databases, the file store and Redis (null: everything is in this process) under the names the API
/// reports them by.
void watch_services(platform::telemetry::HealthMonitor& health, Parts& parts,
                    const std::shared_ptr<platform::redis::Redis>& redis);

/// /health and /health/ready of a process that depends on nothing.
platform::http::RouteTable process_health_routes(ReadyFlag& is_ready);

/// /health, /health/ready, /metrics, and the API's own health reports.
platform::http::RouteTable health_routes(const HealthRouteParts& parts);

inline constexpr base::ProblemKind not_ready{"service.not_ready", "Not ready to serve", 503, base::LogLevel::warning};

}  // namespace app
