#include <algorithm>
#include <array>

#include "base/money.h"
#include "base/text.h"
#include "domain/imports/transform/in_quotes.h"
#include "domain/imports/validate/row_reader.h"

namespace imports {

namespace {

constexpr unsigned price_decimals = 4;
constexpr std::int64_t highest_price = 10'000'000'000 * base::Decimal::scale;
// A rate is 1/10000 of a percent, so this is 100 %.
constexpr std::int64_t whole_rate = 100 * base::Decimal::scale;

constexpr std::string_view noun(Field field) {
  return field == Field::purchase_price ? "purchase price " : "retail price ";
}

// Signs that several currencies share: the one the mapping names is then as good a reading as the commonest one.
bool may_mean(base::Currency found, base::Currency named) {
  constexpr std::array<std::string_view, 8> dollars = {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN"};
  constexpr std::array<std::string_view, 4> crowns = {"SEK", "NOK", "DKK", "ISK"};
  constexpr std::array<std::string_view, 2> yens = {"JPY", "CNY"};
  const auto both_in = [&](const auto& group) {
    return std::ranges::find(group, found.code()) != group.end() &&
           std::ranges::find(group, named.code()) != group.end();
  };
  return found == named || both_in(dollars) || both_in(crowns) || both_in(yens);
}

}  // namespace

void RowReader::read_price(const FieldPlan& field, std::string_view text) {
  if (!scan(field, text)) return;
  if (!take_currency_beside(field, text, number_.before) || !take_currency_beside(field, text, number_.after)) return;
  const auto units = fixed_point(number_.plain, price_decimals);
  const auto what = [&] { return std::string(noun(field.field)) + in_quotes(text); };
  if (number_.plain.starts_with('-')) {
    report(price_negative, field.source, what() + " is below zero.", "Correct it, or leave the cell empty.");
    return;
  }
  if (!units || *units > highest_price) {
    report(price_too_large, field.source, what() + " is too large.", "Check that the right column is mapped.");
    return;
  }
  if (*units == 0) {
    report(price_zero, field.source, what() + " is zero.", "Leave the cell empty when the price is not known.");
  }
  (field.field == Field::purchase_price ? purchase_price_ : retail_price_) = units;
  (field.field == Field::purchase_price ? purchase_field_ : retail_field_) = &field;
}

bool RowReader::take_currency_beside(const FieldPlan& field, std::string_view text, std::string_view word) {
  if (word.empty()) return true;
  const auto code = base::Currency::parse(word);
  const auto found = code ? code : base::Currency::from_symbol(word);
  if (!found) {
    report(number_problem(NumberFault::not_a_number, text, field.style), field.source);
    return false;
  }
  if (!beside_) {
    beside_ = CurrencyBeside{*found, !code};
  } else if (beside_->currency != *found) {
    report(currency_conflict, field.source,
           "the row has amounts in " + std::string(beside_->currency.code()) + " and in " + std::string(found->code()) +
               ".",
           "Give all amounts of a row in one currency.");
    return false;
  }
  return true;
}

void RowReader::read_currency(const FieldPlan& field, std::string_view text) {
  currency_ = base::Currency::parse(text);
  if (!currency_) currency_ = base::Currency::from_symbol(text);
  if (!currency_) {
    report(currency_unknown, field.source, "currency " + in_quotes(text) + " is not known.",
           "Write a code like EUR, USD or GBP.");
  }
}

void RowReader::finish_vat_rate() {
  if (!vat_rate_ && !vat_is_unreadable_) vat_rate_ = plan_.default_vat_rate;
  if (vat_rate_) row_.values.set(catalog::OfferField::vat_rate, *vat_rate_);
}

void RowReader::finish_price(std::optional<std::int64_t>& price, const FieldPlan* field, bool with_vat) {
  if (!price) return;
  const bool converts = with_vat ? plan_.retail_price_excludes_vat : plan_.purchase_price_includes_vat;
  if (converts) {
    if (!vat_rate_) {
      report(vat_missing, field->source,
             std::string(noun(field->field)) + "cannot be converted: the row has no VAT rate.",
             "Map the VAT rate, or set default_vat_rate in the mapping.");
      price.reset();
      return;
    }
    const auto gross = whole_rate + *vat_rate_;
    const auto written = base::Decimal::from_units(*price);
    const auto converted = with_vat ? written.scaled(gross, whole_rate) : written.scaled(whole_rate, gross);
    price = converted ? std::optional(converted->units()) : std::nullopt;
  }
  if (price) row_.values.set(field->target, *price);
}

void RowReader::finish_prices() {
  finish_price(purchase_price_, purchase_field_, false);
  finish_price(retail_price_, retail_field_, true);
  if (!purchase_price_ || !retail_price_ || *retail_price_ == 0) return;
  const auto gross = whole_rate + vat_rate_.value_or(0);
  const auto net = base::Decimal::from_units(*retail_price_).scaled(whole_rate, gross);
  // A retail price rounded to the cent may fall that much short.
  constexpr std::int64_t one_cent = base::Decimal::scale / 100;
  if (!net || net->units() + one_cent >= *purchase_price_) return;
  report(price_below_cost, retail_field_->source,
         "retail price " + net->to_string(2) + " without VAT is below the purchase price " +
             base::Decimal::from_units(*purchase_price_).to_string(2) + ".",
         "Check that the two columns are not swapped.");
}

void RowReader::finish_currency() {
  if (!plan_.has_prices && !currency_) return;
  const auto& named = currency_ ? currency_ : plan_.default_currency;
  auto currency = named;
  if (beside_) {
    const bool agrees = named && (beside_->is_sign ? may_mean(beside_->currency, *named) : beside_->currency == *named);
    const auto* field = purchase_field_ != nullptr ? purchase_field_ : retail_field_;
    if (currency_ && !agrees && field != nullptr) {
      report(currency_conflict, field->source,
             "the currency is " + std::string(named->code()) + " but the price is in " +
                 std::string(beside_->currency.code()) + ".",
             "Correct the currency or the price.");
      return;
    }
    if (!agrees) currency = beside_->currency;
  }
  if (currency) row_.values.set(catalog::OfferField::currency, currency->code());
}

}  // namespace imports
