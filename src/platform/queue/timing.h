#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "platform/queue/zone.h"

namespace platform::queue {

/// cron: as cron writes it. interval: every so often ("15m", "6h", "1d"). once: at a time ("2026-12-01T04:30" of the
/// zone, or with an offset of its own).
enum class TimingKind : std::uint8_t { cron, interval, once };
std::string_view to_string(TimingKind kind);
std::optional<TimingKind> parse_timing_kind(std::string_view name);

/// When a schedule's job is to run.
struct Timing {
  TimingKind kind = TimingKind::cron;
  std::string expression{};
  std::string zone{default_zone};

  bool operator==(const Timing&) const = default;
};

/// The first due moment after `after`; nothing when there will be none. `anchor`: a moment at which an interval was
/// due, which it keeps to; without it the first is one interval from `after`. Fails with cron_invalid, zone_unknown,
/// timing_invalid.
base::Result<std::optional<base::Timestamp>> next_time(const Timing& timing, base::Timestamp after,
                                                       const std::optional<base::Timestamp>& anchor = std::nullopt);

/// A due moment, with what clocks of the zone show then.
struct DueTime {
  base::Timestamp at;
  std::string local;
};

/// The next due moments, at most `count`. Fails as next_time does.
base::Result<std::vector<DueTime>> describe(const Timing& timing, base::Timestamp after,
                                            const std::optional<base::Timestamp>& anchor = std::nullopt,
                                            std::size_t count = 5);

inline constexpr base::ProblemKind timing_invalid{"schedule.timing_invalid", "Time of a schedule is not valid", 422,
                                                  base::LogLevel::info};

}  // namespace platform::queue
