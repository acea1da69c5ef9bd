#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace catalog {

/// Stands before each code, so that the index keeps codes apart from words.
inline constexpr char code_sign = '0';

/// What a product is found by. Only letters, digits and single blanks: safe in any query language.
struct SearchDocument {
  std::string words;  ///< folded name, then the brand where the name lacks it
  std::string codes;  ///< GTIN in 14 digits, then references, each behind code_sign; none comes twice
  bool operator==(const SearchDocument&) const = default;
};

/// A reference without marks: "AB-0000.42 " is "ab000042", so that it is found however it is typed. At most 64 letters.
std::string plain_code(std::string_view written);
/// The key lists are sorted by: the folded name, shortened.
std::string name_key(std::string_view name);
/// What brands and categories are told apart by: folded, or as written when folding leaves nothing ("***").
std::string folded_name(std::string_view name);
/// `references` are the suppliers' and the manufacturer's, as written.
SearchDocument make_document(std::string_view name, std::string_view brand, std::string_view gtin14,
                             const std::vector<std::string>& references);

/// True for a word worth a place in the vocabulary that typing mistakes are corrected by: letters only, at least four.
bool is_vocabulary(std::string_view word);

}  // namespace catalog
