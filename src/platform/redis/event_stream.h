#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/events/event_bus.h"
#include "platform/redis/connection.h"

namespace platform::redis {

/// One event as the stream holds it.
struct StreamEntry {
  std::string id;
  std::string origin;         ///< the process that published it
  std::uint64_t turn = 0;     ///< how many it had published then
  bool is_after_gap = false;  ///< it has published others that nobody will get
  events::Event event;
};

/// Before every entry.
inline constexpr std::string_view stream_begin = "0-0";

/// Adds an event. Its number is the server's time in microseconds, or one more than the last; it is the first part of
/// the entry's id. KEYS stream; ARGV number it must exceed, entries to keep, origin, turn, topic, data, time, gap.
inline constexpr std::string_view add_script = R"lua(
local time = redis.call('TIME')
local number = time[1] * 1000000 + time[2]
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
if last[1] then number = math.max(number, tonumber(string.match(last[1][1], '^%d+')) + 1) end
number = math.max(number, tonumber(ARGV[1]) + 1)
return redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], string.format('%.0f-0', number),
  'origin', ARGV[3], 'turn', ARGV[4], 'topic', ARGV[5], 'data', ARGV[6], 'at', ARGV[7], 'gap', ARGV[8])
)lua";

// Each fails with redis_unavailable, also when Redis refuses.
/// The latest `count`, oldest first.
base::Result<std::vector<StreamEntry>> read_last(Connection& connection, std::string_view stream, std::size_t count,
                                                 std::chrono::milliseconds longest);
/// What came after `id`; waits a second for it, and gives nothing when nothing came.
base::Result<std::vector<StreamEntry>> read_after(Connection& connection, std::string_view stream, std::string_view id,
                                                  std::chrono::milliseconds longest);
base::Result<bool> has_entry(Connection& connection, std::string_view stream, std::string_view id,
                             std::chrono::milliseconds longest);

}  // namespace platform::redis
