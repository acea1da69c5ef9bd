#pragma once

#include <cstddef>
#include <string_view>

namespace base {

/// One step through a UTF-8 text: a code point, or the bytes that are not one (U+FFFD, `valid` false).
struct CodePoint {
  char32_t value = 0xFFFD;
  std::size_t length = 1;
  bool valid = false;
};

/// The code point that begins at byte `at`, which must be inside `text`. Invalid bytes come in the pieces Unicode
/// recommends replacing by one U+FFFD each.
CodePoint decode_utf8(std::string_view text, std::size_t at);

}  // namespace base
