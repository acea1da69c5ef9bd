#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/money.h"
#include "base/text.h"
#include "domain/settings/settings.h"

namespace settings {
namespace {

tl::unexpected<base::Problem> wrong(const SettingInfo& setting, std::string_view value, std::string_view expected) {
  constexpr std::size_t longest_shown = 60;
  return base::failure(settings_invalid,
                       fmt::format("{} is \"{}\".", setting.name, base::utf8_prefix(value, longest_shown)),
                       fmt::format("Give {}.", expected), {.field = std::string(setting.name)});
}

base::Result<std::string> check_integer(const SettingInfo& setting, std::string_view value) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool is_number = error == std::errc{} && end == value.data() + value.size();
  if (!is_number || number < setting.lowest || number > setting.highest) {
    return wrong(setting, value, "a whole number from " + rule_of(setting));
  }
  return std::to_string(number);
}

base::Result<std::string> check_decimal(const SettingInfo& setting, std::string_view value) {
  const auto number = base::Decimal::parse(value);
  const auto bound = [](std::int64_t whole) { return base::Decimal::from_units(whole * base::Decimal::scale); };
  if (!number || *number < bound(setting.lowest) || *number > bound(setting.highest)) {
    return wrong(setting, value, "a number such as 5.5, from " + rule_of(setting));
  }
  return number->to_string();
}

base::Result<std::string> check_choice(const SettingInfo& setting, std::string_view value) {
  const auto choices = base::split(setting.choices, '|');
  if (std::ranges::find(choices, value) == choices.end()) return wrong(setting, value, "one of " + rule_of(setting));
  return std::string(value);
}

base::Result<std::string> check_currency(const SettingInfo& setting, std::string_view value) {
  const auto currency = base::Currency::parse(value);
  if (!currency) return wrong(setting, value, "an ISO 4217 code such as EUR");
  return std::string(currency->code());
}

/// A name of the IANA time zone database: "Europe/Paris", "America/Argentina/Ushuaia", "UTC".
bool is_time_zone(std::string_view name) {
  constexpr std::size_t longest = 64;
  if (name == "UTC") return true;
  if (name.empty() || name.size() > longest || name.find('/') == std::string_view::npos) return false;
  for (const std::string_view part : base::split(name, '/')) {
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    if (part.empty() || !is_letter(part.front())) return false;
    const auto is_allowed = [&](char c) {
      return is_letter(c) || base::is_digit(c) || c == '_' || c == '-' || c == '+';
    };
    if (!std::ranges::all_of(part, is_allowed)) return false;
  }
  // Where the system knows zones, it has the last word.
  const std::filesystem::path known = "/usr/share/zoneinfo";
  std::error_code failed;
  return !std::filesystem::exists(known / "UTC", failed) || std::filesystem::is_regular_file(known / name, failed);
}

base::Result<std::string> check_time_zone(const SettingInfo& setting, std::string_view value) {
  if (!is_time_zone(value)) return wrong(setting, value, "a time zone such as Europe/Paris or UTC");
  return std::string(value);
}

}  // namespace

std::string rule_of(const SettingInfo& setting) {
  switch (setting.type) {
    case SettingType::integer:
    case SettingType::decimal:
      return fmt::format("{} to {}", setting.lowest, setting.highest);
    case SettingType::choice:
      return std::string(setting.choices);
    case SettingType::currency:
      return "ISO 4217";
    case SettingType::time_zone:
      return "IANA time zone";
  }
  return {};
}

base::Result<std::string> check_value(const SettingInfo& setting, std::string_view value) {
  const std::string_view trimmed = base::trim(value);
  switch (setting.type) {
    case SettingType::integer:
      return check_integer(setting, trimmed);
    case SettingType::decimal:
      return check_decimal(setting, trimmed);
    case SettingType::choice:
      return check_choice(setting, trimmed);
    case SettingType::currency:
      return check_currency(setting, trimmed);
    case SettingType::time_zone:
      break;
  }
  return check_time_zone(setting, trimmed);
}

}  // namespace settings
