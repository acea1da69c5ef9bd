#include "base/money.h"
#include "base/text.h"
#include "domain/imports/transform/families.h"
#include "domain/imports/transform/from_function.h"
#include "domain/imports/transform/in_quotes.h"
#include "domain/imports/transform/number.h"
#include "domain/imports/transform/settings.h"

namespace imports {

namespace {

using base::Decimal;
constexpr std::int64_t billion = 1'000'000'000;

// A transform that reads the value as a number and computes another; blanks stay blank.
template <class Compute>
base::Result<TransformPointer> calculation(const TransformSpec& spec, Compute compute) {
  ASSIGN_OR_RETURN(const auto style, style_settings(spec));
  return from_function([style, compute](std::string& value) -> base::Result<> {
    if (base::trim(value).empty()) return {};
    ASSIGN_OR_RETURN(const auto plain, read_number(value, style));
    const auto number = Decimal::parse(plain);
    const std::optional<Decimal> result = number ? compute(*number) : std::nullopt;
    if (!result) {
      return base::failure(value_not_a_number, in_quotes(value) + " is too large to calculate with.",
                           "Correct the value.");
    }
    value = result->to_string();
    return {};
  });
}

base::Result<Decimal> term_setting(const TransformSpec& spec, bool negated) {
  const auto term = Decimal::parse(spec.setting("by"));
  const auto exact = billionths_setting(spec, "by");
  constexpr std::int64_t unit = billion / Decimal::scale;
  if (!term || !exact || *exact % unit != 0) {
    return base::failure(wrong_setting(spec, "by", "a number with a decimal point and at most 4 decimals, like 1.5"));
  }
  return Decimal::from_units(negated ? -term->units() : term->units());
}

base::Result<std::int64_t> vat_factor(const TransformSpec& spec) {
  ASSIGN_OR_RETURN(const auto rate, billionths_setting(spec, "rate"));
  constexpr std::int64_t hundred = 100;
  if (rate < 0 || rate > hundred * billion) {
    return base::failure(wrong_setting(spec, "rate", "a percentage from 0 to 100, like 20 or 5.5"));
  }
  return billion + rate / hundred;
}

}  // namespace

base::Result<TransformPointer> make_add(const TransformSpec& spec) {
  ASSIGN_OR_RETURN(const auto term, term_setting(spec, false));
  return calculation(spec, [term](Decimal number) { return number.plus(term); });
}

base::Result<TransformPointer> make_subtract(const TransformSpec& spec) {
  ASSIGN_OR_RETURN(const auto term, term_setting(spec, true));
  return calculation(spec, [term](Decimal number) { return number.plus(term); });
}

base::Result<TransformPointer> make_multiply(const TransformSpec& spec) {
  ASSIGN_OR_RETURN(const auto factor, billionths_setting(spec, "by"));
  return calculation(spec, [factor](Decimal number) { return number.scaled(factor, billion); });
}

base::Result<TransformPointer> make_divide(const TransformSpec& spec) {
  ASSIGN_OR_RETURN(const auto divisor, billionths_setting(spec, "by"));
  if (divisor == 0) return base::failure(wrong_setting(spec, "by", "a number other than 0"));
  return calculation(spec, [divisor](Decimal number) { return number.scaled(billion, divisor); });
}

base::Result<TransformPointer> make_round(const TransformSpec& spec) {
  ASSIGN_OR_RETURN(const auto decimals, whole_setting(spec, "decimals", 0, 4, 2));
  std::int64_t step = Decimal::scale;
  for (std::int64_t i = 0; i < decimals; ++i) step /= 10;
  return calculation(spec, [step](Decimal number) {
    // One step becomes one unit, rounded half away from zero, and is then a step again.
    const auto steps = number.scaled(1, step);
    return steps ? steps->scaled(step, 1) : std::nullopt;
  });
}

base::Result<TransformPointer> make_ex_vat(const TransformSpec& spec) {
  ASSIGN_OR_RETURN(const auto factor, vat_factor(spec));
  return calculation(spec, [factor](Decimal number) { return number.scaled(billion, factor); });
}

base::Result<TransformPointer> make_inc_vat(const TransformSpec& spec) {
  ASSIGN_OR_RETURN(const auto factor, vat_factor(spec));
  return calculation(spec, [factor](Decimal number) { return number.scaled(factor, billion); });
}

}  // namespace imports
