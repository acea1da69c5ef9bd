#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/queue/job.h"

namespace backup {

/// Who looks on while something long is done. Both may be called by several threads.
struct Watch {
  std::function<void(std::string_view what)> tell = [](std::string_view) {};
  std::function<bool()> should_stop = [] { return false; };

  base::Result<> check() const {
    if (!should_stop()) return {};
    return base::failure(platform::queue::job_stopped, "The backup was stopped; what was half done has been removed.",
                         "Start it again.");
  }
};

/// One of the six databases.
struct Source {
  std::string name;
  std::string url;
};

}  // namespace backup
