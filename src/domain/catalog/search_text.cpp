#include "domain/catalog/search_text.h"

#include <algorithm>
#include <set>

#include "base/gtin.h"
#include "base/text.h"
#include "domain/catalog/search_document.h"

namespace catalog {
namespace {

constexpr std::size_t longest_text = 200;
constexpr std::size_t most_words = 12;
constexpr std::size_t shortest_part = 3;
/// A few digits begin too many codes for a search by beginnings to be of use.
constexpr std::size_t shortest_prefix = 3;
constexpr std::size_t shortest_digits = 4;
constexpr std::size_t gtin_digits = 14;

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), base::is_digit);
}

bool may_begin_another(std::string_view word) {
  return base::utf8_length(word) >= (has_digit(word) ? shortest_digits : shortest_prefix);
}

std::string in_quotes(std::string_view word, char quote) {
  return quote + std::string(word) + quote;
}

void add_term(std::string& query, std::string_view word, bool sqlite) {
  query += in_quotes(word, sqlite ? '"' : '\'');
  if (may_begin_another(word)) query += sqlite ? " *" : ":*";
}

/// A word, and when it looks like a code, that too.
void add_terms(std::string& query, std::string_view word, bool sqlite) {
  add_term(query, word, sqlite);
  if (!has_digit(word)) return;
  query += sqlite ? " OR " : " | ";
  add_term(query, code_sign + std::string(word), sqlite);
  const bool may_be_gtin = word.size() > shortest_digits && word.size() < gtin_digits &&
                           std::all_of(word.begin(), word.end(), base::is_digit);
  if (!may_be_gtin) return;
  query += sqlite ? " OR " : " | ";
  query += in_quotes(code_sign + std::string(gtin_digits - word.size(), '0') + std::string(word), sqlite ? '"' : '\'');
}

std::vector<std::string_view> letters_of(std::string_view text) {
  std::vector<std::string_view> letters;
  while (!text.empty()) {
    const std::string_view letter = base::utf8_prefix(text, 1);
    letters.push_back(letter);
    text.remove_prefix(letter.size());
  }
  return letters;
}

std::string parts_query(std::string_view text, std::string_view between) {
  std::set<std::string> parts;
  const auto letters = letters_of(text);
  for (std::size_t i = 0; i + shortest_part <= letters.size(); ++i) {
    parts.insert(std::string(letters[i]) + std::string(letters[i + 1]) + std::string(letters[i + 2]));
  }
  std::string query;
  for (const std::string& part : parts) query += (query.empty() ? "" : std::string(between)) + in_quotes(part, '"');
  return query;
}

/// The digits may be a GTIN in any length, and just as well a supplier's reference: both are looked for.
SearchText code_search(std::string typed, const base::Gtin& gtin) {
  const std::string stored(gtin.digits());
  if (!std::all_of(typed.begin(), typed.end(), base::is_digit)) typed = stored;  // written as a number, "3.76E+12"
  SearchText text;
  text.words.push_back({typed, {}});
  if (typed != stored) text.words.front().alternatives.push_back(stored);
  text.code = std::move(typed);
  return text;
}

}  // namespace

SearchText parse_search(std::string_view typed) {
  SearchText text;
  const std::string folded = base::fold(base::utf8_prefix(typed, longest_text));
  if (folded.empty()) return text;
  if (const auto gtin = base::read_gtin(base::trim(typed)).gtin) return code_search(plain_code(folded), *gtin);
  for (const std::string_view word : base::split(folded, ' ')) {
    if (text.words.size() < most_words) text.words.push_back({std::string(word), {}});
  }
  const std::string code = plain_code(folded);
  if (base::utf8_length(code) >= shortest_part) text.code = code;
  return text;
}

std::string words_query(const SearchText& text, platform::db::Engine engine) {
  const bool sqlite = engine == platform::db::Engine::sqlite;
  std::string query;
  for (const SearchWord& word : text.words) {
    query += query.empty() ? "(" : sqlite ? " AND (" : " & (";
    add_terms(query, word.word, sqlite);
    for (const std::string& alternative : word.alternatives) {
      query += sqlite ? " OR " : " | ";
      add_terms(query, alternative, sqlite);
    }
    query += ")";
  }
  return query;
}

std::string all_parts_query(std::string_view text) {
  return parts_query(text, " AND ");
}

std::string any_part_query(std::string_view text) {
  return parts_query(text, " OR ");
}

}  // namespace catalog
