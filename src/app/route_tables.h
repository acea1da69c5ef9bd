#pragma once

#include <iterator>
#include <utility>

#include "platform/http/route.h"

namespace app {

inline void append(platform::http::RouteTable& all, platform::http::RouteTable more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

}  // namespace app
