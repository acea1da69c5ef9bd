#include "domain/imports/sniff/header_words.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/text.h"

namespace imports::sniffing {
namespace {

constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

/// "LinkImmagine" -> "Link Immagine"; "EAN13" and "SKU" stay.
std::string split_camel_case(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool word_starts = i > 1 && is_upper(text[i]) && is_lower(text[i - 1]);
    if (word_starts) out += ' ';
    out += text[i];
  }
  return out;
}

/// Last segments of a path too general to stand alone.
bool needs_its_parent(const std::vector<std::string>& words) {
  static constexpr std::array general{"id",    "name", "value", "amount", "code",
                                      "money", "text", "title", "type",   "link"};
  return words.size() == 1 && std::find(general.begin(), general.end(), words.front()) != general.end();
}

std::string_view without_namespace(std::string_view segment) {
  const auto colon = segment.find(':');
  return colon == std::string_view::npos ? segment : segment.substr(colon + 1);
}

void append(std::vector<std::string>& to, std::vector<std::string> from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

HeaderWords words_of_title(std::string_view column) {
  HeaderWords result;
  std::string outside;
  std::string inside;
  int depth = 0;
  for (const char c : column) {
    if (c == '(' || c == '[') ++depth;
    (depth > 0 ? inside : outside) += c;
    if ((c == ')' || c == ']') && depth > 0 && --depth == 0) outside += ' ';
  }
  result.words = folded_words(outside);
  result.aside = folded_words(inside);
  if (result.words.empty()) std::swap(result.words, result.aside);
  return result;
}

HeaderWords words_of_path(std::string_view column) {
  HeaderWords result;
  std::string plain;
  std::string bracketed;
  bool in_brackets = false;
  for (const char c : column) {
    if (c == '[') in_brackets = true;
    if (in_brackets) {
      bracketed += c;
    } else {
      plain += c == '@' ? '.' : c;
    }
    if (c == ']') in_brackets = false;
  }
  std::vector<std::vector<std::string>> segments;
  for (const std::string_view segment : base::split(plain, '.')) {
    auto words = folded_words(without_namespace(segment));
    if (!words.empty()) segments.push_back(std::move(words));
  }
  if (segments.empty()) return result;
  static constexpr std::array parameters{"param", "parameter", "attribute", "feature", "property", "characteristic"};
  for (const auto& segment : segments) {
    const bool named = !bracketed.empty() || segments.size() > 1;
    result.is_parameter |= named && std::any_of(segment.begin(), segment.end(), [](const std::string& word) {
                             return std::find(parameters.begin(), parameters.end(), word) != parameters.end();
                           });
  }
  result.depth = segments.size() - 1;
  result.words = std::move(segments.back());
  segments.pop_back();
  if (needs_its_parent(result.words) && !segments.empty()) {
    append(segments.back(), std::move(result.words));
    result.words = std::move(segments.back());
    segments.pop_back();
  }
  for (auto& segment : segments) append(result.context, std::move(segment));
  result.aside = folded_words(bracketed);
  return result;
}

}  // namespace

bool is_filler(std::string_view word) {
  static constexpr std::array fillers{"de",  "du", "des", "la",  "le",  "les", "l",   "d",   "of", "the", "in",    "di",
                                      "del", "el", "der", "die", "das", "per", "pro", "al",  "en", "fr",  "it",    "es",
                                      "us",  "gb", "nl",  "pl",  "deu", "eng", "fra", "ita", "xx", "на",  "складе"};
  return std::find(fillers.begin(), fillers.end(), word) != fillers.end();
}

std::vector<std::string> folded_words(std::string_view text) {
  std::vector<std::string> words;
  const std::string folded = base::fold(split_camel_case(text));
  if (folded.empty()) return words;
  for (const std::string_view word : base::split(folded, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  if (words.size() > 1) std::erase_if(words, [](const std::string& word) { return is_filler(word); });
  if (words.empty()) words.push_back(folded.substr(0, folded.find(' ')));
  return words;
}

HeaderWords words_of(std::string_view column, Naming naming) {
  return naming == Naming::path ? words_of_path(column) : words_of_title(column);
}

}  // namespace imports::sniffing
