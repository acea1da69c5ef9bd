#include "base/money.h"
#include "base/text.h"
#include "domain/imports/transform/in_quotes.h"
#include "domain/imports/transform/units.h"
#include "domain/imports/validate/row_reader.h"

namespace imports {

namespace {

constexpr std::int64_t most_pieces = 1'000'000'000;
constexpr std::int64_t heaviest_milligrams = 1'000'000'000'000;  // a thousand tonnes
constexpr unsigned rate_decimals = 4;

bool is_whole(std::string_view plain) {
  const auto point = plain.find('.');
  return point == std::string_view::npos || plain.find_first_not_of('0', point + 1) == std::string_view::npos;
}

}  // namespace

bool RowReader::scan(const FieldPlan& field, std::string_view text) {
  const auto fault = scan_number(text, field.style, number_);
  if (fault == NumberFault::none) return true;
  report(number_problem(fault, text, field.style), field.source);
  return false;
}

void RowReader::read_quantity(const FieldPlan& field, std::string_view text) {
  if (!scan(field, text)) return;
  if (!number_.before.empty() || !number_.after.empty()) {
    report(number_problem(NumberFault::not_a_number, text, field.style), field.source);
    return;
  }
  const bool is_stock = field.field == Field::stock;
  const auto what = [&] { return (is_stock ? "stock " : "minimum order ") + in_quotes(text); };
  if (!is_whole(number_.plain)) {
    report(not_whole, field.source, what() + " is not a whole number.", "Give whole pieces.");
    return;
  }
  const auto pieces = fixed_point(number_.plain, 0);
  const bool negative = number_.plain.starts_with('-');
  if (is_stock && negative) {
    report(stock_negative, field.source, what() + " is below zero.",
           "Give 0 when nothing is left, or ignore the rule " + std::string(stock_negative.code) + ".");
  } else if (!pieces || *pieces > most_pieces) {
    report(is_stock ? stock_too_large : minimum_order_invalid, field.source, what() + " is too large.",
           "Check that the right column is mapped.");
  } else if (!is_stock && *pieces < 1) {
    report(minimum_order_invalid, field.source, what() + " is below 1.", "Give 1 or more.");
  } else {
    row_.values.set(field.target, *pieces);
  }
}

void RowReader::read_weight(const FieldPlan& field, std::string_view text) {
  const auto fault = scan_number(text, field.style, number_);
  const auto unit = number_.after.empty() ? std::optional(field.unit) : parse_weight_unit(number_.after);
  std::optional<std::int64_t> milligrams;
  if (fault == NumberFault::none && number_.before.empty() && unit) milligrams = to_milligrams(number_.plain, *unit);
  if (!milligrams || *milligrams < 0 || *milligrams > heaviest_milligrams) {
    report(weight_invalid, field.source, in_quotes(text) + " is not a weight; it is left out.",
           "Write a number, with one of these units or none: " + weight_unit_names() + ".");
    return;
  }
  row_.values.set(field.target, *milligrams);
}

void RowReader::read_percent(const FieldPlan& field, std::string_view text) {
  const auto fault = scan_number(text, field.style, number_);
  const bool alone = number_.before.empty() && (number_.after.empty() || number_.after == "%");
  if (fault != NumberFault::none || !alone) {
    vat_is_unreadable_ = true;
    report(vat_not_a_rate, field.source, "VAT rate " + in_quotes(text) + " is not a percentage; it is left out.",
           "Turn the supplier's codes into rates with a lookup in the mapping.");
    return;
  }
  constexpr std::int64_t one = base::Decimal::scale;
  constexpr std::int64_t highest = 100 * one;
  constexpr std::int64_t highest_usual = 30 * one;
  const auto rate = fixed_point(number_.plain, rate_decimals);
  if (!rate || *rate < 0 || *rate > highest) {
    report(vat_out_of_range, field.source, "VAT rate " + in_quotes(text) + " is not between 0 and 100 percent.",
           "Correct it, or turn the supplier's codes into rates with a lookup in the mapping.");
    return;
  }
  if (*rate > highest_usual || (*rate > 0 && *rate < one)) {
    report(vat_unusual, field.source, "VAT rate " + in_quotes(text) + " percent is unusual.",
           "Check it; when rates are written as fractions (0.2), multiply them by 100 in the mapping.");
  }
  vat_rate_ = rate;
}

}  // namespace imports
