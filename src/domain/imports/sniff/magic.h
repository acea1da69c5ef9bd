#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace imports::sniffing {

/// What the first bytes of a file are, before any decoding.
enum class Magic : std::uint8_t { text, zip, gzip, ole, foreign };

struct MagicGuess {
  Magic magic = Magic::text;
  std::string_view seems_to_be;  ///< foreign files: "a PDF document"
  std::string_view cure;         ///< foreign files: what to do instead
};

MagicGuess guess_magic(std::string_view head);

/// Text that is readable but no product data: a web page, DATANORM, EDIFACT... Empty when nothing is recognised.
MagicGuess guess_foreign_text(std::string_view text);

/// The Problem for a file of a kind that is not read.
base::Problem format_unknown_problem(const MagicGuess& guess, std::string file);

}  // namespace imports::sniffing
