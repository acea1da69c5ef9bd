#include "load_generator/statistics.h"

#include <fmt/format.h>

#include <algorithm>

namespace load_generator {

std::string Statistics::json() {
  std::sort(latencies.begin(), latencies.end());
  const auto at = [&](double share) {
    if (latencies.empty()) return 0.0;
    const auto index = static_cast<std::size_t>(share * static_cast<double>(latencies.size() - 1));
    return std::chrono::duration<double, std::milli>(latencies[index]).count();
  };
  const auto answers = static_cast<double>(latencies.size());
  return fmt::format(
      R"({{"answers": {}, "per_second": {:.1f}, "refused": {}, "broken": {}, "bytes_an_answer": {:.0f}, )"
      R"("p50": {:.3f}, "p90": {:.3f}, "p99": {:.3f}, "max": {:.3f}}})",
      latencies.size(), answers / time.count(), refused, broken,
      latencies.empty() ? 0.0 : static_cast<double>(bytes) / answers, at(0.5), at(0.9), at(0.99), at(1.0));
}

}  // namespace load_generator
