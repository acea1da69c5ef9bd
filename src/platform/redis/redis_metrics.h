#pragma once

#include <string>

#include "platform/redis/redis.h"
#include "platform/redis/shared_events.h"
#include "platform/telemetry/metrics.h"

namespace platform::redis {

/// A server and what it is used for ("cache", "events").
struct NamedRedis {
  std::string name;
  const Redis* redis;
};

/// Adds the metrics of these servers; they must outlive `metrics`.
void add_redis_metrics(telemetry::Metrics& metrics, const std::vector<NamedRedis>& servers);
void add_event_metrics(telemetry::Metrics& metrics, const SharedEvents& events);

}  // namespace platform::redis
