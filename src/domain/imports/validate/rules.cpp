#include "domain/imports/validate/rules.h"

#include <algorithm>

#include "base/gtin.h"
#include "domain/imports/formats/csv_reader.h"
#include "domain/imports/formats/json_scanner.h"
#include "domain/imports/formats/spreadsheet.h"
#include "domain/imports/formats/xml_reader.h"
#include "domain/imports/transform/closest.h"
#include "domain/imports/transform/in_quotes.h"
#include "domain/imports/validate/row_mapper.h"

namespace imports {

const std::vector<RuleInfo>& validation_rules() {
  using enum Severity;
  static const std::vector<RuleInfo> rules = {
      {&sku_missing, reject, "No supplier reference, nor a code to stand for it. Such a row is always rejected."},
      {&base::gtin_not_digits, reject, "The code holds something else than digits."},
      {&base::gtin_length, reject, "The code has not 8, 12, 13 or 14 digits."},
      {&base::gtin_checksum, reject, "The code's check digit is wrong: it was mistyped."},
      {&base::gtin_digits_lost, reject, "A spreadsheet shortened the code (3.76E+12) and its last digits are gone."},
      {&gtin_repaired, warn, "The code was written differently and put right with proof. It is used."},
      {&gtin_restricted, warn,
       "The code is of a range for one shop, coupons or refunds: it means other things elsewhere. It is left out."},
      {&gtin_placeholder, warn,
       "The code was typed to fill the column (0000000000000). It is left out: one filler on many rows would make them "
       "one product, and the row can be sold without it."},
      {&name_missing, warn, "The name's column is empty in this row."},
      {&text_too_long, reject, "A text is longer than the catalogue keeps. Nothing is ever cut."},
      {&url_invalid, warn, "An image address does not begin with http:// or https://. It is left out."},
      {&value_not_a_number, reject, "A price, stock or quantity is not a number as its column writes numbers."},
      {&value_not_in_table, reject, "A lookup table has no entry for the value."},
      {&value_not_a_date, reject, "A date transform met something that is not a date."},
      {&price_negative, reject, "A price is below zero."},
      {&price_zero, warn, "A price is zero. It is used."},
      {&price_too_large, reject, "A price is above 10,000,000,000, as when a code stands in the price's column."},
      {&price_below_cost, warn, "The retail price, without VAT, is below the purchase price. Both are used."},
      {&currency_unknown, reject, "A currency is not in the ISO 4217 list."},
      {&currency_conflict, reject, "The row states amounts in two currencies."},
      {&vat_missing, reject, "A price has to be converted with or without VAT and the row has no rate."},
      {&vat_not_a_rate, warn,
       "A VAT rate is not a number, as when the supplier writes a code (R17). It is left out, because the row can be "
       "used without it."},
      {&vat_out_of_range, reject, "A VAT rate is below 0 or above 100 percent."},
      {&vat_unusual, warn,
       "A VAT rate is above 30 percent, or between 0 and 1 as when 20 % is written 0.2. It is used."},
      {&not_whole, reject, "A stock or quantity has a fraction."},
      {&stock_negative, reject, "The stock is below zero."},
      {&stock_too_large, reject, "The stock is above 1,000,000,000 pieces."},
      {&minimum_order_invalid, warn, "The minimum order quantity is below 1 or above 1,000,000,000. It is left out."},
      {&weight_invalid, warn, "The weight is not a number, has an unknown unit, or is below 0. It is left out."},
      {&csv_row_ragged, warn, "The row has more or fewer fields than the header. Its reader decides the severity."},
      {&csv_stray_quote, warn, "A quote stands inside a field and was not doubled. It is kept as text."},
      {&csv_unclosed_quote, reject, "A quote is never closed. Its reader decides the severity."},
      {&csv_record_too_long, reject, "The row is larger than 16 MB and was not kept."},
      {&json_invalid, reject, "A line of an NDJSON file is not valid JSON."},
      {&xml_ampersand_mended, warn, "A bare & of an XML file was read as what it stands for."},
      {&encoding_repaired, warn, "Characters of another encoding were put right."},
      {&cell_error, warn, "A spreadsheet cell holds an error like #N/A."},
      {&formula_without_value, warn, "A spreadsheet formula was saved without its value."},
  };
  return rules;
}

namespace {

std::vector<RuleInfo>::const_iterator find_rule(std::string_view code) {
  return std::ranges::find(validation_rules(), code, [](const RuleInfo& rule) { return rule.kind->code; });
}

}  // namespace

base::Result<Severities> Severities::create(const std::vector<Mapping::RuleSetting>& settings) {
  const auto& rules = validation_rules();
  Severities severities;
  severities.settings_ = settings;
  for (const auto& rule : rules) severities.severities_.push_back(rule.default_severity);
  for (const auto& setting : settings) {
    const auto found = find_rule(setting.code);
    if (found == rules.end()) {
      std::vector<std::string_view> codes;
      for (const auto& rule : rules) codes.push_back(rule.kind->code);
      const auto nearest = closest(setting.code, codes);
      base::Place place;
      place.field = "rules." + setting.code;
      return base::failure(mapping_invalid, place.field + ": There is no rule " + in_quotes(setting.code) + ".",
                           nearest.empty() ? "Take a code from the list of rules in docs/mapping.md."
                                           : "Did you mean " + in_quotes(nearest) + "?",
                           place);
    }
    severities.severities_[static_cast<std::size_t>(found - rules.begin())] = setting.severity;
  }
  return severities;
}

Severity Severities::of(const base::ProblemKind& kind) const {
  const auto found = find_rule(kind.code);
  if (found == validation_rules().end()) return Severity::reject;
  return severities_[static_cast<std::size_t>(found - validation_rules().begin())];
}

Severity Severities::of(const base::ProblemKind& kind, Severity otherwise) const {
  const auto found = std::ranges::find(settings_, kind.code, &Mapping::RuleSetting::code);
  return found == settings_.end() ? otherwise : found->severity;
}

}  // namespace imports
