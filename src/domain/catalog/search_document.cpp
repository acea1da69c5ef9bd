#include "domain/catalog/search_document.h"

#include <algorithm>

#include "base/text.h"

namespace catalog {
namespace {

const std::string code_mark(1, code_sign);
constexpr std::size_t longest_name = 500;
constexpr std::size_t longest_key = 64;
constexpr std::size_t longest_code = 64;
constexpr std::size_t most_codes = 200;
constexpr std::size_t shortest_vocabulary = 4;
constexpr std::size_t longest_vocabulary = 32;

void add_code(std::vector<std::string>& codes, std::string code) {
  if (code.empty() || codes.size() == most_codes) return;
  if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(std::move(code));
}

}  // namespace

std::string plain_code(std::string_view written) {
  std::string code = base::fold(written);
  std::erase(code, ' ');
  return std::string(base::utf8_prefix(code, longest_code));
}

std::string name_key(std::string_view name) {
  return std::string(base::trim(base::utf8_prefix(base::fold(base::utf8_prefix(name, longest_name)), longest_key)));
}

std::string folded_name(std::string_view name) {
  const std::string folded = base::fold(name);
  return folded.empty() ? std::string(base::trim(name)) : folded;
}

SearchDocument make_document(std::string_view name, std::string_view brand, std::string_view gtin14,
                             const std::vector<std::string>& references) {
  SearchDocument document;
  document.words = base::fold(base::utf8_prefix(name, longest_name));
  const std::string maker = base::fold(base::utf8_prefix(brand, longest_key));
  if (!maker.empty() && (" " + document.words + " ").find(" " + maker + " ") == std::string::npos) {
    document.words += (document.words.empty() ? "" : " ") + maker;
  }
  std::vector<std::string> codes;
  add_code(codes, plain_code(gtin14));
  for (const std::string& reference : references) add_code(codes, plain_code(reference));
  for (const std::string& code : codes) document.codes += (document.codes.empty() ? "" : " ") + code_mark + code;
  return document;
}

bool is_vocabulary(std::string_view word) {
  return word.size() <= longest_vocabulary && std::none_of(word.begin(), word.end(), base::is_digit) &&
         base::utf8_length(word) >= shortest_vocabulary;
}

}  // namespace catalog
