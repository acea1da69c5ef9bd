#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

/// True for the ASCII blanks: space, tab, CR, LF, VT, FF.
constexpr bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// `text` without blanks at both ends; no-break spaces (U+00A0, U+202F) and the zero-width U+FEFF, U+200B count as
/// blank.
std::string_view trim(std::string_view text);

/// Parts of `text` between `separator`s; an empty text gives one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
/// The same of whatever gives texts one after the other.
template <class Parts>
std::string join(const Parts& parts, std::string_view separator) {
  std::string out;
  bool is_first = true;
  for (const std::string_view part : parts) {
    if (!is_first) out += separator;
    out += part;
    is_first = false;
  }
  return out;
}

/// Nothing for an empty text, which is how a database and an answer say that there is none.
std::optional<std::string> unless_empty(std::string_view text);

/// Text for comparing words: lower case, accents removed (Latin, Greek and Cyrillic letters; "ß" becomes "ss", "œ"
/// "oe"), every run of anything else than letters and digits replaced by one space, none at the ends. "Réf. Art. N°" ->
/// "ref art n".
std::string fold(std::string_view utf8);

std::string to_lower_ascii(std::string_view text);
std::string to_upper_ascii(std::string_view text);
/// Lower and upper case for Latin, Greek and Cyrillic letters in UTF-8; other text is kept.
std::string to_lower(std::string_view utf8);
std::string to_upper(std::string_view utf8);

bool is_valid_utf8(std::string_view text);
/// Number of code points (lead bytes) in a UTF-8 text.
std::size_t utf8_length(std::string_view text);
/// The longest prefix of at most `code_points` code points.
std::string_view utf8_prefix(std::string_view text, std::size_t code_points);
/// Appends the UTF-8 form of a code point; U+FFFD for one that is not a scalar value.
void append_utf8(std::string& out, char32_t code_point);

/// Text as part of an address: all but letters, digits, "-_.~" and what is in `kept` becomes %XX.
std::string percent_encoded(std::string_view text, std::string_view kept = {});

/// "12 345" -> grouped by thousands with `separator`.
std::string group_thousands(unsigned long long value, std::string_view separator = ",");

}  // namespace base
