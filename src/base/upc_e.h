#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace base {

/// The GTIN-12 a UPC-E of eight digits stands for, zeros put back (GS1 General Specifications 5.2.2.4). Nothing when
/// the number system is not 0 or 1, when zeros are left that the form would have suppressed, or when the check digit,
/// which belongs to the expanded code, does not agree.
std::optional<std::array<char, 12>> expand_upc_e(std::string_view eight_digits);

/// The eight digits of the UPC-E that expands to `twelve_digits`; nothing when there is none.
std::optional<std::array<char, 8>> compress_upc_e(std::string_view twelve_digits);

}  // namespace base
