#include <algorithm>

#include "base/money.h"
#include "base/text.h"
#include "domain/imports/transform/families.h"
#include "domain/imports/transform/from_function.h"
#include "domain/imports/transform/in_quotes.h"
#include "domain/imports/transform/number.h"
#include "domain/imports/transform/settings.h"
#include "domain/imports/transform/units.h"

namespace imports {

namespace {

std::optional<base::Currency> currency_in(std::string_view text) {
  const auto known = [](std::string_view word) {
    const auto code = base::Currency::parse(word);
    return code ? code : base::Currency::from_symbol(word);
  };
  text = base::trim(text);
  if (const auto currency = known(text)) return currency;
  // Beside an amount: what is left once digits, marks and signs are taken away, "1 234,50 €" or "EUR-12".
  constexpr std::string_view amount = "0123456789.,'-+() \t";
  const auto first = text.find_first_not_of(amount);
  if (first == std::string_view::npos) return std::nullopt;
  const auto last = text.find_last_not_of(amount);
  return known(base::trim(text.substr(first, last - first + 1)));
}

base::Result<WeightUnit> unit_setting(const TransformSpec& spec, std::string_view key, std::string_view otherwise) {
  const auto unit = parse_weight_unit(spec.setting(key, otherwise));
  if (!unit) return base::failure(wrong_setting(spec, key, "one of " + weight_unit_names()));
  return *unit;
}

base::Result<> convert_weight(std::string& value, NumberStyle style, const WeightUnit& from, const WeightUnit& to) {
  if (base::trim(value).empty()) return {};
  WrittenNumber number;
  const auto fault = scan_number(value, style, number);
  const auto written = number.after.empty() ? std::optional(from) : parse_weight_unit(number.after);
  if (fault != NumberFault::none || !number.before.empty() || !written) {
    const auto shown = fault == NumberFault::none ? NumberFault::not_a_number : fault;
    return base::failure(number_problem(shown, value, style));
  }
  const auto milligrams = to_milligrams(number.plain, *written);
  // Milligrams times 10'000 are the units of a Decimal: this is the weight in `to`, to four decimals.
  const auto converted =
      milligrams ? base::Decimal::from_units(*milligrams).scaled(to.divisor * base::Decimal::scale, to.milligrams)
                 : std::nullopt;
  if (!converted) {
    return base::failure(value_not_a_number, in_quotes(value) + " is too heavy to be a weight.", "Correct the value.");
  }
  value = converted->to_string();
  return {};
}

}  // namespace

base::Result<TransformPointer> make_number(const TransformSpec& spec) {
  ASSIGN_OR_RETURN(const auto style, style_settings(spec));
  return from_function([style](std::string& value) -> base::Result<> {
    if (base::trim(value).empty()) return {};
    ASSIGN_OR_RETURN(value, read_number(value, style));
    return {};
  });
}

base::Result<TransformPointer> make_currency(const TransformSpec& spec) {
  return from_function([otherwise = std::string(spec.setting("otherwise"))](std::string& value) {
    const auto currency = currency_in(value);
    value = currency ? std::string(currency->code()) : otherwise;
  });
}

base::Result<TransformPointer> make_unit(const TransformSpec& spec) {
  ASSIGN_OR_RETURN(const auto style, style_settings(spec));
  ASSIGN_OR_RETURN(const auto from, unit_setting(spec, "from", "g"));
  ASSIGN_OR_RETURN(const auto to, unit_setting(spec, "to", "g"));
  return from_function([style, from, to](std::string& value) { return convert_weight(value, style, from, to); });
}

}  // namespace imports
