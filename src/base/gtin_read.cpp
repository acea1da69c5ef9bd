#include <algorithm>

#include "base/gtin_notation.h"
#include "base/gtin_reader.h"
#include "base/text.h"
#include "base/upc_e.h"

namespace base {
namespace {

std::optional<Gtin> as_upc_e(std::string_view eight_digits) {
  const auto twelve = expand_upc_e(eight_digits);
  if (!twelve) return std::nullopt;
  return GtinReader::make({twelve->data(), twelve->size()}, GtinForm::upc_e);
}

void read_eight(std::string_view digits, GtinReading& reading) {
  auto expanded = as_upc_e(digits);
  if (has_right_check_digit(digits)) {
    reading.gtin = GtinReader::make(digits, GtinForm::gtin8);
    reading.alternative = expanded;
  } else if (expanded) {
    reading.gtin = expanded;
    reading.repairs.push_back(GtinRepair::upc_e_expanded);
  } else {
    reading.problem = wrong_check_digit(digits);
  }
}

// A number that lost its zeros on the left. Nine to eleven digits can only be a GTIN-12. Seven digits can only be a
// UPC-E: a GTIN-8 beginning with zero is never printed on goods.
void read_shortened(std::string_view digits, GtinReading& reading) {
  if (digits.size() >= 9 && has_right_check_digit(digits)) {
    reading.gtin = GtinReader::make(digits, GtinForm::gtin12);
    reading.repairs.push_back(GtinRepair::leading_zeros_restored);
    return;
  }
  if (digits.size() == 7) {
    std::array<char, 8> eight{'0'};
    std::ranges::copy(digits, eight.begin() + 1);
    reading.gtin = as_upc_e({eight.data(), eight.size()});
  }
  if (reading.gtin) {
    reading.repairs.insert(reading.repairs.end(), {GtinRepair::leading_zeros_restored, GtinRepair::upc_e_expanded});
  } else {
    reading.problem = wrong_length(digits);
  }
}

void read_digits(std::string_view digits, GtinReading& reading) {
  const std::size_t length = digits.size();
  if (length == 8) return read_eight(digits, reading);
  if (length < 12) return read_shortened(digits, reading);
  auto parsed = Gtin::parse(digits);
  if (parsed) {
    reading.gtin = *parsed;
  } else {
    reading.problem = std::move(parsed).error();
  }
}

}  // namespace

GtinReading read_gtin(std::string_view cell) {
  GtinReading reading;
  const std::string_view text = trim(cell);
  if (text.empty()) return reading;
  if (std::ranges::all_of(text, is_digit)) {
    read_digits(text, reading);
    return reading;
  }
  auto plain = plain_code(text);
  if (!plain) {
    reading.problem = std::move(plain).error();
    return reading;
  }
  reading.repairs = std::move(plain->repairs);
  read_digits(plain->digits, reading);
  if (!reading.gtin) reading.repairs.clear();
  return reading;
}

}  // namespace base
