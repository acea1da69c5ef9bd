#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/db/statement.h"

namespace catalog {

/// One word of what a person typed, and the words it may have been meant to be.
struct SearchWord {
  std::string word;
  std::vector<std::string> alternatives;
};

/// What a person typed, understood: nothing in it has a meaning to any query language.
struct SearchText {
  std::vector<SearchWord> words;  ///< folded; a product must have them all
  std::string code;               ///< all of it without marks: a code or part of one; "" when too short for that

  bool is_empty() const { return words.empty(); }
};

SearchText parse_search(std::string_view typed);

/// The words as a tsquery, or as a query of SQLite's FTS5: each may be the beginning of a longer one.
std::string words_query(const SearchText& text, platform::db::Engine engine);
/// FTS5 query for texts that hold all parts of three letters of `text`; "" when it is shorter.
std::string all_parts_query(std::string_view text);
/// The same for texts that hold any of them.
std::string any_part_query(std::string_view text);

/// How well a product answers: higher is better. `words` and `codes` as in SearchDocument.
int relevance(const SearchText& text, std::string_view words, std::string_view codes);

/// Letters to insert, drop, change or swap with their neighbour to make one word the other (Damerau-Levenshtein); at
/// most `limit` + 1.
int typing_distance(std::string_view a, std::string_view b, int limit);
/// How many such slips are forgiven in a word of this length.
int forgiven_slips(std::string_view word);

}  // namespace catalog
