#pragma once

#include <string>
#include <string_view>

namespace identity {

/// Text as a LIKE pattern that means itself, with '\' as the escape character.
inline std::string escaped_for_like(std::string_view text) {
  std::string pattern;
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern;
}

}  // namespace identity
