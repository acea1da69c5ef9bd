#pragma once

#include <functional>
#include <string_view>

namespace notifications {

/// Told of every piece of news on its way, for metrics. `channel`: in_app, email, webhook. `outcome`: sent, failed (an
/// attempt: it may be made again).
using OnTold = std::function<void(std::string_view channel, std::string_view outcome)>;

inline void tell_of(const OnTold& told, std::string_view channel, bool is_sent) {
  if (told) told(channel, is_sent ? "sent" : "failed");
}

}  // namespace notifications
