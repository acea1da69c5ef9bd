#pragma once

#include "platform/http/rate_limit.h"
#include "platform/redis/redis.h"

namespace platform::redis {

/// Token buckets that all processes take from. While Redis is away each process counts for itself.
class SharedRates final : public http::RateCounter {
 public:
  /// `redis` must outlive this. `remembered`: keys kept in mind while Redis is away.
  SharedRates(Redis& redis, std::size_t remembered) : redis_(redis), own_(remembered) {}

  http::RateDecision take(const std::string& key, std::uint32_t per_minute) override;

 private:
  Redis& redis_;
  http::RateLimiter own_;
};

}  // namespace platform::redis
