#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace imports {

/// How many milligrams a unit of weight holds, as an exact fraction.
struct WeightUnit {
  std::string_view name;
  std::int64_t milligrams;
  std::int64_t divisor;
};

/// "kg", "KG", "Kilogramm", "lbs"...; nothing when the word is no unit of weight.
std::optional<WeightUnit> parse_weight_unit(std::string_view word);

/// The units by their short names, for messages: "mg, g, kg, t, oz, lb".
std::string weight_unit_names();

/// A plain number ("1.2") of `unit` in whole milligrams, rounded; nothing when out of range.
std::optional<std::int64_t> to_milligrams(std::string_view plain, const WeightUnit& unit);

}  // namespace imports
