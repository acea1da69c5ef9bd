#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace load_generator {

/// What became of the requests of a run.
struct Statistics {
  std::vector<std::chrono::nanoseconds> latencies;  ///< of the answers with status 2xx and 304
  std::uint64_t refused = 0;                        ///< answers of any other status
  std::uint64_t broken = 0;                         ///< connections that broke
  std::uint64_t bytes = 0;                          ///< of answers, heads included
  std::chrono::duration<double> time{};

  /// One JSON object; times in milliseconds.
  std::string json();
};

}  // namespace load_generator
