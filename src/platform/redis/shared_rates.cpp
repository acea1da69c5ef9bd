#include "platform/redis/shared_rates.h"

#include "platform/crypto/digest.h"

namespace platform::redis {
namespace {

/// Tokens are counted in thousandths, since scripts answer whole numbers only. A full bucket needs no key.
constexpr std::string_view take_token = R"lua(
local full = tonumber(ARGV[1]) * 1000
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local kept = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = full
if kept[1] then
  local passed = math.max(0, now - tonumber(kept[2]))
  tokens = math.min(full, tonumber(kept[1]) + passed * full / 60000)
end
local allowed = 0
if tokens >= 1000 then
  allowed = 1
  tokens = tokens - 1000
end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', tostring(now))
redis.call('PEXPIRE', KEYS[1], math.ceil((full - tokens) * 60000 / full) + 1000)
return {allowed, math.floor(tokens)}
)lua";

}  // namespace

http::RateDecision SharedRates::take(const std::string& key, std::uint32_t per_minute) {
  if (per_minute == 0) return {};
  // Keys hold addresses of people; Redis need not know them.
  const std::string name = redis_.key({"rate", crypto::sha256_hex(key)});
  const auto reply = redis_.run(take_token, {name}, {std::to_string(per_minute)});
  if (!reply || reply->items.size() != 2) return own_.take(key, per_minute);
  return http::decision_of(reply->at(0).integer == 1, static_cast<double>(reply->at(1).integer) / 1000.0, per_minute);
}

}  // namespace platform::redis
