#include "platform/redis/wakeups.h"

#include "base/uuid.h"

namespace platform::redis {

Wakeups::Wakeups(Redis& redis, std::function<void()> on_wake)
    : redis_(redis),
      own_(base::Uuid::generate().to_string()),
      channel_(redis.channel("work")),
      subscriber_(redis, channel_,
                  {.on_message =
                       [wake = on_wake, own = own_](std::string_view from) {
                         if (from != own) wake();
                       },
                   .on_connected = on_wake}) {}

void Wakeups::wake_others() {
  static_cast<void>(redis_.call({"PUBLISH", channel_, own_}));  // workers look by themselves as well
}

}  // namespace platform::redis
