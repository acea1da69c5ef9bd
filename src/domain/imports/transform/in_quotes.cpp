#include "domain/imports/transform/in_quotes.h"

#include "base/text.h"

namespace imports {

std::string in_quotes(std::string_view value) {
  constexpr std::size_t longest = 60;
  const auto shown = base::utf8_prefix(value, longest);
  std::string out = "“";
  for (const char c : shown) out += static_cast<unsigned char>(c) < 0x20U || c == '\x7F' ? ' ' : c;
  out += shown.size() < value.size() ? "…”" : "”";
  return out;
}

}  // namespace imports
