#include "domain/imports/formats/encoding_judge.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

#include "domain/imports/formats/encoding_letters.h"
#include "domain/imports/formats/transcoder.h"

namespace imports {
namespace {

constexpr std::size_t enough_words = 5'000;
constexpr std::size_t words_for_statistics = 8;  // with fewer, letter statistics are dice

// Earlier ones win ties: Windows-1252 reads all that ISO-8859-1 does.
constexpr std::array<std::string_view, 9> candidates{"windows-1252", "ISO-8859-15",  "IBM850",
                                                     "windows-1251", "windows-1250", "macintosh",
                                                     "KOI8-R",       "IBM866",       "windows-1253"};

constexpr bool is_high(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Runs of letters and high bytes that hold a high byte, each once.
std::vector<std::string_view> words_with_high_bytes(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < text.size() && words.size() < enough_words; ++i) {
    if (!is_high(text[i])) continue;
    std::size_t begin = i;
    while (begin > 0 && is_ascii_letter(text[begin - 1])) --begin;
    while (i < text.size() && (is_high(text[i]) || is_ascii_letter(text[i]))) ++i;
    words.push_back(text.substr(begin, i - begin));
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

std::bitset<128> high_bytes_used(const std::vector<std::string_view>& words) {
  std::bitset<128> used;
  for (const std::string_view word : words) {
    for (const char c : word) {
      if (is_high(c)) used.set(static_cast<unsigned char>(c) - 0x80U);
    }
  }
  return used;
}

struct Candidate {
  std::string_view name;
  std::array<char32_t, 256> characters{};
  double score = 0;
};

Candidate make_candidate(std::string_view name) {
  Candidate candidate{name, {}, 0};
  for (unsigned byte = 0; byte < candidate.characters.size(); ++byte) {
    const char c = static_cast<char>(byte);
    std::string text;
    std::vector<std::size_t> repairs;
    if (const auto transcoder = make_transcoder(name)) (*transcoder)->convert({&c, 1}, true, text, repairs);
    candidate.characters[byte] = repairs.empty() ? first_code_point(text) : 0xFFFD;
  }
  return candidate;
}

double score_words(const Candidate& candidate, const std::vector<std::string_view>& words) {
  double score = 0;
  std::u32string spelled;
  for (const std::string_view word : words) {
    spelled.clear();
    for (const char c : word) spelled.push_back(candidate.characters[static_cast<unsigned char>(c)]);
    score += std::clamp(plausibility(spelled), -3.0, 3.0);
  }
  return score;
}

bool reads_the_same(const Candidate& a, const Candidate& b, const std::bitset<128>& used) {
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (used[i] && a.characters[i + 0x80] != b.characters[i + 0x80]) return false;
  }
  return true;
}

// The hint is a statistic over letters, good between encodings that both spell words, blind to signs and line-drawing.
double hint_bonus(std::string_view name, std::string_view hint) {
  const bool central = hint == "ISO-8859-2" && name == "windows-1250";
  const bool western = hint == "ISO-8859-1" && name == "windows-1252";
  return name == hint || central || western ? 1.15 : 1.0;
}

}  // namespace

EncodingGuess judge_single_byte(std::span<const char> text, std::string_view hint) {
  const auto words = words_with_high_bytes({text.data(), text.size()});
  std::vector<Candidate> ranked;
  for (const std::string_view name : candidates) {
    Candidate candidate = make_candidate(name);
    candidate.score = score_words(candidate, words);
    if (candidate.score > 0 && words.size() >= words_for_statistics) candidate.score *= hint_bonus(name, hint);
    ranked.push_back(candidate);
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  const Candidate& best = ranked.front();
  if (best.score <= 0) return {"windows-1252", "No encoding makes words of it; Windows-1252 is the commonest.", 0.0};

  const auto used = high_bytes_used(words);
  const auto rival = std::find_if(ranked.begin() + 1, ranked.end(),
                                  [&](const Candidate& other) { return !reads_the_same(best, other, used); });
  const double rival_score = rival == ranked.end() ? 0.0 : std::max(rival->score, 0.0);
  const double margin = (best.score - rival_score) / best.score;
  const double evidence = static_cast<double>(words.size()) / static_cast<double>(words.size() + 3);
  std::string reason = "Its " + std::to_string(words.size()) +
                       " different words with letters or signs beyond ASCII read well in " + std::string(best.name);
  if (rival != ranked.end()) reason += ", better than in " + std::string(rival->name);
  return {std::string(best.name), reason + ".", 0.5 + 0.45 * std::min(1.0, margin * 2) * evidence};
}

}  // namespace imports
