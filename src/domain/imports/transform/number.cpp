#include "domain/imports/transform/number.h"

#include <limits>

#include "base/money.h"
#include "base/text.h"
#include "domain/imports/transform/in_quotes.h"
#include "domain/imports/transform/units.h"

namespace imports {

namespace {

// Words that may stand beside a number without changing it.
bool is_ignorable(std::string_view word) {
  return word.empty() || word == "%" || base::Currency::from_symbol(word) || base::Currency::parse(word) ||
         parse_weight_unit(word);
}

}  // namespace

base::Result<std::string> read_number(std::string_view text, NumberStyle style) {
  WrittenNumber number;
  auto fault = scan_number(text, style, number);
  const bool alone = is_ignorable(number.before) && is_ignorable(number.after);
  if (fault == NumberFault::none && !alone) fault = NumberFault::not_a_number;
  if (fault != NumberFault::none) return base::failure(number_problem(fault, text, style));
  return std::move(number.plain);
}

base::Problem number_problem(NumberFault fault, std::string_view text, NumberStyle style) {
  switch (fault) {
    case NumberFault::wrong_shape:
      return {&value_not_a_number,
              in_quotes(text) + " is not written as this column writes numbers (" + example_of(style) + ").",
              "Correct the value, or state in the mapping how the column writes numbers.",
              {}};
    case NumberFault::digits_lost:
      return {&value_not_a_number,
              in_quotes(text) + " is a shortened scientific notation: its last digits are lost.",
              "Format the column as a plain number in the spreadsheet and export it again.",
              {}};
    case NumberFault::none:
    case NumberFault::not_a_number:
      break;
  }
  return {&value_not_a_number,
          in_quotes(text) + " is not a number.",
          "Correct the value, or turn such words into numbers with a lookup in the mapping.",
          {}};
}

std::optional<std::int64_t> fixed_point(std::string_view plain, unsigned decimals) {
  const bool negative = plain.starts_with('-');
  if (negative) plain.remove_prefix(1);
  constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();
  std::int64_t value = 0;
  const auto push = [&value](int digit) {
    if (value > (highest - digit) / 10) return false;
    value = value * 10 + digit;
    return true;
  };
  const auto point = std::min(plain.find('.'), plain.size());
  const auto fraction = plain.substr(std::min(point + 1, plain.size()));
  for (const char c : plain.substr(0, point)) {
    if (!base::is_digit(c) || !push(c - '0')) return std::nullopt;
  }
  for (unsigned i = 0; i < decimals; ++i) {
    if (!push(i < fraction.size() ? fraction[i] - '0' : 0)) return std::nullopt;
  }
  if (fraction.size() > decimals && fraction[decimals] >= '5') {
    if (value == highest) return std::nullopt;
    ++value;
  }
  return negative ? -value : value;
}

std::string example_of(NumberStyle style) {
  std::string out = "1";
  if (style.thousands != '\0') out += style.thousands;
  out += "234";
  out += style.decimal;
  out += "50";
  return out;
}

}  // namespace imports
