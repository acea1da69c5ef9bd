#include "base/letters.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "base/text.h"
#include "base/utf8.h"

namespace base {
namespace {

// A run of capitals. `step` 0: capitals and small letters alternate, beginning with the capital `first`; otherwise the
// small letter is `step` further on.
struct CapitalRange {
  char32_t first;
  char32_t last;
  std::int32_t step;
};

constexpr std::array ranges{
    CapitalRange{0x0041, 0x005A, 32},  CapitalRange{0x00C0, 0x00D6, 32},    CapitalRange{0x00D8, 0x00DE, 32},
    CapitalRange{0x0100, 0x012F, 0},   CapitalRange{0x0132, 0x0137, 0},     CapitalRange{0x0139, 0x0148, 0},
    CapitalRange{0x014A, 0x0177, 0},   CapitalRange{0x0178, 0x0178, -121},  CapitalRange{0x0179, 0x017E, 0},
    CapitalRange{0x018F, 0x018F, 202}, CapitalRange{0x01A0, 0x01A0, 1},     CapitalRange{0x01AF, 0x01AF, 1},
    CapitalRange{0x01CD, 0x01DC, 0},   CapitalRange{0x01DE, 0x01EF, 0},     CapitalRange{0x01F4, 0x01F4, 1},
    CapitalRange{0x01F8, 0x021F, 0},   CapitalRange{0x0222, 0x0233, 0},     CapitalRange{0x0386, 0x0386, 38},
    CapitalRange{0x0388, 0x038A, 37},  CapitalRange{0x038C, 0x038C, 64},    CapitalRange{0x038E, 0x038F, 63},
    CapitalRange{0x0391, 0x03A1, 32},  CapitalRange{0x03A3, 0x03AB, 32},    CapitalRange{0x0400, 0x040F, 80},
    CapitalRange{0x0410, 0x042F, 32},  CapitalRange{0x0460, 0x0481, 0},     CapitalRange{0x048A, 0x04BF, 0},
    CapitalRange{0x04C0, 0x04C0, 15},  CapitalRange{0x04C1, 0x04CE, 0},     CapitalRange{0x04D0, 0x052F, 0},
    CapitalRange{0x1E00, 0x1E95, 0},   CapitalRange{0x1E9E, 0x1E9E, -7615}, CapitalRange{0x1EA0, 0x1EFF, 0},
};

constexpr char32_t moved(char32_t letter, std::int32_t step) {
  return static_cast<char32_t>(static_cast<std::int32_t>(letter) + step);
}

template <class Change>
std::string change_letters(std::string_view utf8, Change change) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const CodePoint next = decode_utf8(utf8, at);
    const char32_t changed = next.valid ? change(next.value) : next.value;
    if (changed == next.value) {
      out.append(utf8, at, next.length);
    } else {
      append_utf8(out, changed);
    }
    at += next.length;
  }
  return out;
}

constexpr char lower_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
constexpr char upper_ascii(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
}

}  // namespace

char32_t lower_letter(char32_t letter) {
  if (letter == 0x0130) return U'i';  // Turkish dotted capital I
  for (const CapitalRange& range : ranges) {
    if (letter < range.first) return letter;
    if (letter > range.last) continue;
    if (range.step != 0) return moved(letter, range.step);
    return (letter - range.first) % 2 == 0 ? letter + 1 : letter;
  }
  return letter;
}

char32_t upper_letter(char32_t letter) {
  if (letter == 0x0131) return U'I';    // Turkish dotless i
  if (letter == 0x03C2) return 0x03A3;  // sigma at the end of a word
  if (letter == 0x00DF) return letter;
  for (const CapitalRange& range : ranges) {
    const char32_t capital = moved(letter, range.step == 0 ? -1 : -range.step);
    if (capital < range.first || capital > range.last) continue;
    if (range.step != 0 || (capital - range.first) % 2 == 0) return capital;
  }
  return letter;
}

std::string to_lower(std::string_view utf8) {
  return change_letters(utf8, lower_letter);
}
std::string to_upper(std::string_view utf8) {
  return change_letters(utf8, upper_letter);
}

std::string to_lower_ascii(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower_ascii);
  return out;
}

std::string to_upper_ascii(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), upper_ascii);
  return out;
}

}  // namespace base
