#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "base/timestamp.h"

namespace date {
class time_zone;
}

namespace platform::queue {

/// The zone of schedules that name none.
inline constexpr std::string_view default_zone = "Europe/Paris";

/// A time zone of the IANA database, as the system keeps it. A cheap value; thread-safe.
class Zone {
 public:
  /// "Europe/Paris", "UTC". Fails with zone_unknown.
  static base::Result<Zone> find(std::string_view name);

  const std::string& name() const { return name_; }
  /// What clocks of the zone show at a moment.
  std::chrono::local_seconds local_of(base::Timestamp moment) const;
  /// When clocks of the zone show a local time: of two moments the first; for a time that clocks skip, the moment at
  /// which they skip it.
  base::Timestamp moment_of(std::chrono::local_seconds local) const;
  /// "2026-03-29T03:00:00+02:00"
  std::string text_of(base::Timestamp moment) const;

 private:
  Zone(std::string name, const date::time_zone* rules) : name_(std::move(name)), rules_(rules) {}

  std::string name_;
  const date::time_zone* rules_;  // of the library's database, which lives as long as the process
};

inline constexpr base::ProblemKind zone_unknown{"schedule.zone_unknown", "No such time zone", 422,
                                                base::LogLevel::info};

}  // namespace platform::queue
