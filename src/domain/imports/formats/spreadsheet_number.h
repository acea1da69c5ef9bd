#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace imports {

/// What a cell's number format makes of its number.
enum class NumberKind : std::uint8_t {
  plain,
  date,
  time,     ///< a time of day; with a day when the number has one
  elapsed,  ///< a duration: 36:00:00
};

enum class DateSystem : std::uint8_t { from_1900, from_1904 };

/// The kind of a number format every workbook has without defining it (ECMA-376, 18.8.30).
NumberKind builtin_number_kind(std::uint32_t format_id);
/// The kind of a format code such as "dd/mm/yyyy" or "#,##0.00".
NumberKind number_kind(std::string_view format_code);

/// Appends a number as a person would write it: whole numbers with all their digits, others with the 15 significant
/// digits Excel shows, no exponent within reason.
void append_number(std::string& out, double number);
/// The same for a number as XLSX spells it; what is no number is kept as it is.
void append_number(std::string& out, std::string_view text);

/// Appends a number as its format shows it: dates as 2026-11-22 or 2026-11-22T07:33:00, times as 07:33:00. A number no
/// date can have is kept as a number.
void append_formatted(std::string& out, double number, NumberKind kind, DateSystem system);

}  // namespace imports
