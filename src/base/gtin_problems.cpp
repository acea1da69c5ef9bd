#include <string>

#include "base/gtin_reader.h"
#include "base/text.h"

namespace base {
namespace {

// What people call a code of this length.
constexpr std::string_view name_of(std::size_t length) {
  if (length == 12) return "UPC";
  return length == 14 ? "GTIN" : "EAN";
}

std::string shown(std::string_view text) {
  constexpr std::size_t longest = 40;
  const std::string_view beginning = utf8_prefix(text, longest);
  return std::string(beginning) + (beginning.size() < text.size() ? "..." : "");
}

}  // namespace

Problem wrong_check_digit(std::string_view digits) {
  std::string message(name_of(digits.size()));
  message.append(" ").append(digits).append(" has a wrong check digit: expected ");
  message += gtin_check_digit(digits.substr(0, digits.size() - 1));
  message += '.';
  return {&gtin_checksum,
          std::move(message),
          "Compare the code with the one on the package or ask the supplier: one of its digits is wrong.",
          {}};
}

Problem wrong_length(std::string_view digits) {
  const std::string count = std::to_string(digits.size());
  return {&gtin_length,
          "Code " + shown(digits) + " has " + count + (digits.size() == 1 ? " digit" : " digits") +
              ": expected 8, 12, 13 or 14.",
          "Give the whole code as printed under the bars, or leave the cell empty when the product has none.",
          {}};
}

Problem not_digits(std::string_view text) {
  return {&gtin_not_digits,
          "Code \"" + shown(text) + "\" is not made of digits.",
          "Give the 8, 12, 13 or 14 digits printed under the bars, or check that the column really holds codes.",
          {}};
}

}  // namespace base
