#pragma once

#include <span>
#include <string_view>

#include "domain/imports/formats/encoding.h"

namespace imports {

/// Chooses between the one-byte encodings of Europe by what the bytes above 0x7F spell in each: letters that fit their
/// word, signs that stand where signs do. `hint` is another judge's opinion (a canonical name, or empty); it decides
/// between near equals. Confidence 0 when the bytes spell nothing sensible in any of them.
EncodingGuess judge_single_byte(std::span<const char> text, std::string_view hint);

}  // namespace imports
