#include "platform/telemetry/process.h"

#include <sys/resource.h>

namespace platform::telemetry {

std::uint64_t peak_memory_bytes() {
  struct rusage usage {};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

}  // namespace platform::telemetry
