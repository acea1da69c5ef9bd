#include "base/money.h"

namespace base {

std::string Money::to_string() const {
  return amount.to_string(2) + ' ' + std::string(currency.code());
}

Result<Money> Money::plus(const Money& other) const {
  if (currency != other.currency) {
    return failure(money_currency_mismatch, to_string() + " and " + other.to_string() + " cannot be added.",
                   "Convert one of them to the other's currency first.");
  }
  const auto sum = amount.plus(other.amount);
  if (!sum) {
    return failure(money_overflow, "The sum of " + to_string() + " and " + other.to_string() + " is too large to keep.",
                   "Check both amounts: one of them is probably mistyped.");
  }
  return Money{*sum, currency};
}

}  // namespace base
