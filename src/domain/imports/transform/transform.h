#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace imports {

/// How a column writes its numbers.
struct NumberStyle {
  char decimal = '.';     ///< '.' or ','
  char thousands = '\0';  ///< '.', ',', '\'', ' ' (any kind of blank); '\0': none expected
  bool operator==(const NumberStyle&) const = default;
};

/// One step from a cell's text to a field's text. Immutable and shared by threads.
class Transform {
 public:
  virtual ~Transform() = default;
  /// Changes `value` in place. A failure names the value and the cure; the caller adds row and field.
  virtual base::Result<> apply(std::string& value) const = 0;
};

/// A transform's name and its settings, as a mapping document has them: {"do": "replace", "find": "x", "with": "y"}.
struct TransformSpec {
  std::string name;
  /// Settings in document order; lookup tables are nested ("table" holds key and value pairs).
  std::vector<std::pair<std::string, std::string>> settings;
  std::vector<std::pair<std::string, std::string>> table;

  std::string_view setting(std::string_view key, std::string_view otherwise = {}) const;
  bool has(std::string_view key) const;
  bool operator==(const TransformSpec&) const = default;
};

/// Makes the transform a spec describes. Fails with transform_unknown (listing the known ones) or transform_setting.
base::Result<std::shared_ptr<const Transform>> make_transform(const TransformSpec& spec);

/// One line of help for each known transform, in alphabetical order: {"replace", "..."}; the docs are made from it.
struct TransformHelp {
  std::string_view name;
  std::string_view settings;
  std::string_view help;
};
const std::vector<TransformHelp>& transform_helps();

/// Reads a number as `style` writes it, with currency signs, units and blanks around it ignored ("1.234,50 €",
/// "CZK 599", "-12,5 %"); gives plain "-1234.5" text with at most `max_decimals` decimals kept exactly as written.
/// Fails with value_not_a_number; scientific notation is accepted only when no digit is lost.
base::Result<std::string> read_number(std::string_view text, NumberStyle style);

inline constexpr base::ProblemKind transform_unknown{"mapping.transform_unknown", "Unknown transform", 422,
                                                     base::LogLevel::info};
inline constexpr base::ProblemKind transform_setting{"mapping.transform_setting", "Wrong transform setting", 422,
                                                     base::LogLevel::info};
inline constexpr base::ProblemKind value_not_a_number{"import.not_a_number", "Not a number", 422, base::LogLevel::info};
inline constexpr base::ProblemKind value_not_in_table{"import.not_in_lookup", "Value missing from the lookup table",
                                                      422, base::LogLevel::info};
inline constexpr base::ProblemKind value_not_a_date{"import.not_a_date", "Not a date", 422, base::LogLevel::info};

}  // namespace imports
