#include <fmt/format.h>

#include <cmath>

#include "base/text.h"
#include "domain/imports/sniff/column_stats.h"

namespace imports {

std::string_view to_string(ColumnType type) {
  switch (type) {
    case ColumnType::empty:
      return "empty";
    case ColumnType::text:
      return "text";
    case ColumnType::integer:
      return "integer";
    case ColumnType::decimal:
      return "decimal";
    case ColumnType::gtin:
      return "gtin";
    case ColumnType::boolean:
      return "boolean";
    case ColumnType::date:
      return "date";
    case ColumnType::url:
      return "url";
    case ColumnType::currency:
      return "currency";
  }
  return "text";
}

namespace sniffing {
namespace {

// A column has a type when nearly all of its values do: real files have a few words among the numbers.
constexpr double nearly_all = 0.85;
// One in ten random numbers has a right check digit; six in ten never happen by chance.
constexpr double many_check_digits = 0.6;

std::string of_values(double share, std::uint64_t filled, std::string_view what) {
  return fmt::format("{} of {} {} {}", percent(share), base::group_thousands(filled), filled == 1 ? "value" : "values",
                     what);
}

std::string evidence_of(const ColumnStats& stats, ColumnType type) {
  const std::uint64_t filled = stats.filled();
  switch (type) {
    case ColumnType::empty:
      return "no sampled row has a value";
    case ColumnType::gtin:
      return of_values(stats.gtin_share(), filled, "have a right EAN check digit");
    case ColumnType::url:
      return of_values(stats.url_share(), filled, "are web addresses");
    case ColumnType::currency:
      return of_values(stats.currency_share(), filled, "are currency codes");
    case ColumnType::boolean:
      return of_values(stats.boolean_share(), filled, "say yes or no");
    case ColumnType::date:
      return of_values(stats.date_share(), filled, "are dates");
    case ColumnType::integer:
      return of_values(stats.whole_share(), filled, "are whole numbers");
    case ColumnType::decimal:
      return of_values(stats.number_share(), filled, "are numbers");
    case ColumnType::text:
      break;
  }
  if (stats.number_share() >= 0.5 && stats.leading_zero_share() > 0) {
    return of_values(stats.leading_zero_share(), filled, "have leading zeros, so these are codes and not numbers");
  }
  return fmt::format("{} {} of text, {} different, {:.0f} characters on average", base::group_thousands(filled),
                     filled == 1 ? "value" : "values", base::group_thousands(stats.distinct()), stats.average_length());
}

}  // namespace

std::string percent(double share) {
  const double value = share * 100;
  // Never round up to a full hundred what is not.
  const double shown = share < 1 ? std::min(std::floor(value * 10 + 0.5) / 10, 99.9) : 100;
  return shown == std::floor(shown) ? fmt::format("{:.0f} %", shown) : fmt::format("{:.1f} %", shown);
}

ColumnType type_of(const ColumnStats& stats) {
  if (stats.filled() == 0) return ColumnType::empty;
  if (stats.gtin_share() >= many_check_digits) return ColumnType::gtin;
  if (stats.url_share() >= nearly_all) return ColumnType::url;
  if (stats.currency_share() >= nearly_all) return ColumnType::currency;
  if (stats.boolean_share() >= nearly_all) return ColumnType::boolean;
  if (stats.date_share() >= nearly_all) return ColumnType::date;
  if (stats.number_share() >= nearly_all && stats.leading_zero_share() < 0.02) {
    return stats.whole_share() >= nearly_all && !stats.numbers().has_decimals() ? ColumnType::integer
                                                                                : ColumnType::decimal;
  }
  return ColumnType::text;
}

ColumnProfile profile_of(const ColumnStats& stats) {
  ColumnProfile profile;
  profile.name = stats.name();
  profile.type = type_of(stats);
  profile.evidence = evidence_of(stats, profile.type);
  profile.filled = stats.filled();
  profile.distinct = stats.distinct();
  profile.samples = stats.samples();
  if (stats.number_share() >= 0.5) profile.currency = stats.currency();
  return profile;
}

}  // namespace sniffing
}  // namespace imports
