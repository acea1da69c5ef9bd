#include "domain/imports/transform/units.h"

#include <algorithm>

#include "base/money.h"
#include "base/text.h"
#include "domain/imports/transform/number.h"

namespace imports {

namespace {

constexpr WeightUnit units[] = {
    {"mg", 1, 1},
    {"g", 1'000, 1},
    {"kg", 1'000'000, 1},
    {"t", 1'000'000'000, 1},
    {"oz", 28'349'523'125, 1'000'000},
    {"lb", 45'359'237, 100},
};

struct Alias {
  std::string_view word;
  std::string_view unit;
};
constexpr Alias aliases[] = {
    {"gr", "g"},           {"grs", "g"},          {"gramme", "g"},       {"grammes", "g"},    {"gram", "g"},
    {"grams", "g"},        {"gramm", "g"},        {"gramo", "g"},        {"gramos", "g"},     {"grammo", "g"},
    {"grammi", "g"},       {"kgs", "kg"},         {"kilo", "kg"},        {"kilos", "kg"},     {"kilogramme", "kg"},
    {"kilogrammes", "kg"}, {"kilogram", "kg"},    {"kilograms", "kg"},   {"kilogramm", "kg"}, {"kilogramo", "kg"},
    {"kilogramos", "kg"},  {"chilogrammo", "kg"}, {"chilogrammi", "kg"}, {"lbs", "lb"},       {"pound", "lb"},
    {"pounds", "lb"},      {"ounce", "oz"},       {"ounces", "oz"},      {"milligram", "mg"}, {"milligramme", "mg"},
    {"tonne", "t"},        {"tonnes", "t"},
};

std::optional<WeightUnit> find(std::string_view name) {
  const auto found = std::ranges::find(units, name, &WeightUnit::name);
  return found == std::end(units) ? std::nullopt : std::optional(*found);
}

}  // namespace

std::optional<WeightUnit> parse_weight_unit(std::string_view word) {
  word = base::trim(word);
  if (word.ends_with('.')) word.remove_suffix(1);
  if (const auto unit = find(word)) return unit;
  const auto lower = base::to_lower_ascii(word);
  if (const auto unit = find(lower)) return unit;
  const auto alias = std::ranges::find(aliases, lower, &Alias::word);
  return alias == std::end(aliases) ? std::nullopt : find(alias->unit);
}

std::string weight_unit_names() {
  std::string out;
  for (const auto& unit : units) {
    if (!out.empty()) out += ", ";
    out += unit.name;
  }
  return out;
}

std::optional<std::int64_t> to_milligrams(std::string_view plain, const WeightUnit& unit) {
  constexpr unsigned decimals = 6;
  constexpr std::int64_t scale = 1'000'000;
  const auto millionths = fixed_point(plain, decimals);
  if (!millionths) return std::nullopt;
  const auto milligrams = base::Decimal::from_units(*millionths).scaled(unit.milligrams, unit.divisor * scale);
  return milligrams ? std::optional(milligrams->units()) : std::nullopt;
}

}  // namespace imports
