#include "platform/http/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace platform::http {
namespace {

std::uint32_t whole_seconds(double seconds) {
  return static_cast<std::uint32_t>(std::ceil(std::max(seconds, 0.0)));
}

}  // namespace

void RateDecision::add_headers(Response& response) const {
  if (limit == 0) return;
  response.set("RateLimit-Limit", std::to_string(limit));
  response.set("RateLimit-Remaining", std::to_string(remaining));
  response.set("RateLimit-Reset", std::to_string(reset_seconds));
  if (!allowed) response.set("Retry-After", std::to_string(std::max(retry_seconds, 1U)));
}

RateDecision decision_of(bool allowed, double tokens, std::uint32_t per_minute) {
  const double full = per_minute;
  const double per_second = full / 60.0;
  RateDecision decision;
  decision.limit = per_minute;
  decision.allowed = allowed;
  if (!allowed) decision.retry_seconds = whole_seconds((1.0 - tokens) / per_second);
  decision.remaining = static_cast<std::uint32_t>(tokens);
  decision.reset_seconds = whole_seconds((full - tokens) / per_second);
  return decision;
}

RateLimiter::Bucket& RateLimiter::bucket(const std::string& key, std::uint32_t per_minute, Clock::time_point now) {
  if (const auto found = recent_.find(key); found != recent_.end()) return found->second;
  if (recent_.size() >= half_) {
    older_ = std::move(recent_);
    recent_ = {};
  }
  Bucket fresh{static_cast<double>(per_minute), now};
  if (const auto known = older_.find(key); known != older_.end()) {
    fresh = known->second;
    older_.erase(known);
  }
  return recent_.emplace(key, fresh).first->second;
}

RateDecision RateLimiter::take(const std::string& key, std::uint32_t per_minute, Clock::time_point now) {
  if (per_minute == 0) return {};
  const double full = per_minute;
  const double per_second = full / 60.0;
  const std::lock_guard lock(mutex_);
  Bucket& held = bucket(key, per_minute, now);
  held.tokens = std::min(full, held.tokens + std::chrono::duration<double>(now - held.filled).count() * per_second);
  held.filled = now;
  const bool allowed = held.tokens >= 1.0;
  if (allowed) held.tokens -= 1.0;
  return decision_of(allowed, held.tokens, per_minute);
}

std::size_t RateLimiter::size() const {
  const std::lock_guard lock(mutex_);
  return recent_.size() + older_.size();
}

}  // namespace platform::http
