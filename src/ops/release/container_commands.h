#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "platform/containers/engine.h"

namespace ops::release {

/// What a container is asked for its health with: as its image or Compose file says, else our own `healthcheck`.
std::vector<std::string> health_command(const platform::containers::Inspected& one);
/// Succeeds when it is ready, and prints its metrics.
std::vector<std::string> metrics_command(const platform::containers::Inspected& one);
/// How long it may take to end, if it says so itself.
std::optional<std::chrono::seconds> stop_limit_of(const platform::containers::Inspected& one);
/// The version an image's label tells; "" when there is none.
std::string version_label_of(const boost::json::object& image);

}  // namespace ops::release
