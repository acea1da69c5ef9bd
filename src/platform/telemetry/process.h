#pragma once

#include <cstdint>

namespace platform::telemetry {

/// The most memory this process has held at once, in bytes (resident set).
std::uint64_t peak_memory_bytes();

}  // namespace platform::telemetry
