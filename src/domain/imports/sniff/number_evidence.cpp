#include "domain/imports/sniff/number_evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/money.h"
#include "base/text.h"

namespace imports::sniffing {
namespace {

/// Blanks used between groups of digits: a plain one, no-break, narrow no-break, thin.
std::size_t blank_length(std::string_view text) {
  for (const std::string_view blank : {" ", "\u00A0", "\u202F", "\u2009"}) {
    if (text.starts_with(blank)) return blank.size();
  }
  return 0;
}

std::size_t apostrophe_length(std::string_view text) {
  for (const std::string_view mark : {"'", "\u2019"}) {
    if (text.starts_with(mark)) return mark.size();
  }
  return 0;
}

bool digits_at(std::string_view text, std::size_t from, std::size_t count) {
  if (from + count > text.size()) return false;
  const auto part = text.substr(from, count);
  return std::all_of(part.begin(), part.end(), base::is_digit);
}

/// A group of exactly three digits follows.
bool group_at(std::string_view text, std::size_t from) {
  return digits_at(text, from, 3) && !digits_at(text, from + 3, 1);
}

/// The digits and marks at the front of `text`; blanks and apostrophes between groups are taken out and noted.
struct Core {
  std::string digits_and_marks;
  std::size_t length = 0;
};

Core read_core(std::string_view text, NumberShape& shape) {
  Core core;
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (base::is_digit(c) || ((c == ',' || c == '.') && (digits_at(text, at + 1, 1)))) {
      core.digits_and_marks += c;
      ++at;
      continue;
    }
    const std::size_t blank = blank_length(text.substr(at));
    const std::size_t apostrophe = apostrophe_length(text.substr(at));
    const std::size_t gap = std::max(blank, apostrophe);
    if (gap == 0 || core.digits_and_marks.empty() || !group_at(text, at + gap)) break;
    (blank > 0 ? shape.thousands_blank : shape.thousands_apostrophe) = true;
    at += gap;
  }
  // "12.-" and "12," : a mark with nothing behind it.
  if (at < text.size() && at > 0 && (text[at] == '.' || text[at] == ',')) ++at;
  if (at < text.size() && at > 0 && text[at - 1] != ' ' && text.substr(at) == "-") ++at;
  core.length = at;
  return core;
}

bool groups_of_three(std::string_view text, char mark) {
  const auto parts = base::split(text, mark);
  if (parts.front().empty() || parts.front().size() > 3) return false;
  return std::all_of(parts.begin() + 1, parts.end(), [](std::string_view part) { return part.size() == 3; });
}

/// Judges the marks of one value; nothing when no number is written like that ("1.2.3").
std::optional<NumberShape::Marks> judge_marks(std::string_view core, NumberShape& shape) {
  using Marks = NumberShape::Marks;
  const auto commas = std::count(core.begin(), core.end(), ',');
  const auto points = std::count(core.begin(), core.end(), '.');
  if (commas == 0 && points == 0) return Marks::plain;
  const bool grouped = shape.thousands_blank || shape.thousands_apostrophe;
  if (commas > 0 && points > 0) {
    const bool comma_last = core.rfind(',') > core.rfind('.');
    const char decimal = comma_last ? ',' : '.';
    const std::size_t last = core.rfind(decimal);
    if (grouped || std::count(core.begin(), core.end(), decimal) > 1) return std::nullopt;
    if (!groups_of_three(core.substr(0, last), comma_last ? '.' : ',')) return std::nullopt;
    shape.both_marks = true;
    return comma_last ? Marks::decimal_comma : Marks::decimal_point;
  }
  const char mark = commas > 0 ? ',' : '.';
  const bool comma = mark == ',';
  if (commas + points > 1) {
    if (!groups_of_three(core, mark)) return std::nullopt;
    return comma ? Marks::thousands_comma : Marks::thousands_point;
  }
  const std::size_t at = core.find(mark);
  const bool could_be_group = core.size() - at - 1 == 3 && at >= 1 && at <= 3 && core[0] != '0' && !grouped;
  if (could_be_group) return comma ? Marks::one_comma : Marks::one_point;
  return comma ? Marks::decimal_comma : Marks::decimal_point;
}

double magnitude_of(std::string_view core, NumberShape::Marks marks) {
  using Marks = NumberShape::Marks;
  const bool comma_decimal = marks == Marks::decimal_comma || marks == Marks::one_comma;
  const bool point_decimal = marks == Marks::decimal_point || marks == Marks::one_point;
  std::string plain;
  for (const char c : core) {
    if (base::is_digit(c)) plain += c;
    if ((c == ',' && comma_decimal) || (c == '.' && point_decimal)) plain += '.';
  }
  return std::strtod(plain.c_str(), nullptr);
}

/// Takes what stands before or after the digits: nothing, a currency, a unit or a percent sign.
bool accept_affix(std::string_view affix, NumberShape& shape) {
  affix = base::trim(affix);
  if (affix.empty()) return true;
  constexpr std::size_t longest = 12;
  if (affix.size() > longest) return false;
  if (affix == "%") return shape.percent = true;
  const std::string word = base::to_lower(affix);
  for (const std::string_view unit : {"kg", "g", "lb", "oz", "mg"}) {
    if (word == unit) {
      shape.unit = word;
      return true;
    }
  }
  static constexpr std::array counters{"gr",  "pcs", "pz", "st",  "st.", "stk", "stk.",
                                       "pce", "ea",  "шт", "шт.", "lbs", "кг"};
  if (std::find(counters.begin(), counters.end(), word) != counters.end()) {
    if (word == "gr") shape.unit = "g";
    if (word == "lbs") shape.unit = "lb";
    if (word == "кг") shape.unit = "kg";
    return true;
  }
  auto currency = base::Currency::parse(affix);
  if (!currency) currency = base::Currency::from_symbol(affix);
  if (!currency || !shape.currency.empty()) return false;
  shape.currency = std::string(currency->code());
  return true;
}

}  // namespace

std::optional<NumberShape> read_shape(std::string_view text) {
  text = base::trim(text);
  constexpr std::size_t longest = 40;
  if (text.empty() || text.size() > longest) return std::nullopt;
  NumberShape shape;
  const std::size_t first = text.find_first_of("0123456789");
  if (first == std::string_view::npos) return std::nullopt;
  std::size_t start = first;
  if (start > 0 && (text[start - 1] == '.' || text[start - 1] == ',')) --start;
  std::string_view before = base::trim(text.substr(0, start));
  const Core core = read_core(text.substr(start), shape);
  std::string_view after = base::trim(text.substr(start + core.length));
  if (!before.empty() && (before.back() == '-' || before.back() == '+')) before.remove_suffix(1);
  if (!before.empty() && (before.front() == '-' || before.front() == '+')) before.remove_prefix(1);
  if (!accept_affix(before, shape) || !accept_affix(after, shape)) return std::nullopt;
  const auto marks = judge_marks(core.digits_and_marks, shape);
  if (!marks) return std::nullopt;
  shape.marks = *marks;
  const std::string& digits = core.digits_and_marks;
  shape.leading_zero = digits.size() > 1 && digits[0] == '0' && base::is_digit(digits[1]);
  shape.magnitude = magnitude_of(digits, shape.marks);
  return shape;
}

void NumberEvidence::add(const NumberShape& shape) {
  using Marks = NumberShape::Marks;
  ++numbers;
  if (shape.thousands_blank) ++thousands_blank;
  if (shape.thousands_apostrophe) ++thousands_apostrophe;
  switch (shape.marks) {
    case Marks::plain:
      break;
    case Marks::decimal_comma:
      ++decimal_comma;
      if (shape.both_marks) ++grouped_decimal_comma;
      break;
    case Marks::decimal_point:
      ++decimal_point;
      if (shape.both_marks) ++grouped_decimal_point;
      break;
    case Marks::thousands_comma:
      ++thousands_comma;
      break;
    case Marks::thousands_point:
      ++thousands_point;
      break;
    case Marks::one_comma:
      ++one_comma;
      break;
    case Marks::one_point:
      ++one_point;
      break;
  }
}

std::optional<char> NumberEvidence::proven_decimal() const {
  const std::uint64_t comma = decimal_comma + thousands_point;
  const std::uint64_t point = decimal_point + thousands_comma;
  if (comma == 0 && point == 0) return std::nullopt;
  return comma > point ? ',' : '.';
}

NumberStyle decide_style(const NumberEvidence& evidence, char file_decimal) {
  NumberStyle style;
  style.decimal = evidence.proven_decimal().value_or(file_decimal);
  const bool comma = style.decimal == ',';
  const std::uint64_t other_mark = comma
                                       ? evidence.thousands_point + evidence.grouped_decimal_comma + evidence.one_point
                                       : evidence.thousands_comma + evidence.grouped_decimal_point + evidence.one_comma;
  if (evidence.thousands_blank > 0) {
    style.thousands = ' ';
  } else if (evidence.thousands_apostrophe > 0) {
    style.thousands = '\'';
  } else if (other_mark > 0) {
    style.thousands = comma ? '.' : ',';
  }
  return style;
}

std::string describe_style(const NumberEvidence& evidence, NumberStyle style, bool from_file) {
  const bool comma = style.decimal == ',';
  const std::uint64_t seen = comma ? evidence.decimal_comma : evidence.decimal_point;
  const std::uint64_t against = comma ? evidence.decimal_point : evidence.decimal_comma;
  std::string text;
  if (seen > 0) {
    text = fmt::format("decimal {} in {} of {}", comma ? "comma" : "point", base::group_thousands(seen),
                       base::group_thousands(evidence.numbers));
    if (against > 0) text += fmt::format(" (against {})", base::group_thousands(against));
  } else if (from_file && evidence.one_comma + evidence.one_point > 0) {
    text = fmt::format("decimal {} as in the rest of the file", comma ? "comma" : "point");
  }
  if (style.thousands != '\0') {
    const std::string_view mark = style.thousands == ' '    ? "blanks"
                                  : style.thousands == '\'' ? "apostrophes"
                                  : style.thousands == '.'  ? "points"
                                                            : "commas";
    text += fmt::format("{}{} between thousands", text.empty() ? "" : ", ", mark);
  }
  return text;
}

}  // namespace imports::sniffing
