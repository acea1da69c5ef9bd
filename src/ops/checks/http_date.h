#pragma once

#include <optional>
#include <string_view>

#include "base/timestamp.h"

namespace ops {

/// What the header Date says ("Sun, 06 Nov 1994 08:49:37 GMT"); nothing when it cannot be read.
std::optional<base::Timestamp> http_date(std::string_view text);

}  // namespace ops
