#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "domain/notifications/webhooks.h"

namespace notifications {

/// What one attempt to deliver came to.
struct Attempt {
  base::Timestamp at;
  std::optional<int> status{};
  std::string answer{};  ///< its beginning, fit to be kept and shown
  std::chrono::milliseconds duration{};
  std::optional<base::Problem> problem{};  ///< none: accepted
};

/// Sends the delivery to `url`, signed with each of the secrets, and reads the beginning of the answer.
Attempt attempt_delivery(const platform::client::HttpClient& client, const std::string& url, const Delivery& delivery,
                         const std::vector<std::string>& secrets, const WebhookOptions& options);

}  // namespace notifications
