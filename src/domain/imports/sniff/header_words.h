#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/imports/sniff/vocabulary.h"

namespace imports::sniffing {

/// A column name taken apart, everything folded.
struct HeaderWords {
  std::vector<std::string> words;    ///< of the title, or of a path's last telling segments
  std::vector<std::string> aside;    ///< inside brackets: "(kg)", "(USD)", "(GTIN)"
  std::vector<std::string> context;  ///< a path's other segments
  std::size_t depth = 0;             ///< segments above the last
  bool is_parameter = false;         ///< "param[Colour]": the supplier's own attribute, never a field of ours
};

HeaderWords words_of(std::string_view column, Naming naming);

/// Words that add nothing to a title ("de", "of", language codes), dropped on both sides of a comparison.
bool is_filler(std::string_view word);

std::vector<std::string> folded_words(std::string_view text);

}  // namespace imports::sniffing
