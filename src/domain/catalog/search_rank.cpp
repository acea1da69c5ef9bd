// How well a product answers a search, and how far a word is from another.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "domain/catalog/search_text.h"

namespace catalog {
namespace {

constexpr int whole_code = 1'000;
constexpr int code_beginning = 300;
constexpr int code_part = 200;
constexpr int whole_word = 100;
constexpr int word_beginning = 60;
constexpr int corrected_word = 30;
constexpr int in_given_order = 40;
constexpr int at_the_beginning = 30;
constexpr int longest_penalty = 30;

int word_score(std::string_view word, const std::vector<std::string_view>& held) {
  int best = 0;
  for (const std::string_view candidate : held) {
    if (candidate == word) return whole_word;
    if (candidate.starts_with(word)) best = word_beginning;
  }
  return best;
}

int code_score(std::string_view code, const std::vector<std::string_view>& held) {
  int best = 0;
  for (const std::string_view candidate : held) {
    if (candidate == code) return whole_code;
    const std::size_t at = candidate.find(code);
    if (at == 0) best = std::max(best, code_beginning);
    if (at != std::string_view::npos) best = std::max(best, code_part);
  }
  return best;
}

int score(const SearchWord& wanted, const std::vector<std::string_view>& words,
          const std::vector<std::string_view>& codes) {
  int best = std::max(word_score(wanted.word, words), word_score(wanted.word, codes));
  if (best > 0) return best;
  for (std::size_t i = 0; i < wanted.alternatives.size(); ++i) {
    // They come nearest first.
    const int rank = static_cast<int>(i);
    if (word_score(wanted.alternatives[i], codes) == whole_word) best = std::max(best, whole_code);
    if (word_score(wanted.alternatives[i], words) == whole_word) best = std::max(best, corrected_word - rank);
    if (word_score(wanted.alternatives[i], words) > 0) best = std::max(best, corrected_word / 2 - rank);
  }
  return best;
}

std::string as_typed(const SearchText& text) {
  std::string typed;
  for (const SearchWord& word : text.words) typed += (typed.empty() ? "" : " ") + word.word;
  return typed;
}

}  // namespace

int relevance(const SearchText& text, std::string_view words, std::string_view codes) {
  const auto held_words = base::split(words, ' ');
  auto held_codes = base::split(codes, ' ');
  for (std::string_view& code : held_codes) code.remove_prefix(std::min<std::size_t>(1, code.size()));  // code_sign
  int total = text.code.empty() ? 0 : code_score(text.code, held_codes);
  for (const SearchWord& word : text.words) total += score(word, held_words, held_codes);
  const std::string typed = as_typed(text);
  if (words.starts_with(typed)) total += at_the_beginning;
  if (words.find(typed) != std::string_view::npos) total += in_given_order;
  // Of two names that hold all words, the shorter says less besides.
  return total - std::min(longest_penalty, static_cast<int>(held_words.size()));
}

int typing_distance(std::string_view a, std::string_view b, int limit) {
  constexpr std::size_t longest = 40;
  const auto far = limit + 1;
  if (a.size() >= longest || b.size() >= longest) return a == b ? 0 : far;
  std::array<std::array<int, longest>, longest> cost{};
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = static_cast<int>(i);
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int change = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return std::min(cost[a.size()][b.size()], far);
}

int forgiven_slips(std::string_view word) {
  constexpr std::size_t long_word = 6;
  return base::utf8_length(word) >= long_word ? 2 : 1;
}

}  // namespace catalog
