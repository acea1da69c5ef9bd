#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "domain/imports/transform/number.h"

namespace imports {

namespace {

// Length in bytes of the blank at the start of `text`, any kind Unicode knows; 0 when there is none.
std::size_t blank_length(std::string_view text) {
  if (text.empty()) return 0;
  if (base::is_blank(text[0])) return 1;
  if (text.starts_with("\u00A0")) return 2;
  // U+2000 to U+200B: en quad, thin space and their like.
  const bool typographic =
      text.size() >= 3 && text.starts_with("\xE2\x80") && static_cast<unsigned char>(text[2]) <= 0x8BU;
  if (typographic || text.starts_with("\u202F") || text.starts_with("\u205F") || text.starts_with("\u2060") ||
      text.starts_with("\u3000") || text.starts_with("\uFEFF")) {
    return 3;
  }
  return 0;
}

std::size_t apostrophe_length(std::string_view text) {
  if (text.starts_with('\'')) return 1;
  return text.starts_with("\u2019") ? 3 : 0;
}

std::string_view skip_blanks(std::string_view text) {
  while (const auto length = blank_length(text)) text.remove_prefix(length);
  return text;
}

struct Sign {
  std::string_view text;
  bool negative;
};
constexpr Sign signs[] = {{"-", true},      {"+", false},     {"\u2212", true},
                          {"\u2013", true}, {"\u2010", true}, {"\u2011", true}};

// Reads the digits of one number from front to back.
class Scanner {
 public:
  Scanner(std::string_view text, NumberStyle style, WrittenNumber& number)
      : rest_(text), style_(style), number_(number) {}

  NumberFault scan() {
    const auto start = first_digit();
    if (start == std::string_view::npos) return NumberFault::not_a_number;
    number_.plain.assign(1, '-');  // dropped at the end unless the number is negative
    number_.before = rest_.substr(0, start);
    rest_.remove_prefix(start);
    if (const auto fault = read_whole(); fault != NumberFault::none) return fault;
    read_fraction();
    if (provisional_ && !has_fraction_) return NumberFault::wrong_shape;
    if (const auto fault = read_exponent(); fault != NumberFault::none) return fault;
    number_.after = rest_;
    if (std::ranges::any_of(rest_, base::is_digit)) {
      return rest_[0] == '.' || rest_[0] == ',' ? NumberFault::wrong_shape : NumberFault::not_a_number;
    }
    return read_signs();
  }

 private:
  std::size_t first_digit() const {
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      if (base::is_digit(rest_[i])) return i;
      if (rest_[i] == style_.decimal && i + 1 < rest_.size() && base::is_digit(rest_[i + 1])) return i;
    }
    return std::string_view::npos;
  }

  // Length of a thousands mark with a digit behind it, and which one it is.
  std::size_t mark_length(char& mark) const {
    std::size_t length = 0;
    if (const char c = rest_[0]; (c == '.' || c == ',') && c != style_.decimal) {
      mark = c;
      length = 1;
    } else if ((length = apostrophe_length(rest_)) > 0) {
      mark = '\'';
    } else if ((length = blank_length(rest_)) > 0) {
      mark = ' ';
    }
    return length > 0 && length < rest_.size() && base::is_digit(rest_[length]) ? length : 0;
  }

  void take_digits() {
    std::size_t count = 0;
    while (count < rest_.size() && base::is_digit(rest_[count])) ++count;
    number_.plain.append(rest_.substr(0, count));
    rest_.remove_prefix(count);
  }

  NumberFault read_whole() {
    take_digits();
    if (number_.plain.size() == 1) number_.plain += '0';  // ",50"
    const auto first_group = number_.plain.size() - 1;
    const bool leading_zero = number_.plain[1] == '0';
    char used = '\0';
    while (!rest_.empty()) {
      char mark = '\0';
      const auto length = mark_length(mark);
      if (length == 0) break;
      rest_.remove_prefix(length);
      const auto before = number_.plain.size();
      take_digits();
      const bool shaped = first_group <= 3 && !leading_zero && number_.plain.size() - before == 3;
      if (!shaped || (used != '\0' && used != mark)) return NumberFault::wrong_shape;
      used = mark;
    }
    grouped_ = used != '\0';
    provisional_ = (used == '.' || used == ',') && used != style_.thousands;
    return NumberFault::none;
  }

  void read_fraction() {
    if (rest_.empty() || rest_[0] != style_.decimal) return;
    rest_.remove_prefix(1);
    if (!rest_.empty() && base::is_digit(rest_[0])) {
      has_fraction_ = true;
      number_.plain += '.';
      const auto before = number_.plain.size();
      take_digits();
      fraction_digits_ = number_.plain.size() - before;
      return;
    }
    // "12,-" and "12,--" are whole amounts, not negative ones.
    for (const std::string_view dash : {"-", "\u2013", "\u2014"}) {
      while (rest_.starts_with(dash)) rest_.remove_prefix(dash.size());
    }
  }

  NumberFault read_exponent() {
    if (rest_.size() < 2 || (rest_[0] != 'e' && rest_[0] != 'E')) return NumberFault::none;
    const auto digits = rest_.substr(rest_[1] == '+' ? 2 : 1);
    int exponent = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    if (error == std::errc::invalid_argument) return NumberFault::none;  // a word, judged as what follows the number
    constexpr int longest_exponent = 60;
    if (error != std::errc{} || grouped_ || exponent < -longest_exponent) return NumberFault::not_a_number;
    rest_ = digits.substr(static_cast<std::size_t>(end - digits.data()));
    if (exponent > static_cast<int>(fraction_digits_)) return NumberFault::digits_lost;
    shift_point(exponent);
    return NumberFault::none;
  }

  void shift_point(int exponent) {
    auto& plain = number_.plain;
    if (has_fraction_) plain.erase(plain.size() - fraction_digits_ - 1, 1);
    const auto decimals = static_cast<std::size_t>(static_cast<int>(fraction_digits_) - exponent);
    if (plain.size() - 1 <= decimals) plain.insert(1, decimals + 2 - plain.size(), '0');
    if (decimals > 0) plain.insert(plain.size() - decimals, 1, '.');
  }

  // Takes one sign off either end of `around`; false when there was one already.
  bool take_sign(std::string_view& around) {
    around = base::trim(around);
    for (const auto& sign : signs) {
      const bool front = around.starts_with(sign.text);
      if (!front && !around.ends_with(sign.text)) continue;
      if (signed_) return false;
      signed_ = true;
      negative_ = sign.negative;
      around = base::trim(front ? around.substr(sign.text.size()) : around.substr(0, around.size() - sign.text.size()));
      return take_sign(around);
    }
    return true;
  }

  NumberFault read_signs() {
    if (!number_.before.empty() || !number_.after.empty()) {
      auto& before = number_.before;
      auto& after = number_.after;
      if (!take_sign(before)) return NumberFault::not_a_number;
      const bool opened = before.starts_with('(') || before.ends_with('(');
      if (opened) before = base::trim(before.starts_with('(') ? before.substr(1) : before.substr(0, before.size() - 1));
      if (!take_sign(after)) return NumberFault::not_a_number;
      const bool closed = after.starts_with(')') || after.ends_with(')');
      if (closed) after = base::trim(after.starts_with(')') ? after.substr(1) : after.substr(0, after.size() - 1));
      if (opened != closed || (opened && signed_)) return NumberFault::not_a_number;
      negative_ = negative_ || opened;
      if (before == "'") before = {};  // the mark a spreadsheet puts before numbers kept as text
    }
    tidy();
    return NumberFault::none;
  }

  void tidy() {
    auto& plain = number_.plain;
    const auto point = std::min(plain.find('.'), plain.size());
    std::size_t zeros = 1;
    while (zeros + 1 < point && plain[zeros] == '0') ++zeros;
    if (zeros > 1) plain.erase(1, zeros - 1);
    const bool is_zero = plain.find_first_not_of("-0.") == std::string::npos;
    if (!negative_ || is_zero) plain.erase(0, 1);
  }

  std::string_view rest_;
  NumberStyle style_;
  WrittenNumber& number_;
  std::size_t fraction_digits_ = 0;
  bool grouped_ = false;
  bool provisional_ = false;  // marks that only a decimal mark behind them proves to be thousands marks
  bool has_fraction_ = false;
  bool signed_ = false;
  bool negative_ = false;
};

}  // namespace

NumberFault scan_number(std::string_view text, NumberStyle style, WrittenNumber& number) {
  number.before = number.after = {};
  return Scanner(skip_blanks(base::trim(text)), style, number).scan();
}

}  // namespace imports
