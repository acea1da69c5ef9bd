#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/imports/mapping/field.h"

namespace imports::sniffing {

/// Finer than Field where a header word leaves a choice open.
enum class Nuance : std::uint8_t {
  none,
  unqualified_price,  ///< "Price": whose price, the rest of the file decides
  subcategory,        ///< a level below the category column
};

/// One thing a header may mean.
struct HeaderMeaning {
  Field field = Field::sku;
  Nuance nuance = Nuance::none;
  double weight = 0;          ///< 0 to 1, all words of the header considered
  std::string_view phrase;    ///< the words recognised, folded
  std::string_view language;  ///< "fr", "en", "de", "es", "it"...; "" for words of all languages
};

/// What a header says beside its meaning.
struct HeaderHints {
  enum class Vat : std::uint8_t { unsaid, excluded, included };
  std::string unit;      ///< "kg", "g", "lb", "oz", "mg" or ""
  std::string currency;  ///< ISO code or ""
  Vat vat = Vat::unsaid;
};

/// How a column is named: a title in a table, or a path inside a JSON or XML record.
enum class Naming : std::uint8_t { title, path };

/// The fields a header may mean, best first, at most one entry a field.
std::vector<HeaderMeaning> meanings_of(std::string_view column, Naming naming);
HeaderHints hints_of(std::string_view column, Naming naming);

/// True when the whole of a short text is a column title we know: used to find header rows.
bool is_known_title(std::string_view cell);

/// Words of one field in one language, '|' between phrases.
struct Words {
  Field field;
  std::string_view language;
  double weight;
  std::string_view phrases;
  Nuance nuance = Nuance::none;
};
std::span<const Words> all_words();

}  // namespace imports::sniffing
