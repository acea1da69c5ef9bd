#include "domain/imports/formats/encoding_letters.h"

#include <cstdint>

namespace imports {
namespace {

enum class Script : std::uint8_t { none, ascii, latin, cyrillic, greek };

struct Letter {
  Script script = Script::none;
  bool upper = false;
};

constexpr bool within(char32_t c, char32_t first, char32_t last) {
  return c >= first && c <= last;
}

Letter letter_of(char32_t c) {
  if (within(c, 'a', 'z')) return {Script::ascii, false};
  if (within(c, 'A', 'Z')) return {Script::ascii, true};
  if (c == 0xD7 || c == 0xF7) return {};
  if (within(c, 0xC0, 0xDE)) return {Script::latin, true};
  if (within(c, 0xDF, 0xFF)) return {Script::latin, false};
  if (c == 0x178) return {Script::latin, true};
  if (within(c, 0x139, 0x148) || within(c, 0x179, 0x17E)) return {Script::latin, (c & 1U) == 1};
  if (within(c, 0x100, 0x17F)) return {Script::latin, (c & 1U) == 0};
  if (within(c, 0x391, 0x3AB) || c == 0x386 || within(c, 0x388, 0x38F)) return {Script::greek, true};
  if (within(c, 0x3AC, 0x3CE)) return {Script::greek, false};
  if (within(c, 0x400, 0x42F) || c == 0x490) return {Script::cyrillic, true};
  if (within(c, 0x430, 0x45F) || c == 0x491) return {Script::cyrillic, false};
  return {};
}

// The accented letters of French, German, Spanish, Italian, Portuguese, Dutch and the Nordic languages.
constexpr std::u32string_view western_letters = U"éèêëàâäáãçñïîíìôöóòõùûüúßåæøœÉÈÊËÀÂÄÁÃÇÑÏÎÍÔÖÓÕÙÛÜÚÅÆØŒ";
// Those of Polish, Czech, Slovak, Hungarian and Romanian besides.
constexpr std::u32string_view central_letters = U"ąćęłńśźżěščřžýůťďňĺľŕőűășțşţĄĆĘŁŃŚŹŻĚŠČŘŽÝŮŤĎŇŐŰĂŞŢ";

constexpr std::u32string_view common_signs = U"€£°®™©«»–—‘’‚“”„…½¼¾²³µ·•×±§º¿¡ª†№¢¥\u00A0";

bool is_nonsense(char32_t c) {
  return within(c, 0x80, 0x9F) || within(c, 0x2500, 0x25FF) || c == 0xFFFD || c == 0;
}

// A sign between two letters ("caf‚s"): only the apostrophe and a few more stand there.
double judge_sign(std::u32string_view word, std::size_t i) {
  constexpr std::u32string_view inside_words = U"’·\u00A0–—®™…×«»“”";
  if (is_nonsense(word[i])) return -3;
  const bool common = common_signs.find(word[i]) != std::u32string_view::npos;
  const bool letter_before = i > 0 && letter_of(word[i - 1]).script != Script::none;
  const bool letter_after = i + 1 < word.size() && letter_of(word[i + 1]).script != Script::none;
  if (letter_before && letter_after && inside_words.find(word[i]) == std::u32string_view::npos) return -1.5;
  return common ? 0.6 : -0.3;
}

double judge_letter(std::u32string_view word, std::size_t i, const Letter& letter) {
  const Letter before = i > 0 ? letter_of(word[i - 1]) : Letter{};
  const Letter after = i + 1 < word.size() ? letter_of(word[i + 1]) : Letter{};
  if (letter.upper && before.script != Script::none && !before.upper) return -1.5;  // "cafÉ"
  if (letter.script == Script::latin) {
    const bool crowded = before.script == Script::latin && after.script == Script::latin;
    if (crowded) return -1;
    if (western_letters.find(word[i]) != std::u32string_view::npos) return 1.0;
    return central_letters.find(word[i]) != std::u32string_view::npos ? 0.8 : 0.1;
  }
  // Cyrillic and Greek words are all of one script.
  const bool mixed = (before.script != Script::none && before.script != letter.script) ||
                     (after.script != Script::none && after.script != letter.script);
  const bool alone = before.script == Script::none && after.script == Script::none;
  return mixed ? -1.5 : alone ? -0.1 : 0.6;
}

}  // namespace

double plausibility(std::u32string_view word) {
  double score = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] < 0x80) continue;
    const Letter letter = letter_of(word[i]);
    score += letter.script == Script::none ? judge_sign(word, i) : judge_letter(word, i, letter);
  }
  return score;
}

char32_t first_code_point(std::string_view utf8) {
  if (utf8.empty()) return 0xFFFD;
  const auto at = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(utf8[i])); };
  const char32_t lead = at(0);
  if (lead < 0x80) return lead;
  if (lead < 0xE0) return (lead & 0x1FU) << 6U | (at(1) & 0x3FU);
  if (lead < 0xF0) return (lead & 0x0FU) << 12U | (at(1) & 0x3FU) << 6U | (at(2) & 0x3FU);
  return (lead & 0x07U) << 18U | (at(1) & 0x3FU) << 12U | (at(2) & 0x3FU) << 6U | (at(3) & 0x3FU);
}

}  // namespace imports
