#pragma once

#include <string_view>

namespace platform::redis {

// A space has a generation, and counts its changes: a value made while anything of its space changed is not kept. A tag
// has a stamp, which changes with each invalidation and is forgotten once nothing made before it can live any more.

/// KEYS entry, space, lock; ARGV version, token, milliseconds of the lock, a fresh generation.
/// {1, value, tag keys, ms left} | {0, state} the caller is to make it | {2, state} somebody else is making it.
inline constexpr std::string_view look_up_script = R"lua(
local space = redis.call('HMGET', KEYS[2], 'generation', 'changes')
local generation = space[1]
if not generation then
  generation = ARGV[4]
  redis.call('HSET', KEYS[2], 'generation', generation)
end
local kept = redis.call('HMGET', KEYS[1], 'version', 'generation', 'value', 'tags', 'stamps')
if kept[3] and kept[1] == ARGV[1] and kept[2] == generation then
  local tags = cmsgpack.unpack(kept[4])
  local stamps = cmsgpack.unpack(kept[5])
  local is_current = true
  for i, tag in ipairs(tags) do
    if (redis.call('GET', tag) or '0') ~= stamps[i] then is_current = false end
  end
  if is_current then return {1, kept[3], tags, redis.call('PTTL', KEYS[1])} end
end
local state = generation .. ':' .. (space[2] or '0')
if redis.call('SET', KEYS[3], ARGV[2], 'NX', 'PX', ARGV[3]) then return {0, state} end
return {2, state}
)lua";

/// KEYS entry, space, lock, tags...; ARGV state, token, version, value, milliseconds. 1 when it was kept.
inline constexpr std::string_view put_script = R"lua(
if redis.call('GET', KEYS[3]) == ARGV[2] then redis.call('DEL', KEYS[3]) end
local space = redis.call('HMGET', KEYS[2], 'generation', 'changes')
if not space[1] or space[1] .. ':' .. (space[2] or '0') ~= ARGV[1] then return 0 end
local tags, stamps = {}, {}
for i = 4, #KEYS do
  tags[#tags + 1] = KEYS[i]
  stamps[#stamps + 1] = redis.call('GET', KEYS[i]) or '0'
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'version', ARGV[3], 'generation', space[1], 'value', ARGV[4],
  'tags', cmsgpack.pack(tags), 'stamps', cmsgpack.pack(stamps))
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1
)lua";

/// KEYS lock; ARGV token.
inline constexpr std::string_view unlock_script = R"lua(
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
)lua";

/// KEYS space, what is invalidated; ARGV what ("key", "tag", "space"), a fresh stamp, milliseconds a tag is kept,
/// channel, message.
inline constexpr std::string_view invalidate_script = R"lua(
redis.call('HINCRBY', KEYS[1], 'changes', 1)
if ARGV[1] == 'key' then
  redis.call('DEL', KEYS[2])
elseif ARGV[1] == 'tag' then
  redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
else
  redis.call('HSET', KEYS[1], 'generation', ARGV[2])
end
redis.call('PUBLISH', ARGV[4], ARGV[5])
return 1
)lua";

}  // namespace platform::redis
