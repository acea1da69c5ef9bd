#include "platform/redis/redis_metrics.h"

namespace platform::redis {
namespace {

using telemetry::Sample;

Sample sample(std::string label, std::string value, double figure) {
  return {{{std::move(label), std::move(value)}}, figure};
}

}  // namespace

void add_redis_metrics(telemetry::Metrics& metrics, const std::vector<NamedRedis>& servers) {
  const auto each = [&servers](auto figure) {
    return [servers, figure] {
      std::vector<Sample> samples;
      for (const auto& [name, redis] : servers) {
        samples.push_back(sample("use", name, static_cast<double>(figure(redis->statistics()))));
      }
      return samples;
    };
  };
  using Statistics = const RedisStatistics&;
  metrics.gauge("redis_available", "1 when Redis answers.", each([](Statistics s) { return s.is_available ? 1 : 0; }));
  metrics.counter("redis_calls_total", "Commands sent to Redis.", each([](Statistics s) { return s.calls; }));
  metrics.counter("redis_failures_total", "Commands Redis did not answer well.",
                  each([](Statistics s) { return s.failures; }));
  metrics.counter("redis_spared_total", "Commands not sent because Redis was away.",
                  each([](Statistics s) { return s.spared; }));
  metrics.counter("redis_losses_total", "How often Redis went away.", each([](Statistics s) { return s.losses; }));
  metrics.gauge("redis_connections", "Connections open to Redis.", each([](Statistics s) { return s.open; }));
}

void add_event_metrics(telemetry::Metrics& metrics, const SharedEvents& events) {
  metrics.counter("events_shared_total", "Live events exchanged with other processes.", [&events] {
    const auto statistics = events.statistics();
    return std::vector<Sample>{sample("outcome", "sent", static_cast<double>(statistics.sent)),
                               sample("outcome", "received", static_cast<double>(statistics.received)),
                               sample("outcome", "dropped", static_cast<double>(statistics.dropped))};
  });
}

}  // namespace platform::redis
