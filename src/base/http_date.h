#pragma once

#include <optional>
#include <string_view>

#include "base/timestamp.h"

namespace base {

/// A moment as the headers Date and Last-Modified say it ("Sun, 06 Nov 1994 08:49:37 GMT"); nothing when it cannot be
/// read.
std::optional<Timestamp> http_date(std::string_view text);

}  // namespace base
