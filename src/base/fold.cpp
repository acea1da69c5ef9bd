#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "base/letters.h"
#include "base/text.h"
#include "base/utf8.h"

namespace base {
namespace {

// The plain letter of each code point of three Latin blocks, '?' where there is none.
constexpr std::string_view latin_00c0 =
    "aaaaaa?ceeeeiiiidnooooo?ouuuuy??aaaaaa?ceeeeiiiidnooooo?ouuuuy?y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkklllllll"
    "lllnnnnnnnnnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
constexpr std::string_view latin_01cd =
    "aaiioouuuuuuuuuueaaaa??ggggkkoooo??j???gg??nnaa??oo"
    "aaaaeeeeiiiioooorrrruuuusstt??hhn???zzaaeeooooooooyy";
constexpr std::string_view latin_1e00 =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwyas????aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy??????";

struct Replacement {
  char32_t letter;
  std::string_view plain;
};

// Small letters only: capitals are lowered first. Sorted by letter.
constexpr std::array replacements{
    Replacement{U'ß', "ss"}, Replacement{U'æ', "ae"}, Replacement{U'þ', "th"}, Replacement{U'ĳ', "ij"},
    Replacement{U'œ', "oe"}, Replacement{U'ơ', "o"},  Replacement{U'ư', "u"},  Replacement{U'ǣ', "ae"},
    Replacement{U'ǽ', "ae"}, Replacement{U'ΐ', "ι"},  Replacement{U'ά', "α"},  Replacement{U'έ', "ε"},
    Replacement{U'ή', "η"},  Replacement{U'ί', "ι"},  Replacement{U'ΰ', "υ"},  Replacement{U'ς', "σ"},
    Replacement{U'ϊ', "ι"},  Replacement{U'ϋ', "υ"},  Replacement{U'ό', "ο"},  Replacement{U'ύ', "υ"},
    Replacement{U'ώ', "ω"},  Replacement{U'й', "и"},  Replacement{U'ѐ', "е"},  Replacement{U'ё', "е"},
    Replacement{U'ѓ', "г"},  Replacement{U'ї', "і"},  Replacement{U'ќ', "к"},  Replacement{U'ѝ', "и"},
    Replacement{U'ў', "у"},  Replacement{U'ӂ', "ж"},  Replacement{U'ӑ', "а"},  Replacement{U'ӓ', "а"},
    Replacement{U'ӗ', "е"},  Replacement{U'ӝ', "ж"},  Replacement{U'ӟ', "з"},  Replacement{U'ӣ', "и"},
    Replacement{U'ӥ', "и"},  Replacement{U'ӧ', "о"},  Replacement{U'ӯ', "у"},  Replacement{U'ӱ', "у"},
    Replacement{U'ӳ', "у"},  Replacement{U'ӵ', "ч"},  Replacement{U'ӹ', "ы"},
};
static_assert(std::ranges::is_sorted(replacements, {}, &Replacement::letter));

constexpr std::optional<char> letter_in(std::string_view block, char32_t first, char32_t letter) {
  if (letter < first || letter - first >= block.size()) return std::nullopt;
  const char plain = block[letter - first];
  return plain == '?' ? std::nullopt : std::optional(plain);
}

struct Range {
  char32_t first;
  char32_t last;
};

// Marks that belong to the letter before them or show nothing: dropped without breaking the word.
constexpr std::array silent{Range{0x00AD, 0x00AD}, Range{0x0300, 0x036F}, Range{0x200B, 0x200D},
                            Range{0x2060, 0x2060}, Range{0xFE00, 0xFE0F}, Range{0xFEFF, 0xFEFF}};
// Beyond ASCII everything counts as a letter but these: punctuation, symbols, private use.
constexpr std::array separators{
    Range{0x0080, 0x00BF}, Range{0x00D7, 0x00D7},  Range{0x00F7, 0x00F7}, Range{0x02B0, 0x02FF}, Range{0x037E, 0x037E},
    Range{0x0387, 0x0387}, Range{0x0482, 0x0489},  Range{0x055A, 0x055F}, Range{0x0589, 0x058F}, Range{0x05BE, 0x05CF},
    Range{0x05F3, 0x060F}, Range{0x061B, 0x061F},  Range{0x066A, 0x066D}, Range{0x2000, 0x2BFF}, Range{0x2E00, 0x2E7F},
    Range{0x3000, 0x3004}, Range{0x3008, 0x3020},  Range{0x3030, 0x3030}, Range{0xE000, 0xF8FF}, Range{0xFF5F, 0xFF65},
    Range{0xFFE0, 0xFFFF}, Range{0x1F000, 0x1FAFF}};

template <std::size_t N>
constexpr bool is_in(const std::array<Range, N>& ranges, char32_t letter) {
  return std::ranges::any_of(ranges, [&](const Range& r) { return letter >= r.first && letter <= r.last; });
}

constexpr bool is_plain(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9');
}

// Forms that stand for another character: full-width ASCII, small raised figures, the micro sign.
constexpr char32_t usual_form(char32_t letter) {
  if (letter >= 0xFF01 && letter <= 0xFF5E) return letter - 0xFEE0;
  switch (letter) {
    case U'²':
      return U'2';
    case U'³':
      return U'3';
    case U'¹':
      return U'1';
    case U'µ':
      return U'μ';
    default:
      return letter;
  }
}

class Folder {
 public:
  explicit Folder(std::size_t size) { out_.reserve(size); }

  void add(char32_t code_point) {
    const char32_t letter = lower_letter(usual_form(code_point));
    if (is_plain(letter)) return add_text(std::string_view(&ascii_[letter], 1));
    if (letter < 0x80) return end_word();
    if (is_in(silent, letter)) return;
    if (is_in(separators, letter)) return end_word();
    for (const auto& [block, first] : {std::pair(latin_00c0, char32_t{0x00C0}), std::pair(latin_01cd, char32_t{0x01CD}),
                                       std::pair(latin_1e00, char32_t{0x1E00})}) {
      if (const auto plain = letter_in(block, first, letter)) return add_text(std::string_view(&*plain, 1));
    }
    add_other_letter(letter);
  }
  void end_word() { word_ended_ = true; }
  std::string take() { return std::move(out_); }

 private:
  static constexpr auto ascii_ = [] {
    std::array<char, 128> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<char>(i);
    return all;
  }();

  void add_text(std::string_view text) {
    if (word_ended_ && !out_.empty()) out_ += ' ';
    word_ended_ = false;
    out_ += text;
  }

  void add_other_letter(char32_t letter) {
    const auto found = std::ranges::lower_bound(replacements, letter, {}, &Replacement::letter);
    if (found != replacements.end() && found->letter == letter) return add_text(found->plain);
    std::string kept;
    append_utf8(kept, letter);
    add_text(kept);
  }

  std::string out_;
  bool word_ended_ = false;
};

}  // namespace

std::string fold(std::string_view utf8) {
  Folder folder(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const CodePoint next = decode_utf8(utf8, at);
    if (next.valid) {
      folder.add(next.value);
    } else {
      folder.end_word();
    }
    at += next.length;
  }
  return folder.take();
}

}  // namespace base
