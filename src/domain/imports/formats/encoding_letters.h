#pragma once

#include <string_view>

namespace imports {

/// How much `word` (letters and signs of one run, decoded in some encoding) looks like something people write: above 0
/// for plausible, below for the kind of nonsense a wrong encoding makes.
double plausibility(std::u32string_view word);

/// The first code point of a valid UTF-8 text; U+FFFD for an empty one.
char32_t first_code_point(std::string_view utf8);

}  // namespace imports
