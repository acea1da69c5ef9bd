#pragma once

#include <cstdint>

namespace platform::telemetry {

/// The most memory this process has held at once, in bytes (resident set).
std::uint64_t peak_memory_bytes();

/// This process at the moment (Linux's /proc); figures are 0 where they are not told.
struct ProcessState {
  std::uint64_t resident_bytes = 0, peak_bytes = 0;
  std::uint64_t threads = 0, open_files = 0;
  double processor_seconds = 0;
};
ProcessState process_state();

}  // namespace platform::telemetry
