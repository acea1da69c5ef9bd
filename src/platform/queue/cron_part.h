#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"

namespace platform::queue {

/// One of the five parts of a cron expression: what it may hold.
struct CronPart {
  std::string_view name;  ///< "hour"
  unsigned lowest, highest;
  std::span<const std::string_view> words{};  ///< names of the values, the first that of `lowest`
  std::string_view example{};
};

/// The values a part's text names, a bit each; 7 as a day of the week stays 7. Fails with cron_invalid, naming
/// `expression` too.
base::Result<std::uint64_t> read_cron_part(const CronPart& part, std::string_view text, std::string_view expression);

}  // namespace platform::queue
