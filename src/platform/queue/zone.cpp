#include "platform/queue/zone.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <stdexcept>

#include "base/text.h"

namespace platform::queue {
namespace {

using std::chrono::floor;
using std::chrono::seconds;

date::sys_seconds second_of(base::Timestamp moment) {
  return date::sys_seconds(floor<seconds>(std::chrono::microseconds(moment.microseconds())));
}

base::Timestamp moment_at(date::sys_seconds second) {
  return base::Timestamp(std::chrono::microseconds(second.time_since_epoch()).count());
}

}  // namespace

base::Result<Zone> Zone::find(std::string_view name) {
  try {
    return Zone(std::string(name), date::locate_zone(std::string(name)));
  } catch (const std::runtime_error&) {
    return base::failure(zone_unknown,
                         "There is no time zone \"" + std::string(base::utf8_prefix(name, 60)) + "\" on this system.",
                         "Give a name such as Europe/Paris, America/New_York or UTC.", {.field = "zone"});
  }
}

std::chrono::local_seconds Zone::local_of(base::Timestamp moment) const {
  return std::chrono::local_seconds(rules_->to_local(second_of(moment)).time_since_epoch());
}

base::Timestamp Zone::moment_of(std::chrono::local_seconds local) const {
  const date::local_info info = rules_->get_info(date::local_seconds(local.time_since_epoch()));
  if (info.result == date::local_info::nonexistent) return moment_at(info.first.end);
  return moment_at(date::sys_seconds(local.time_since_epoch() - info.first.offset));
}

std::string Zone::text_of(base::Timestamp moment) const {
  const auto local = local_of(moment);
  const auto day = floor<std::chrono::days>(local);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{local - day};
  const auto offset = rules_->get_info(second_of(moment)).offset;
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(std::chrono::abs(offset)).count();
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count(), offset < seconds(0) ? '-' : '+', minutes / 60,
                     minutes % 60);
}

}  // namespace platform::queue
