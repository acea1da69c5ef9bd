#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/imports/transform/transform.h"

namespace imports {

/// A written number taken apart. Reuse one for many cells: its buffer is kept.
struct WrittenNumber {
  std::string plain;        ///< "-1234.50": decimals as written, no marks, no leading zeros
  std::string_view before;  ///< what stood before it, without signs and blanks: "CZK"
  std::string_view after;   ///< what stood after it: "€", "%", "kg"
};

enum class NumberFault : std::uint8_t {
  none,
  not_a_number,  ///< no digits, or other text among them
  wrong_shape,   ///< marks where this style has none, "1,234,56"
  digits_lost,   ///< a scientific notation that no longer carries every digit
};

/// Takes a cell's number apart as `style` writes it. Blanks and apostrophes between groups of three digits are
/// understood in every style, because nobody writes decimals with them; so is the other of '.' and ',' when a decimal
/// mark follows.
NumberFault scan_number(std::string_view text, NumberStyle style, WrittenNumber& number);

/// The failure read_number gives for a fault: it names the value and how numbers are written in the column.
base::Problem number_problem(NumberFault fault, std::string_view text, NumberStyle style);

/// A plain number ("-1234.5") as an integer of 10^-decimals, rounded half away from zero; nothing when out of range.
std::optional<std::int64_t> fixed_point(std::string_view plain, unsigned decimals);

/// "1.234,50 €": a reader's example of the style.
std::string example_of(NumberStyle style);

}  // namespace imports
