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

/// The memory this process may hold at most, in bytes: what its container is given (control groups, both versions),
/// else what the machine has. 0 where neither is told.
std::uint64_t memory_limit_bytes();

}  // namespace platform::telemetry
