#include "app/redis_servers.h"

#include <string>

namespace app {
namespace {

using platform::redis::Redis;
using platform::redis::RedisAddress;

base::Result<std::optional<RedisAddress>> address_of(const std::string& url) {
  if (url.empty()) return std::optional<RedisAddress>{};
  ASSIGN_OR_RETURN(RedisAddress address, RedisAddress::from(url));
  return std::optional(std::move(address));
}

std::shared_ptr<Redis> connected(const std::optional<RedisAddress>& address, std::size_t connections,
                                 platform::telemetry::Log& log) {
  if (!address) return nullptr;
  platform::redis::RedisOptions options;
  options.connections = connections;
  options.on_change = [&log, shown = address->shown()](const std::optional<base::Problem>& why) {
    if (why) {
      log.problem(*why, "using Redis; each process goes on by itself");
    } else {
      log.info("Redis is there", {{"redis", std::string_view(shown)}});
    }
  };
  return std::make_shared<Redis>(*address, std::move(options));
}

}  // namespace

base::Result<RedisAddresses> RedisAddresses::from(const platform::config::Settings& settings) {
  const std::string cache = settings.value("REDIS_URL");
  const std::string own_broker = settings.value("CELERY_BROKER_URL");
  const std::string& broker = own_broker.empty() ? cache : own_broker;
  RedisAddresses addresses;
  ASSIGN_OR_RETURN(addresses.cache, address_of(cache));
  ASSIGN_OR_RETURN(addresses.broker, address_of(broker));
  addresses.is_one = cache == broker;
  addresses.connections = std::stoul(settings.value("REDIS_MAX_CONNECTIONS"));
  return addresses;
}

RedisServers::RedisServers(const RedisAddresses& addresses, platform::telemetry::Log& log)
    : cache(connected(addresses.cache, addresses.connections, log)),
      broker(addresses.is_one ? cache : connected(addresses.broker, addresses.connections, log)) {}

std::vector<platform::redis::NamedRedis> RedisServers::named() const {
  std::vector<platform::redis::NamedRedis> all;
  if (cache) all.push_back({"cache", cache.get()});
  if (broker && broker != cache) all.push_back({"events", broker.get()});
  return all;
}

}  // namespace app
