#include "domain/imports/formats/xml_reference.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/utf8.h"

namespace imports {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};
// The letters XML 1.0 allows in names beyond ASCII, and what else may follow the first.
constexpr std::array<Range, 12> name_starts = {{{0xC0, 0xD6},
                                                {0xD8, 0xF6},
                                                {0xF8, 0x2FF},
                                                {0x370, 0x37D},
                                                {0x37F, 0x1FFF},
                                                {0x200C, 0x200D},
                                                {0x2070, 0x218F},
                                                {0x2C00, 0x2FEF},
                                                {0x3001, 0xD7FF},
                                                {0xF900, 0xFDCF},
                                                {0xFDF0, 0xFFFC},
                                                {0x10000, 0xEFFFF}}};
constexpr std::array<Range, 3> name_continuations = {{{0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}}};

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, char32_t c) {
  return std::any_of(ranges.begin(), ranges.end(), [c](Range range) { return c >= range.first && c <= range.last; });
}

bool is_name_start(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
  return is_in(name_starts, c);
}

bool is_name_character(char32_t c) {
  return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || is_in(name_continuations, c);
}

bool is_hexadecimal(char c) {
  return base::is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// How long the number behind "&#" is, with its 'x'; 0 when there is none.
std::size_t number_length(std::string_view text) {
  const bool hexadecimal = text.starts_with('x');
  const std::size_t begin = hexadecimal ? 1 : 0;
  std::size_t end = begin;
  while (end < text.size() && end < longest_reference && (hexadecimal ? is_hexadecimal : base::is_digit)(text[end])) {
    ++end;
  }
  return end == begin ? 0 : end;
}

/// Whether more text could make a name or a number of what has none yet.
bool may_go_on(std::string_view rest) {
  constexpr std::size_t longest_character = 4;
  const auto last = rest.empty() ? base::CodePoint{} : base::decode_utf8(rest, 0);
  return rest.empty() ||
         (!last.valid && rest.size() < longest_character && static_cast<unsigned char>(rest[0]) >= 0xC0);
}

}  // namespace

std::string_view xml_name_at(std::string_view text, std::size_t most) {
  std::size_t end = 0;
  for (std::size_t count = 0; count < most && end < text.size(); ++count) {
    const auto next = base::decode_utf8(text, end);
    if (!next.valid || !(count == 0 ? is_name_start : is_name_character)(next.value)) break;
    end += next.length;
  }
  return text.substr(0, end);
}

XmlReference reference_at(std::string_view text, bool at_end) {
  using Kind = XmlReference::Kind;
  const bool is_number = text.substr(1).starts_with('#');
  const auto inside = text.substr(is_number ? 2 : 1);
  const auto name = is_number ? std::string_view{} : xml_name_at(inside, longest_reference);
  const auto length = is_number ? number_length(inside) : name.size();
  const auto rest = inside.substr(length);
  if (length > 0 && rest.starts_with(';')) {
    return {is_number ? Kind::character : Kind::entity, name, text.size() - rest.size() + 1};
  }
  const bool only_x = is_number && inside == "x";
  if (!at_end && (may_go_on(rest) || only_x)) return {.kind = Kind::cut_off};
  return {};
}

}  // namespace imports
