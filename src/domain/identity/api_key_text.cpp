#include "domain/identity/api_key_text.h"

#include <algorithm>

#include "platform/crypto/random.h"

namespace identity {
namespace {

constexpr std::size_t prefix_letters = 10;
constexpr std::size_t secret_letters = 40;  // 200 bits

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

ApiKeyText ApiKeyText::make() {
  std::string prefix = platform::crypto::random_letters(prefix_letters);
  std::string text = std::string(api_key_mark) + prefix + '_' + platform::crypto::random_letters(secret_letters);
  return {std::move(prefix), std::move(text)};
}

std::optional<std::string_view> prefix_of_key(std::string_view text) {
  constexpr std::size_t length = api_key_mark.size() + prefix_letters + 1 + secret_letters;
  if (text.size() != length || !text.starts_with(api_key_mark)) return std::nullopt;
  const auto prefix = text.substr(api_key_mark.size(), prefix_letters);
  if (text[api_key_mark.size() + prefix_letters] != '_') return std::nullopt;
  if (!std::ranges::all_of(prefix, is_letter_or_digit)) return std::nullopt;
  return prefix;
}

}  // namespace identity
