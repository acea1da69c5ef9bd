#include "base/gtin_notation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/gtin_reader.h"
#include "base/text.h"
#include "base/utf8.h"

namespace base {
namespace {

constexpr bool is_mark(char c) {
  return c == '.' || c == ',';
}

bool is_all_digits(std::string_view text) {
  return std::ranges::all_of(text, is_digit);
}
bool is_all_zeros(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c == '0'; });
}

// Takes off what spreadsheets put around a number to keep it a text: '3760..., ="3760...", "3760...".
std::string_view unwrapped(std::string_view text) {
  for (const std::string_view apostrophe : {"'", "\xE2\x80\x99", "`"}) {
    if (text.starts_with(apostrophe)) return trim(text.substr(apostrophe.size()));
  }
  std::string_view inner = text;
  if (inner.starts_with('=')) inner.remove_prefix(1);
  if (inner.size() < 3 || !inner.starts_with('"') || !inner.ends_with('"')) return text;
  return trim(inner.substr(1, inner.size() - 2));
}

// "3.760001234567E+12" taken apart.
struct Scientific {
  std::string digits;        // of the mantissa
  std::size_t decimals = 0;  // how many of them follow the point
  int exponent = 0;
};

std::optional<Scientific> read_scientific(std::string_view text) {
  std::string solid(text);
  std::erase_if(solid, is_blank);
  const std::size_t letter = solid.find_first_of("eE");
  if (letter == std::string::npos) return std::nullopt;
  std::string_view exponent = std::string_view(solid).substr(letter + 1);
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  Scientific number;
  const auto end = exponent.data() + exponent.size();
  const auto read = std::from_chars(exponent.data(), end, number.exponent);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;

  number.digits = solid.substr(0, letter);
  if (const auto mark = std::ranges::find_if(number.digits, is_mark); mark != number.digits.end()) {
    number.decimals = static_cast<std::size_t>(number.digits.end() - mark) - 1;
    number.digits.erase(mark);
  }
  if (number.digits.empty() || !is_all_digits(number.digits)) return std::nullopt;
  return number;
}

Problem digits_lost(std::string_view text) {
  return {&gtin_digits_lost,
          "Code " + std::string(text) + " has lost digits to scientific notation.",
          "Format the column as text in the original spreadsheet and export it again; the lost digits are not in this "
          "file.",
          {}};
}

Result<PlainCode> expand_scientific(std::string_view text) {
  auto number = read_scientific(text);
  if (!number || number->exponent < 0) return failure(not_digits(text));
  const auto exponent = static_cast<std::size_t>(number->exponent);
  const std::size_t whole = number->digits.size() - number->decimals + exponent;
  // "12E3" is somebody's reference, not a code that was shortened.
  if (whole < 7 || whole > 15) return failure(not_digits(text));
  if (number->decimals < exponent) return failure(digits_lost(text));
  if (!is_all_zeros(std::string_view(number->digits).substr(whole))) return failure(not_digits(text));
  number->digits.resize(whole);
  number->digits.erase(0, std::min(number->digits.find_first_not_of('0'), whole));
  if (number->digits.empty()) return failure(not_digits(text));
  return PlainCode{std::move(number->digits), {GtinRepair::scientific_expanded}};
}

// Blanks and dashes between digits taken out; points and commas are kept for later. Nothing when another sign is found
// or the text does not begin and end with a digit.
std::optional<std::string> without_gaps(std::string_view text) {
  constexpr std::array gaps{U'-',      U' ',      U'\t',     char32_t{0xA0},   char32_t{0x2009}, char32_t{0x202F},
                            U'\u2010', U'\u2011', U'\u2012', char32_t{0x2013}, char32_t{0x2014}, char32_t{0x2212}};
  if (!is_digit(text.front()) || !is_digit(text.back())) return std::nullopt;
  std::string solid;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint next = decode_utf8(text, at);
    const char c = text[at];
    at += next.length;
    if (is_digit(c) || is_mark(c)) {
      solid += c;
    } else if (!next.valid || std::ranges::find(gaps, next.value) == gaps.end()) {
      return std::nullopt;
    }
  }
  return solid;
}

enum class Ending : std::uint8_t { none, zero_decimals, other_decimals };

// What the last point or comma is: a decimal mark when it is the only one of its sort and few digits follow, a
// separator between groups otherwise.
Ending ending_of(std::string_view solid) {
  const std::size_t mark = solid.find_last_of(".,");
  if (mark == std::string_view::npos || solid.find(solid[mark]) != mark) return Ending::none;
  const std::string_view tail = solid.substr(mark + 1);
  if (is_all_zeros(tail)) return Ending::zero_decimals;
  return tail.size() < 4 ? Ending::other_decimals : Ending::none;
}

}  // namespace

Result<PlainCode> plain_code(std::string_view text) {
  const std::string_view inner = unwrapped(text);
  if (inner.find_first_of("eE") != std::string_view::npos) return expand_scientific(inner);
  auto solid = inner.empty() ? std::nullopt : without_gaps(inner);
  if (!solid) return failure(not_digits(text));

  const Ending ending = ending_of(*solid);
  if (ending == Ending::other_decimals) return failure(not_digits(text));
  if (ending == Ending::zero_decimals) solid->resize(solid->find_last_of(".,"));
  const bool had_marks = std::erase_if(*solid, is_mark) > 0;

  PlainCode code{std::move(*solid), {}};
  const std::size_t decimals_end = inner.find_last_of(".,");
  const std::string_view kept = ending == Ending::zero_decimals ? inner.substr(0, decimals_end) : inner;
  if (had_marks || inner.size() != text.size() || kept.size() != code.digits.size())
    code.repairs.push_back(GtinRepair::separators_removed);
  if (ending == Ending::zero_decimals) code.repairs.push_back(GtinRepair::decimals_removed);
  return code;
}

}  // namespace base
