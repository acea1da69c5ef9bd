#pragma once

#include <string_view>

#include "base/gtin.h"

namespace base {

/// Makes a Gtin of digits whose check digit was proved already.
struct GtinReader {
  /// `digits` are at most 14; a UPC-E comes expanded to its twelve.
  static Gtin make(std::string_view digits, GtinForm form);
};

/// True when the last digit is the check digit of those before it. Zeros on the left change nothing.
bool has_right_check_digit(std::string_view digits);

/// The Problem of a code whose last digit is not the one its body calls for.
Problem wrong_check_digit(std::string_view digits);
/// The Problem of a code with a number of digits no GTIN has.
Problem wrong_length(std::string_view digits);
/// The Problem of a text that is no code at all.
Problem not_digits(std::string_view text);

}  // namespace base
