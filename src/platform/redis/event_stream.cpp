#include "platform/redis/event_stream.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>

namespace platform::redis {
namespace {

std::uint64_t number_in(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// [id, [name, value, ...]]; names a later release may add are passed over.
StreamEntry entry_of(const Reply& reply) {
  StreamEntry entry;
  entry.id = reply.at(0).text;
  entry.event.number = number_in(entry.id);
  const auto& fields = reply.at(1).items;
  for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
    const std::string& name = fields[i].text;
    const std::string& value = fields[i + 1].text;
    if (name == "origin") entry.origin = value;
    if (name == "turn") entry.turn = number_in(value);
    if (name == "topic") entry.event.topic = value;
    if (name == "data") entry.event.data = value;
    if (name == "at") entry.event.at = base::Timestamp::parse(value).value_or(base::Timestamp());
    if (name == "gap") entry.is_after_gap = value == "1";
  }
  return entry;
}

std::vector<StreamEntry> entries_of(const Reply& list) {
  std::vector<StreamEntry> entries;
  for (const Reply& one : list.items) entries.push_back(entry_of(one));
  return entries;
}

base::Result<Reply> ask(Connection& connection, std::initializer_list<std::string_view> command,
                        std::chrono::milliseconds longest) {
  ASSIGN_OR_RETURN(Reply reply, connection.call(Command(command.begin(), command.size()), longest));
  if (reply.type != Reply::Type::error) return reply;
  return unavailable("Redis refused " + std::string(*command.begin()) + ": " + reply.text + ".");
}

}  // namespace

base::Result<std::vector<StreamEntry>> read_last(Connection& connection, std::string_view stream, std::size_t count,
                                                 std::chrono::milliseconds longest) {
  ASSIGN_OR_RETURN(const Reply reply,
                   ask(connection, {"XREVRANGE", stream, "+", "-", "COUNT", std::to_string(count)}, longest));
  auto entries = entries_of(reply);
  std::reverse(entries.begin(), entries.end());
  return entries;
}

base::Result<std::vector<StreamEntry>> read_after(Connection& connection, std::string_view stream, std::string_view id,
                                                  std::chrono::milliseconds longest) {
  constexpr std::chrono::milliseconds wait(1'000);
  ASSIGN_OR_RETURN(
      const Reply reply,
      ask(connection, {"XREAD", "COUNT", "256", "BLOCK", std::to_string(wait.count()), "STREAMS", stream, id},
          wait + longest));
  return entries_of(reply.at(0).at(1));
}

base::Result<bool> has_entry(Connection& connection, std::string_view stream, std::string_view id,
                             std::chrono::milliseconds longest) {
  ASSIGN_OR_RETURN(const Reply reply, ask(connection, {"XRANGE", stream, id, id}, longest));
  return !reply.items.empty();
}

}  // namespace platform::redis
