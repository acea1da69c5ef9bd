#include "platform/redis/subscriber.h"

#include <array>

namespace platform::redis {
namespace {

/// A connection that says nothing for so long is asked whether it still is one.
constexpr std::chrono::seconds quiet(5);

}  // namespace

Subscriber::Subscriber(const Redis& redis, std::string channel, Calls calls)
    : redis_(redis), channel_(std::move(channel)), calls_(std::move(calls)) {
  thread_ = std::thread([this] {
    do {
      static_cast<void>(listen());  // Redis itself tells that it is away
    } while (!ending_.wait(redis_.options().pause));
  });
}

Subscriber::~Subscriber() {
  ending_.raise();
  thread_.join();
}

base::Result<> Subscriber::listen() {
  ASSIGN_OR_RETURN(const auto connection, redis_.connect(ending_));
  const std::array<std::string_view, 2> subscribe{"SUBSCRIBE", channel_};
  ASSIGN_OR_RETURN(const Reply begun, connection->call(subscribe, redis_.options().command_timeout));
  if (begun.type != Reply::Type::list) return unavailable("Redis does not let us listen: " + begun.text + ".");
  if (calls_.on_connected) calls_.on_connected();
  return hear(*connection);
}

base::Result<> Subscriber::hear(Connection& connection) {
  constexpr std::array<std::string_view, 1> ping{"PING"};
  for (bool is_asked = false;;) {
    const std::chrono::milliseconds patience = is_asked ? redis_.options().command_timeout : quiet;
    ASSIGN_OR_RETURN(const auto said, connection.next(Clock::now() + patience));
    if (!said && is_asked) return unavailable("Redis has fallen silent.");
    is_asked = !said;
    if (is_asked) RETURN_IF_FAILED(connection.send(ping, redis_.options().command_timeout));
    if (said && said->at(0).text == "message") calls_.on_message(said->at(2).text);
  }
}

}  // namespace platform::redis
