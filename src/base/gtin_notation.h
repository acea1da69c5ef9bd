#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/gtin.h"

namespace base {

/// The digits of a code written with marks or as a number, and what was changed to get them.
struct PlainCode {
  std::string digits;
  std::vector<GtinRepair> repairs;
};

/// Takes the notation off a trimmed, non-empty code that is not digits alone. Fails with gtin_not_digits or
/// gtin_digits_lost.
Result<PlainCode> plain_code(std::string_view text);

}  // namespace base
