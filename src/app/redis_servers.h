#pragma once

#include <memory>
#include <optional>

#include "platform/config/settings.h"
#include "platform/redis/redis.h"
#include "platform/redis/redis_address.h"
#include "platform/redis/redis_metrics.h"
#include "platform/telemetry/log.h"

namespace app {

/// Where Redis is, as the settings say.
struct RedisAddresses {
  std::optional<platform::redis::RedisAddress> cache;   ///< REDIS_URL: cache and rate limits
  std::optional<platform::redis::RedisAddress> broker;  ///< CELERY_BROKER_URL, or else REDIS_URL: events, wake-ups
  bool is_one = false;                                  ///< both are the same server
  std::size_t connections = 50;

  /// Fails with redis_url_invalid.
  static base::Result<RedisAddresses> from(const platform::config::Settings& settings);
};

/// The Redis servers this process uses; null where none is set.
struct RedisServers {
  RedisServers(const RedisAddresses& addresses, platform::telemetry::Log& log);

  std::vector<platform::redis::NamedRedis> named() const;

  std::shared_ptr<platform::redis::Redis> cache, broker;
};

}  // namespace app
