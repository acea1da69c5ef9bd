#include "domain/imports/transform/settings.h"

#include <charconv>

#include "domain/imports/transform/in_quotes.h"
#include "domain/imports/transform/number.h"

namespace imports {

base::Problem wrong_setting(const TransformSpec& spec, std::string_view key, std::string_view allowed) {
  base::Place place;
  place.field = key;
  return {&transform_setting,
          "The transform “" + spec.name + "” has " + in_quotes(spec.setting(key)) + " for “" + std::string(key) + "”.",
          "Write " + std::string(allowed) + ".", std::move(place)};
}

base::Result<std::int64_t> whole_setting(const TransformSpec& spec, std::string_view key, std::int64_t lowest,
                                         std::int64_t highest, std::int64_t otherwise) {
  if (!spec.has(key)) return otherwise;
  const auto text = spec.setting(key);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < lowest || value > highest) {
    const auto range = "a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest);
    return base::failure(wrong_setting(spec, key, range));
  }
  return value;
}

base::Result<bool> flag_setting(const TransformSpec& spec, std::string_view key, bool otherwise) {
  const auto text = spec.setting(key, otherwise ? "true" : "false");
  if (text != "true" && text != "false") return base::failure(wrong_setting(spec, key, "true or false"));
  return text == "true";
}

base::Result<std::int64_t> billionths_setting(const TransformSpec& spec, std::string_view key) {
  constexpr unsigned decimals = 9;
  WrittenNumber number;
  const auto text = spec.setting(key);
  const auto fault = scan_number(text, NumberStyle{}, number);
  const bool alone = number.before.empty() && number.after.empty();
  const auto point = number.plain.find('.');
  const bool exact = point == std::string::npos || number.plain.size() - point - 1 <= decimals;
  const auto value = fault == NumberFault::none && alone && exact ? fixed_point(number.plain, decimals) : std::nullopt;
  if (!value) {
    return base::failure(wrong_setting(spec, key, "a number with a decimal point and at most 9 decimals, like 1.2"));
  }
  return *value;
}

base::Result<NumberStyle> style_settings(const TransformSpec& spec) {
  const auto decimal = spec.setting("decimal", ".");
  if (decimal != "." && decimal != ",") return base::failure(wrong_setting(spec, "decimal", "\".\" or \",\""));
  const auto thousands = spec.setting("thousands");
  constexpr std::string_view marks = ".,' ";
  const bool known = thousands.empty() || (thousands.size() == 1 && marks.find(thousands[0]) != std::string_view::npos);
  if (!known || thousands == decimal) {
    return base::failure(
        wrong_setting(spec, "thousands", R"(".", ",", "'", " " or "", and another mark than the decimal one)"));
  }
  return NumberStyle{decimal[0], thousands.empty() ? '\0' : thousands[0]};
}

}  // namespace imports
