#include "base/text.h"

#include <algorithm>
#include <array>

namespace base {
namespace {

constexpr std::array<std::string_view, 4> wide_blanks{
    "\xC2\xA0",      // U+00A0 no-break space
    "\xE2\x80\xAF",  // U+202F narrow no-break space
    "\xE2\x80\x8B",  // U+200B zero width space
    "\xEF\xBB\xBF",  // U+FEFF byte order mark
};

std::size_t blank_length_at_start(std::string_view text) {
  if (is_blank(text.front())) return 1;
  const auto found = std::ranges::find_if(wide_blanks, [&](std::string_view blank) { return text.starts_with(blank); });
  return found == wide_blanks.end() ? 0 : found->size();
}

std::size_t blank_length_at_end(std::string_view text) {
  if (is_blank(text.back())) return 1;
  const auto found = std::ranges::find_if(wide_blanks, [&](std::string_view blank) { return text.ends_with(blank); });
  return found == wide_blanks.end() ? 0 : found->size();
}

bool is_unreserved(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("-_.~").find(c) != std::string_view::npos;
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = blank_length_at_start(text);
    if (length == 0) break;
    text.remove_prefix(length);
  }
  while (!text.empty()) {
    const std::size_t length = blank_length_at_end(text);
    if (length == 0) break;
    text.remove_suffix(length);
  }
  return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = text.find(separator, begin);
    if (end == std::string_view::npos) break;
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  return join<std::vector<std::string>>(parts, separator);
}

std::optional<std::string> unless_empty(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

std::string percent_encoded(std::string_view text, std::string_view kept) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (is_unreserved(c) || kept.find(c) != std::string_view::npos) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded.append({'%', digits[byte >> 4U], digits[byte & 15U]});
  }
  return encoded;
}

std::string group_thousands(unsigned long long value, std::string_view separator) {
  const std::string digits = std::to_string(value);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0) out += separator;
    out += digits[i];
  }
  return out;
}

}  // namespace base
