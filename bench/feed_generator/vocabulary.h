#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace feed_generator {

/// The same words in both languages.
struct Phrase {
  std::string_view french;
  std::string_view english;
};

struct Range {
  std::uint32_t lowest;
  std::uint32_t highest;
};

/// A shelf of the shop: its goods, and what they cost and weigh.
struct Shelf {
  Phrase category;  ///< levels separated by " > "
  Range cents;
  Range grams;
  std::uint32_t vat_tenths;  ///< percent times ten
  std::array<Phrase, 6> goods;
  std::array<Phrase, 4> sizes;
};

/// All invented; any likeness to a real mark is an accident.
std::span<const std::string_view> brands();
std::span<const Shelf> shelves();
std::span<const Phrase> colours();
/// Sentences for descriptions: with separators, quotes and accents in them, as in real life.
std::span<const Phrase> sentences();
/// What suppliers write in place of a stock.
std::span<const Phrase> stock_words();

}  // namespace feed_generator
