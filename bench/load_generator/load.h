#pragma once

#include "load_generator/options.h"
#include "load_generator/statistics.h"

namespace load_generator {

/// Runs the load. With a rate, a request's latency counts from the moment it was due, so that a server that stands
/// still is not excused from those that had to wait.
Statistics run(const Options& options);

}  // namespace load_generator
