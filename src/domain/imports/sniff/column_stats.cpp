#include "domain/imports/sniff/column_stats.h"

#include <algorithm>
#include <array>
#include <functional>

#include "base/gtin.h"
#include "base/money.h"
#include "base/text.h"

namespace imports::sniffing {
namespace {

constexpr std::size_t wanted_samples = 5;
constexpr std::size_t longest_sample = 120;

bool is_url(std::string_view value) {
  return value.starts_with("http://") || value.starts_with("https://") || value.starts_with("//") ||
         value.starts_with("ftp://") || value.starts_with("www.");
}

bool names_an_image(std::string_view value) {
  const std::string lower = base::to_lower_ascii(value);
  for (const std::string_view ending : {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif"}) {
    if (lower.find(ending) != std::string::npos) return true;
  }
  return false;
}

bool is_boolean(std::string_view lower) {
  static constexpr std::array words{"true",  "false", "yes", "no",   "oui",  "non",  "ja",     "nein",
                                    "si",    "sì",    "sí",  "vrai", "faux", "wahr", "falsch", "vero",
                                    "falso", "y",     "n",   "да",   "нет",  "так",  "ні"};
  return std::find(words.begin(), words.end(), lower) != words.end();
}

/// Digits and separators only, in one of the usual orders: 2026-11-22, 22/11/2026, 22.11.2026, a time allowed behind.
bool is_date(std::string_view value) {
  constexpr std::size_t shortest = 8;
  if (value.size() < shortest) return false;
  std::array<std::size_t, 3> lengths{};
  std::size_t part = 0;
  char separator = '\0';
  for (const char c : value.substr(0, 10)) {
    if (base::is_digit(c)) {
      ++lengths.at(part);
    } else if ((c == '-' || c == '/' || c == '.') && (separator == '\0' || separator == c) && part < 2) {
      separator = c;
      ++part;
    } else {
      break;
    }
  }
  if (part != 2) return false;
  const bool year_first = lengths[0] == 4 && lengths[1] <= 2 && lengths[2] >= 1 && lengths[2] <= 2;
  const bool year_last = lengths[0] >= 1 && lengths[0] <= 2 && lengths[1] <= 2 && (lengths[2] == 4 || lengths[2] == 2);
  const std::size_t length = lengths[0] + lengths[1] + lengths[2] + 2;
  return (year_first || year_last) && (value.size() == length || value[length] == 'T' || value[length] == ' ');
}

bool is_currency_code(std::string_view value) {
  return value.size() <= 4 && (base::Currency::parse(value).has_value() || value == "RUR" || value == "€");
}

/// A code: no blank inside, some digit, letters, digits and a little punctuation.
bool is_coded(std::string_view value) {
  constexpr std::size_t longest = 40;
  return value.size() >= 2 && value.size() <= longest && value.find_first_of("0123456789") != std::string_view::npos &&
         value.find(' ') == std::string_view::npos && !is_url(value);
}

std::string most_frequent(const std::map<std::string, std::uint64_t>& counts, std::uint64_t out_of) {
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most != counts.end() && most->second * 2 >= out_of ? most->first : std::string{};
}

/// Words that say whether goods can be had, as the transform of that name knows them.
bool speaks_of_availability(std::string_view value) {
  static const auto transform = make_transform(TransformSpec{.name = "availability", .settings = {}, .table = {}});
  if (!transform || value.find_first_of("0123456789") != std::string_view::npos) return false;
  std::string text(value);
  return (*transform)->apply(text) && text != value && (text == "1" || text == "0");
}

}  // namespace

void ColumnStats::add(std::string_view value) {
  value = base::trim(value);
  if (value.empty()) return;
  ++filled_;
  characters_ += base::utf8_length(value);
  const bool is_new = distinct_.insert(std::hash<std::string_view>{}(value)).second;
  if (is_new && samples_.size() < wanted_samples) samples_.emplace_back(base::utf8_prefix(value, longest_sample));
  if (value.find(' ') != std::string_view::npos) ++spaced_;
  if (is_coded(value)) ++coded_;
  if (is_url(value)) ++urls_;
  if (names_an_image(value)) ++images_;
  if (is_date(value)) ++dates_;
  // Repeated elements come joined; a single-valued field takes the first of them.
  const std::string_view first = value.substr(0, value.find(" | "));
  if (is_currency_code(first)) ++currency_codes_;
  constexpr std::size_t longest_code = 32;
  if (first.size() <= longest_code && base::read_gtin(first).gtin) ++gtins_;
  add_number(first);
  add_words(value);
}

void ColumnStats::add_number(std::string_view value) {
  const auto shape = read_shape(value);
  if (!shape) return;
  numbers_.add(*shape);
  if (shape->leading_zero) ++leading_zeros_;
  if (shape->marks == NumberShape::Marks::plain) ++whole_;
  largest_ = std::max(largest_, shape->magnitude);
  sum_ += shape->magnitude;
  if (!shape->currency.empty()) ++currencies_[shape->currency];
  if (!shape->unit.empty()) ++units_[shape->unit];
}

void ColumnStats::add_words(std::string_view value) {
  constexpr std::size_t longest = 24;
  if (value.size() > longest) return;
  const std::string lower = base::to_lower(value);
  if (is_boolean(lower)) ++booleans_;
  if (speaks_of_availability(value)) ++availabilities_;
}

double ColumnStats::average_length() const {
  return filled_ == 0 ? 0 : static_cast<double>(characters_) / static_cast<double>(filled_);
}

double ColumnStats::average() const {
  return numbers_.numbers == 0 ? 0 : sum_ / static_cast<double>(numbers_.numbers);
}

std::string ColumnStats::currency() const {
  return most_frequent(currencies_, numbers_.numbers);
}
std::string ColumnStats::unit() const {
  return most_frequent(units_, numbers_.numbers);
}

}  // namespace imports::sniffing
