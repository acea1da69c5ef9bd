#pragma once

namespace base {

/// The lower-case form of a Latin, Greek or Cyrillic capital; any other code point unchanged.
char32_t lower_letter(char32_t letter);
/// The upper-case form of a Latin, Greek or Cyrillic small letter; any other code point unchanged ("ß" too, which has
/// no capital of one letter).
char32_t upper_letter(char32_t letter);

}  // namespace base
