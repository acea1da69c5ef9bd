#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

namespace platform::db {

/// The shortest text that reads back as the same number.
std::string number_text(double number);

/// The number a text is, all of it; nothing when it is none.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

}  // namespace platform::db
