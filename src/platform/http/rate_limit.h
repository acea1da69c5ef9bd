#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "platform/http/message.h"

namespace platform::http {

/// What a bucket said about one request.
struct RateDecision {
  bool allowed = true;
  std::uint32_t limit = 0;  ///< 0: not limited
  std::uint32_t remaining = 0;
  std::uint32_t reset_seconds = 0;  ///< until the bucket is full again
  std::uint32_t retry_seconds = 0;  ///< until the next request is allowed, when this one is not

  /// RateLimit-Limit, -Remaining, -Reset and, for a refusal, Retry-After.
  void add_headers(Response& response) const;
};

/// What a bucket of `per_minute` that holds so many tokens says.
RateDecision decision_of(bool allowed, double tokens, std::uint32_t per_minute);

/// Token buckets by key, in this process or shared by several. Thread-safe.
class RateCounter {
 public:
  RateCounter() = default;
  RateCounter(const RateCounter&) = delete;
  RateCounter& operator=(const RateCounter&) = delete;
  virtual ~RateCounter() = default;

  /// Takes one token from the bucket `key` that holds and regains `per_minute`; 0 is without limit.
  virtual RateDecision take(const std::string& key, std::uint32_t per_minute) = 0;
};

/// Keeps them in this process, in bounded memory: the least used keys are forgotten first.
class RateLimiter final : public RateCounter {
 public:
  using Clock = std::chrono::steady_clock;

  explicit RateLimiter(std::size_t remembered) : half_(remembered / 2 + 1) {}

  RateDecision take(const std::string& key, std::uint32_t per_minute) override {
    return take(key, per_minute, Clock::now());
  }
  RateDecision take(const std::string& key, std::uint32_t per_minute, Clock::time_point now);
  std::size_t size() const;

 private:
  struct Bucket {
    double tokens = 0;
    Clock::time_point filled;
  };
  using Buckets = std::unordered_map<std::string, Bucket>;

  Bucket& bucket(const std::string& key, std::uint32_t per_minute, Clock::time_point now);

  mutable std::mutex mutex_;
  std::size_t half_;
  Buckets recent_, older_;  // when `recent_` is full it becomes `older_`, whose unused keys go with it
};

}  // namespace platform::http
