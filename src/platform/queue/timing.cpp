#include "platform/queue/timing.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/text.h"
#include "platform/queue/cron.h"

namespace platform::queue {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

constexpr std::array<std::pair<TimingKind, std::string_view>, 3> kind_names{
    {{TimingKind::cron, "cron"}, {TimingKind::interval, "interval"}, {TimingKind::once, "once"}}};
constexpr std::array<std::pair<char, seconds>, 4> units{{{'s', std::chrono::seconds(1)},
                                                         {'m', std::chrono::minutes(1)},
                                                         {'h', std::chrono::hours(1)},
                                                         {'d', std::chrono::days(1)}}};
constexpr seconds shortest_interval = std::chrono::minutes(1);
constexpr seconds longest_interval = std::chrono::days(366);

tl::unexpected<base::Problem> invalid(std::string_view what, std::string_view expression, std::string cure) {
  return base::failure(
      timing_invalid,
      "The " + std::string(what) + " \"" + std::string(base::utf8_prefix(expression, 60)) + "\" is not valid.",
      std::move(cure), {.field = "expression"});
}

base::Result<seconds> interval_of(std::string_view expression) {
  const std::string_view text = base::trim(expression);
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const auto* const unit = error == std::errc{} && end + 1 == text.data() + text.size()
                               ? std::ranges::find(units, *end, &std::pair<char, seconds>::first)
                               : units.end();
  if (unit != units.end() && count > 0 && count <= longest_interval / unit->second &&
      count * unit->second >= shortest_interval) {
    return count * unit->second;
  }
  return invalid("interval", expression,
                 "Give a number and its unit, s, m, h or d: 15m, 6h or 1d. The shortest is 1m, the longest 366d.");
}

/// With an offset of its own, or as clocks of the zone show it.
base::Result<base::Timestamp> moment_of(std::string_view expression, const Zone& zone) {
  const std::string text(base::trim(expression));
  if (const auto moment = base::Timestamp::parse(text)) return *moment;
  constexpr std::size_t to_the_minute = std::string_view("2026-12-01T04:30").size();
  const std::string whole = text.size() == to_the_minute ? text + ":00Z" : text + "Z";
  const auto local = base::Timestamp::parse(whole);
  if (!local) {
    return invalid("time", expression,
                   "Give a date and a time, such as 2026-12-01T04:30, or with an offset, 2026-12-01T04:30:00+01:00.");
  }
  return zone.moment_of(std::chrono::local_seconds(std::chrono::floor<seconds>(microseconds(local->microseconds()))));
}

base::Timestamp after_anchor(base::Timestamp anchor, base::Timestamp after, microseconds interval) {
  if (anchor > after) return anchor;
  return anchor + ((after - anchor) / interval + 1) * interval;
}

base::Result<std::optional<base::Timestamp>> next_in(const Timing& timing, const Zone& zone, base::Timestamp after,
                                                     const std::optional<base::Timestamp>& anchor) {
  switch (timing.kind) {
    case TimingKind::cron: {
      ASSIGN_OR_RETURN(const Cron cron, Cron::parse(timing.expression));
      return cron.next_after(after, zone);
    }
    case TimingKind::interval: {
      ASSIGN_OR_RETURN(const seconds interval, interval_of(timing.expression));
      return anchor ? after_anchor(*anchor, after, interval) : after + interval;
    }
    case TimingKind::once:
      break;
  }
  ASSIGN_OR_RETURN(const base::Timestamp moment, moment_of(timing.expression, zone));
  return moment > after ? std::optional(moment) : std::nullopt;
}

}  // namespace

std::string_view to_string(TimingKind kind) {
  return std::ranges::find(kind_names, kind, &std::pair<TimingKind, std::string_view>::first)->second;
}

std::optional<TimingKind> parse_timing_kind(std::string_view name) {
  const auto* const found = std::ranges::find(kind_names, name, &std::pair<TimingKind, std::string_view>::second);
  return found == kind_names.end() ? std::nullopt : std::optional(found->first);
}

base::Result<std::optional<base::Timestamp>> next_time(const Timing& timing, base::Timestamp after,
                                                       const std::optional<base::Timestamp>& anchor) {
  ASSIGN_OR_RETURN(const Zone zone, Zone::find(timing.zone));
  return next_in(timing, zone, after, anchor);
}

base::Result<std::vector<DueTime>> describe(const Timing& timing, base::Timestamp after,
                                            const std::optional<base::Timestamp>& anchor, std::size_t count) {
  ASSIGN_OR_RETURN(const Zone zone, Zone::find(timing.zone));
  std::vector<DueTime> times;
  while (times.size() < count) {
    ASSIGN_OR_RETURN(const auto next, next_in(timing, zone, after, anchor));
    if (!next) break;
    times.push_back({*next, zone.text_of(*next)});
    after = *next;
  }
  return times;
}

}  // namespace platform::queue
