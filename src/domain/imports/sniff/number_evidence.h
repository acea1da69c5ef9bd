#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/imports/transform/transform.h"

namespace imports::sniffing {

/// How one value is written, when it is a number with at most a sign, a currency and a unit around it.
struct NumberShape {
  enum class Marks : std::uint8_t {
    plain,          ///< digits only
    decimal_comma,  ///< "12,5", "1.234,50", "0,125"
    decimal_point,
    thousands_comma,  ///< "1,234,567": cannot be a decimal
    thousands_point,
    one_comma,  ///< "1,234": either
    one_point,
  };
  Marks marks = Marks::plain;
  bool thousands_blank = false;
  bool thousands_apostrophe = false;
  bool both_marks = false;    ///< thousands and decimals in one value
  bool leading_zero = false;  ///< "0123": a code rather than a number
  bool percent = false;
  std::string currency;  ///< ISO code of a sign or code beside it
  std::string unit;      ///< "kg", "g", "lb", "oz", "mg" beside it
  double magnitude = 0;  ///< rough, marks taken as this value alone suggests
};

/// Nothing when the text is not a number.
std::optional<NumberShape> read_shape(std::string_view text);

/// What the values of one column say together.
struct NumberEvidence {
  std::uint64_t numbers = 0;
  std::uint64_t decimal_comma = 0, decimal_point = 0;
  std::uint64_t thousands_comma = 0, thousands_point = 0;
  std::uint64_t one_comma = 0, one_point = 0;
  std::uint64_t thousands_blank = 0, thousands_apostrophe = 0;
  std::uint64_t grouped_decimal_comma = 0, grouped_decimal_point = 0;  ///< both marks: "1.234,50", "1,234.50"

  void add(const NumberShape& shape);
  bool has_decimals() const { return decimal_comma + decimal_point > 0; }
  /// ',' or '.' when the column alone proves it.
  std::optional<char> proven_decimal() const;
};

/// The style of a column: by itself when it proves one, else as `file_decimal` (what the other columns prove, or the
/// usual of the file's language) says.
NumberStyle decide_style(const NumberEvidence& evidence, char file_decimal);
/// "decimal comma in 812 of 1,460 values".
std::string describe_style(const NumberEvidence& evidence, NumberStyle style, bool from_file);

}  // namespace imports::sniffing
