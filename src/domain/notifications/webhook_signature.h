#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"

namespace notifications {

/// X-Signature of a webhook's body: "t=<unix seconds>,v1=<hex HMAC-SHA-256 of "t.body">", with a v1 for each secret.
std::string signature_of(const std::vector<std::string>& secrets, base::Timestamp at, std::string_view body);

}  // namespace notifications
