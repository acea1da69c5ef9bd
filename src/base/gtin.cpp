#include "base/gtin.h"

#include <algorithm>
#include <string>

#include "base/gtin_reader.h"
#include "base/text.h"
#include "base/upc_e.h"

namespace base {
namespace {

int weighted_sum(std::string_view digits, int last_weight) {
  int sum = 0;
  int weight = last_weight;
  for (std::size_t at = digits.size(); at-- > 0; weight = 4 - weight) sum += weight * (digits[at] - '0');
  return sum;
}

constexpr std::size_t length_of(GtinForm form) {
  switch (form) {
    case GtinForm::gtin8:
      return 8;
    case GtinForm::gtin12:
    case GtinForm::upc_e:
      return 12;
    case GtinForm::gtin13:
      return 13;
    case GtinForm::gtin14:
      break;
  }
  return 14;
}

constexpr std::optional<GtinForm> form_of(std::size_t length) {
  switch (length) {
    case 8:
      return GtinForm::gtin8;
    case 12:
      return GtinForm::gtin12;
    case 13:
      return GtinForm::gtin13;
    case 14:
      return GtinForm::gtin14;
    default:
      return std::nullopt;
  }
}

GtinRange range_of_thirteen(int prefix, char fourth) {
  if ((prefix >= 20 && prefix <= 29) || (prefix >= 40 && prefix <= 49) || (prefix >= 200 && prefix <= 299))
    return GtinRange::restricted;
  if ((prefix >= 50 && prefix <= 59) || (prefix >= 981 && prefix <= 984) || prefix >= 990) return GtinRange::coupon;
  switch (prefix) {
    case 952:
      return GtinRange::demonstration;
    case 977:
      return GtinRange::serial;
    case 978:
      return GtinRange::book;
    case 979:
      return fourth == '0' ? GtinRange::music : GtinRange::book;
    case 980:
      return GtinRange::refund;
    default:
      return GtinRange::trade_item;
  }
}

GtinRange range_of_eight(char first) {
  if (first == '0') return GtinRange::unassigned_low;
  return first == '2' ? GtinRange::restricted : GtinRange::trade_item;
}

// True when every digit is `step` further than the one before, turning from 9 to 0.
bool counts_by(std::string_view digits, int step) {
  for (std::size_t i = 1; i < digits.size(); ++i) {
    if ((digits[i - 1] - '0' + step + 10) % 10 != digits[i] - '0') return false;
  }
  return true;
}

bool repeats_every(std::string_view digits, std::size_t period) {
  return digits.substr(period) == digits.substr(0, digits.size() - period);
}

}  // namespace

char gtin_check_digit(std::string_view body) {
  return static_cast<char>('0' + (10 - weighted_sum(body, 3) % 10) % 10);
}

bool has_right_check_digit(std::string_view digits) {
  return weighted_sum(digits, 1) % 10 == 0;
}

Gtin GtinReader::make(std::string_view digits, GtinForm form) {
  Gtin gtin;
  gtin.digits_.fill('0');
  std::ranges::copy(digits, gtin.digits_.end() - static_cast<std::ptrdiff_t>(digits.size()));
  gtin.form_ = form;
  return gtin;
}

Result<Gtin> Gtin::parse(std::string_view digits) {
  if (digits.empty() || !std::ranges::all_of(digits, is_digit)) return failure(not_digits(digits));
  const auto form = form_of(digits.size());
  if (!form) return failure(wrong_length(digits));
  if (!has_right_check_digit(digits)) return failure(wrong_check_digit(digits));
  return GtinReader::make(digits, *form);
}

std::string Gtin::written() const {
  const std::string_view shown = digits().substr(digits_.size() - length_of(form_));
  if (form_ == GtinForm::upc_e) {
    if (const auto eight = compress_upc_e(shown)) return {eight->data(), eight->size()};
  }
  return std::string(shown);
}

GtinRange Gtin::range() const {
  if (form_ == GtinForm::gtin8) return range_of_eight(digits_[6]);
  const int prefix = (digits_[1] - '0') * 100 + (digits_[2] - '0') * 10 + (digits_[3] - '0');
  return range_of_thirteen(prefix, digits_[4]);
}

bool Gtin::is_placeholder() const {
  const std::size_t length = length_of(form_);
  const std::string_view body = digits().substr(digits_.size() - length, length - 1);
  if (counts_by(body, 0) || counts_by(body, 1) || counts_by(body, -1)) return true;
  // Short codes repeat a block by chance; long ones do not.
  return body.size() > 7 && (repeats_every(body, 2) || repeats_every(body, 3) || repeats_every(body, 4));
}

std::string_view to_string(GtinRepair repair) {
  switch (repair) {
    case GtinRepair::separators_removed:
      return "separators_removed";
    case GtinRepair::decimals_removed:
      return "decimals_removed";
    case GtinRepair::scientific_expanded:
      return "scientific_expanded";
    case GtinRepair::leading_zeros_restored:
      return "leading_zeros_restored";
    case GtinRepair::upc_e_expanded:
      break;
  }
  return "upc_e_expanded";
}

std::string_view to_string(GtinRange range) {
  switch (range) {
    case GtinRange::trade_item:
      return "trade_item";
    case GtinRange::restricted:
      return "restricted";
    case GtinRange::coupon:
      return "coupon";
    case GtinRange::refund:
      return "refund";
    case GtinRange::demonstration:
      return "demonstration";
    case GtinRange::serial:
      return "serial";
    case GtinRange::book:
      return "book";
    case GtinRange::music:
      return "music";
    case GtinRange::unassigned_low:
      break;
  }
  return "unassigned_low";
}

}  // namespace base
