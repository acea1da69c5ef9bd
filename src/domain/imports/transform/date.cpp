#include <array>
#include <charconv>
#include <chrono>

#include "base/text.h"
#include "domain/imports/transform/families.h"
#include "domain/imports/transform/from_function.h"
#include "domain/imports/transform/in_quotes.h"
#include "domain/imports/transform/settings.h"

namespace imports {

namespace {

// The three numbers a date starts with ("31/12/2025", "2025-12-31T10:00"); false when it does not.
bool take_numbers(std::string_view text, std::array<int, 3>& numbers) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), numbers[i]);
    if (error != std::errc{} || numbers[i] < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (i == 2) return text.empty() || text[0] == 'T' || base::is_blank(text[0]);
    if (text.empty() || std::string_view("/-. ").find(text[0]) == std::string_view::npos) return false;
    text.remove_prefix(1);
  }
  return true;
}

std::string padded(unsigned number, std::size_t width) {
  auto text = std::to_string(number);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

base::Result<> rewrite_date(std::string& value, std::string_view order) {
  const auto text = base::trim(value);
  if (text.empty()) return {};
  std::array<int, 3> numbers{};
  const bool read = take_numbers(text, numbers);
  int year = numbers[order.find('y')];
  constexpr int century = 2000;
  if (year < 100) year += century;
  const auto date = std::chrono::year(year) / numbers[order.find('m')] / numbers[order.find('d')];
  if (!read || year > 9999 || !date.ok()) {
    return base::failure(value_not_a_date, in_quotes(text) + " is not a date in the order " + std::string(order) + ".",
                         "Correct the value, or the order of day, month and year in the mapping.");
  }
  value = padded(static_cast<unsigned>(year), 4) + '-' + padded(static_cast<unsigned>(date.month()), 2) + '-' +
          padded(static_cast<unsigned>(date.day()), 2);
  return {};
}

}  // namespace

base::Result<TransformPointer> make_date(const TransformSpec& spec) {
  const auto order = spec.setting("order");
  if (order != "dmy" && order != "mdy" && order != "ymd") {
    return base::failure(wrong_setting(spec, "order", "\"dmy\", \"mdy\" or \"ymd\""));
  }
  return from_function([order = std::string(order)](std::string& value) { return rewrite_date(value, order); });
}

}  // namespace imports
