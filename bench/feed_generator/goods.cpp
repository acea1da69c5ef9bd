#include "feed_generator/goods.h"

#include <charconv>

#include "base/gtin.h"
#include "feed_generator/vocabulary.h"

namespace feed_generator {
namespace {

constexpr std::array<std::string_view, column_count> french_names{
    "reference", "ean", "designation", "marque",   "categorie", "prix_ht",
    "prix_ttc",  "tva", "stock",       "poids_kg", "image",     "description"};
constexpr std::array<std::string_view, column_count> english_names{
    "sku",      "ean",   "name",      "brand",     "category",   "price_excl_vat", "price_incl_vat",
    "vat_rate", "stock", "weight_kg", "image_url", "description"};

/// Prefixes of organisations that give out numbers for trade items.
constexpr std::array<std::string_view, 10> ean_prefixes{"301", "320", "334", "350", "376",
                                                        "401", "426", "500", "541", "871"};
/// With the check digit the code is then eleven digits long once a spreadsheet has dropped its zeros.
constexpr std::string_view two_zeros_prefix = "008";

constexpr std::uint64_t ean_body_span = 1'000'000'000;
constexpr std::uint64_t ean_salt = 0x65616E73;
constexpr std::uint64_t damage_salt = 0x64616D61;
constexpr std::uint64_t language_salt = 0x6C616E67;

template <class T>
const T& pick(Draw& draw, std::span<const T> from) {
  return from[draw.below(static_cast<std::uint32_t>(from.size()))];
}

std::uint32_t inside(Draw& draw, Range range) {
  return range.lowest + draw.below(range.highest - range.lowest + 1);
}

void append_number(std::string& out, std::uint64_t value, std::size_t digits = 1) {
  std::array<char, 20> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  const auto length = static_cast<std::size_t>(end - text.data());
  if (length < digits) out.append(digits - length, '0');
  out.append(text.data(), length);
}

void append_words(std::string& out, std::initializer_list<std::string_view> words) {
  for (const auto word : words) {
    if (!out.empty()) out += ' ';
    out += word;
  }
}

}  // namespace

const std::array<std::string_view, column_count>& column_names(Language language) {
  return language == Language::english ? english_names : french_names;
}

Goods::Goods(const Options& options)
    : language_(options.language),
      decimal_mark_(options.decimal_mark()),
      seed_(options.seed),
      plan_(options.rows, options.seed, options.damage, options.changed_percent),
      ean_bodies_(ean_body_span, mix(options.seed) ^ ean_salt) {}

bool Goods::is_english(std::uint64_t index) const {
  if (language_ != Language::mixed) return language_ == Language::english;
  return Draw(seed_ ^ language_salt, index).below(10) < 3;
}

void Goods::append_decimal(std::string& out, std::uint64_t value, unsigned decimals) const {
  std::uint64_t scale = 1;
  for (unsigned i = 0; i < decimals; ++i) scale *= 10;
  append_number(out, value / scale);
  out += decimal_mark_;
  append_number(out, value % scale, decimals);
}

void Goods::make_ean(std::uint64_t index, std::string_view prefix, std::string& ean) const {
  ean = prefix;
  append_number(ean, ean_bodies_(index), 9);
  ean += base::gtin_check_digit(ean);
}

void Goods::make_sound(std::uint64_t index, Row& row) const {
  Draw draw(seed_, index);
  const bool english = is_english(index);
  const auto word = [english](const Phrase& phrase) { return english ? phrase.english : phrase.french; };
  for (auto& cell : row.cells) cell.clear();
  row.has_stray_quote = false;

  const auto& shelf = pick(draw, shelves());
  const auto brand = pick(draw, brands());
  auto& reference = row[Column::reference];
  reference += static_cast<char>('A' + draw.below(26));
  reference += static_cast<char>('A' + draw.below(26));
  reference += '-';
  append_number(reference, index + 1, 7);
  make_ean(index, ean_prefixes[draw.below(ean_prefixes.size())], row[Column::ean]);
  append_words(row[Column::name],
               {word(pick(draw, std::span<const Phrase>(shelf.goods))), brand,
                word(pick(draw, std::span<const Phrase>(shelf.sizes))), word(pick(draw, colours()))});
  row[Column::brand] = brand;
  row[Column::category] = word(shelf.category);

  std::uint64_t cents = inside(draw, shelf.cents);
  std::uint64_t stock = draw.below(4) == 0 ? 0 : draw.below(500);
  const auto grams = inside(draw, shelf.grams);
  if (plan_.is_changed(index)) {
    const bool price = draw.below(2) == 0;
    const auto step = 1 + draw.below(20);
    (price ? cents : stock) += step;
  }
  append_decimal(row[Column::price_without_vat], cents, 2);
  append_decimal(row[Column::price_with_vat], (cents * (1000 + shelf.vat_tenths) + 500) / 1000, 2);
  if (shelf.vat_tenths % 10 == 0) {
    append_number(row[Column::vat], shelf.vat_tenths / 10);
  } else {
    append_decimal(row[Column::vat], shelf.vat_tenths, 1);
  }
  append_number(row[Column::stock], stock);
  append_decimal(row[Column::weight], grams, 3);

  auto& image = row[Column::image];
  image = "https://img.example.com/p/";
  image.append(row[Column::ean], 0, 3).append("/").append(row[Column::ean]).append(".jpg");
  auto& description = row[Column::description];
  description = word(pick(draw, sentences()));
  description += draw.below(6) == 0 ? '\n' : ' ';
  description += word(pick(draw, sentences()));
}

void Goods::damage(std::uint64_t index, Damage kind, Row& row) const {
  Draw draw(seed_ ^ damage_salt, index);
  auto& ean = row[Column::ean];
  switch (kind) {
    case Damage::missing_reference:
      row[Column::reference].clear();
      break;
    case Damage::bad_ean_checksum: {
      const auto right = static_cast<std::uint32_t>(ean.back() - '0');
      ean.back() = static_cast<char>('0' + (right + 1 + draw.below(9)) % 10);
      break;
    }
    case Damage::scientific_ean: {
      const std::string digits = ean;
      ean.assign(digits, 0, 1).append(1, decimal_mark_).append(digits, 1, 5).append("E+12");
      break;
    }
    case Damage::lost_zeros:
      make_ean(index, two_zeros_prefix, ean);
      ean.erase(0, 2);
      break;
    case Damage::missing_ean:
      ean.clear();
      break;
    case Damage::negative_price:
      row[Column::price_without_vat].insert(0, 1, '-');
      row[Column::price_with_vat].insert(0, 1, '-');
      break;
    case Damage::price_as_text:
      row[Column::price_without_vat] = is_english(index) ? "call us" : "nous consulter";
      break;
    case Damage::non_numeric_stock: {
      const auto& phrase = pick(draw, stock_words());
      row[Column::stock] = is_english(index) ? phrase.english : phrase.french;
      break;
    }
    case Damage::duplicate_reference: {
      Row earlier;
      make_sound(plan_.sound_row_before(index), earlier);
      row[Column::reference] = earlier[Column::reference];
      break;
    }
    case Damage::duplicate_row:
      make_sound(plan_.sound_row_before(index), row);
      break;
    case Damage::stray_quote:
      row[Column::name].append(" 15\" plus");
      row.has_stray_quote = true;
      break;
  }
}

void Goods::make(std::uint64_t index, Row& row) const {
  make_sound(index, row);
  if (const auto kind = plan_.damage_of(index)) damage(index, *kind, row);
}

}  // namespace feed_generator
