#include "domain/imports/sniff/vocabulary.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>

#include "base/money.h"
#include "base/text.h"
#include "domain/imports/sniff/header_words.h"

namespace imports::sniffing {
namespace {

constexpr std::size_t longest_phrase = 6;
constexpr std::size_t longest_title = 14;

using PhraseTable = std::unordered_multimap<std::string, std::pair<const Words*, std::string_view>>;

const PhraseTable& phrases() {
  static const PhraseTable table = [] {
    PhraseTable made;
    for (const Words& entry : all_words()) {
      for (const std::string_view phrase : base::split(entry.phrases, '|')) {
        made.emplace(base::join(folded_words(phrase), " "), std::pair{&entry, phrase});
      }
    }
    return made;
  }();
  return table;
}

template <std::size_t N>
bool is_among(const std::array<const char*, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// Words that turn a title into something else unless the phrase itself has them: "sale price", "image alt text".
bool spoils(std::string_view word) {
  static constexpr std::array spoilers{
      "seo",        "meta",        "alt",       "label",    "position",  "date",        "data",        "debut",
      "fin",        "start",       "end",       "parent",   "tags",      "width",       "height",      "length",
      "largeur",    "hauteur",     "promo",     "sale",     "special",   "old",         "ancien",      "barre",
      "discount",   "discounted",  "remise",    "rabatt",   "sconto",    "video",       "rating",      "review",
      "shipping",   "delivery",    "livraison", "related",  "cross",     "upsell",      "option",      "custom",
      "size",       "policy",      "tracker",   "config",   "notify",    "out",         "future",      "futura",
      "min",        "max",         "low",       "sort",     "order",     "url",         "link",        "status",
      "accessory",  "accessories", "compare",   "link1",    "map",       "tax",         "class",       "manage",
      "allow",      "backorders",  "prepared",  "unit",     "update",    "updated",     "restriction", "from",
      "gift",       "country",     "store",     "website",  "shop",      "mime",        "score",       "locale",
      "attribute",  "feature",     "seller",    "company",  "packaging", "ingredients", "serving",     "variation",
      "variations", "page",        "supplier",  "warranty", "count",     "basis",       "limit",       "content",
      "increment",  "small",       "medium",    "large",    "front",     "thumbnail",   "show",        "maximum",
      "multiple",   "average",     "plan",      "cost",     "id",        "tracking",    "keywords"};
  return is_among(spoilers, word);
}

/// Parts of a record about something else than the product itself.
bool is_beside_the_product(std::string_view word) {
  static constexpr std::array places{"shipping",   "related", "accessory", "accessories", "attachment", "component",
                                     "comparison", "parent",  "option",    "options",     "pickup",     "delivery",
                                     "review",     "reviews", "video",     "multimedia",  "bundle",     "variations",
                                     "feature",    "mime",    "document",  "basis",       "base"};
  return is_among(places, word);
}

/// Words that say little about which column this is.
bool is_soft(std::string_view word) {
  static constexpr std::array soft{"product", "produit",  "article", "artikel", "item",    "variant", "prodotto",
                                   "produkt", "producto", "товара",  "товару",  "позиції", "nr",      "no",
                                   "num",     "number",   "amount",  "value",   "total",   "google",  "shopping",
                                   "code",    "eur",      "euro",    "usd",     "kg",      "g",       "1",
                                   "valore",  "percent",  "руб",     "кг",      "шт",      "uah",     "gbp"};
  return is_among(soft, word);
}

/// One-word phrases that mean little with other words around them: "tax name", "option code".
bool is_general(std::string_view phrase) {
  static constexpr std::array general{"name",    "nom",     "id",   "code", "title",  "type",
                                      "product", "produit", "item", "desc", "назва",  "group",
                                      "groupe",  "model",   "body", "cat",  "symbol", "tipo"};
  return is_among(general, phrase);
}

/// How much of the title a phrase accounts for, 0 to 1; other words dilute it, spoilers ruin it.
double share_of_title(const HeaderWords& title, std::size_t first, std::size_t count, std::string_view phrase) {
  double rest = 0;
  double factor = 1;
  for (std::size_t i = 0; i < title.words.size(); ++i) {
    if (i >= first && i < first + count) continue;
    const std::string& word = title.words[i];
    const bool counts_another = (phrase == "quantity" || phrase == "menge") &&
                                (word == "price" || word == "base" || word == "minimum" || word == "pack");
    if (spoils(word) || counts_another) factor *= 0.35;
    if (!is_soft(word)) {
      rest += 1;
      if (is_general(phrase)) factor *= 0.6;
    } else {
      rest += 0.25;
    }
  }
  for (const std::string& word : title.context) factor *= is_beside_the_product(word) ? 0.45 : 1;
  const double covered = static_cast<double>(count) / (static_cast<double>(count) + rest);
  return (0.4 + 0.6 * covered) * factor * std::pow(0.95, static_cast<double>(title.depth));
}

void consider(std::map<Field, HeaderMeaning>& best, const HeaderMeaning& meaning) {
  auto [at, is_new] = best.try_emplace(meaning.field, meaning);
  if (!is_new && meaning.weight > at->second.weight) at->second = meaning;
}

void match_words(const HeaderWords& title, std::map<Field, HeaderMeaning>& best) {
  const std::size_t size = std::min(title.words.size(), longest_title);
  for (std::size_t first = 0; first < size; ++first) {
    std::string key;
    for (std::size_t count = 1; count <= longest_phrase && first + count <= size; ++count) {
      if (count > 1) key += ' ';
      key += title.words[first + count - 1];
      const auto [begin, end] = phrases().equal_range(key);
      for (auto at = begin; at != end; ++at) {
        const auto& [entry, phrase] = at->second;
        const double weight = entry->weight * share_of_title(title, first, count, key);
        consider(best, HeaderMeaning{entry->field, entry->nuance, weight, phrase, entry->language});
      }
    }
  }
}

std::string unit_among(const std::vector<std::string>& words) {
  struct Unit {
    std::string_view word, unit;
  };
  static constexpr std::array units{
      Unit{"kg", "kg"},  Unit{"kgs", "kg"},  Unit{"kilo", "kg"},  Unit{"kilogram", "kg"}, Unit{"kilogrammes", "kg"},
      Unit{"кг", "kg"},  Unit{"g", "g"},     Unit{"gr", "g"},     Unit{"grams", "g"},     Unit{"grammes", "g"},
      Unit{"gram", "g"}, Unit{"gramm", "g"}, Unit{"grammi", "g"}, Unit{"гр", "g"},        Unit{"lb", "lb"},
      Unit{"lbs", "lb"}, Unit{"oz", "oz"},   Unit{"mg", "mg"}};
  for (const std::string& word : words) {
    for (const Unit& unit : units) {
      if (word == unit.word) return std::string(unit.unit);
    }
  }
  return {};
}

std::string currency_among(const std::vector<std::string>& words) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> spoken{
      {{"euro", "EUR"}, {"euros", "EUR"}, {"руб", "RUB"}, {"грн", "UAH"}, {"zl", "PLN"}, {"dollar", "USD"}}};
  for (const std::string& word : words) {
    for (const auto& [name, code] : spoken) {
      if (word == name) return std::string(code);
    }
    // Any three letters may be a code of the list ("all", "top"); only those of trade feeds are taken from a title.
    static constexpr std::array codes{"eur", "usd", "gbp", "chf", "pln", "czk", "sek", "nok", "dkk", "huf",
                                      "ron", "bgn", "uah", "rub", "kzt", "cad", "aud", "jpy", "cny", "try"};
    if (is_among(codes, word)) return base::to_upper_ascii(word);
  }
  return {};
}

std::string currency_sign_in(std::string_view column) {
  for (const std::string_view sign : {"€", "£", "zł", "₴", "₽", "$"}) {
    if (column.find(sign) == std::string_view::npos) continue;
    if (const auto currency = base::Currency::from_symbol(sign)) return std::string(currency->code());
  }
  return {};
}

bool has_pair(const std::vector<std::string>& words, std::string_view a, std::string_view b) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] == a && words[i + 1] == b) return true;
  }
  return false;
}

HeaderHints::Vat vat_among(const std::vector<std::string>& words) {
  static constexpr std::array excluded{"ht",   "htva",      "net",  "netto",      "neto",      "excl",  "exkl",
                                       "zzgl", "excluding", "hors", "imponibile", "exclusive", "before"};
  static constexpr std::array included{"ttc",       "gross", "brutto",    "incl", "inkl",
                                       "including", "ivato", "inclusive", "tvac"};
  for (const std::string& word : words) {
    if (is_among(included, word)) return HeaderHints::Vat::included;
    if (is_among(excluded, word)) return HeaderHints::Vat::excluded;
  }
  for (const std::string_view tax : {"vat", "tax", "iva", "tva", "mwst", "btw"}) {
    for (const std::string_view without : {"ex", "sin", "ohne", "senza", "sans"}) {
      if (has_pair(words, without, tax)) return HeaderHints::Vat::excluded;
    }
    for (const std::string_view with : {"inc", "con", "mit", "avec"}) {
      if (has_pair(words, with, tax)) return HeaderHints::Vat::included;
    }
  }
  return HeaderHints::Vat::unsaid;
}

}  // namespace

std::vector<HeaderMeaning> meanings_of(std::string_view column, Naming naming) {
  const HeaderWords title = words_of(column, naming);
  if (title.is_parameter) return {};
  std::map<Field, HeaderMeaning> best;
  match_words(title, best);
  // "MwSt" is one word although it looks like two.
  if (naming == Naming::title) match_words(words_of(base::to_lower(column), naming), best);
  if (best.empty() && !title.aside.empty()) {
    HeaderWords aside = title;
    aside.words = title.aside;
    match_words(aside, best);
    for (auto& [field, meaning] : best) meaning.weight *= 0.8;
  }
  if (naming == Naming::title) {
    // "Код_маркування_(GTIN)": a code named in brackets says more than the words before it.
    HeaderWords aside;
    aside.words = title.aside;
    std::map<Field, HeaderMeaning> codes;
    match_words(aside, codes);
    for (const Field field : {Field::gtin, Field::manufacturer_reference}) {
      if (const auto found = codes.find(field); found != codes.end()) consider(best, found->second);
    }
  }
  // The attribute that names the record itself is its key.
  if (naming == Naming::path && base::to_lower_ascii(column) == "@id") {
    consider(best, HeaderMeaning{Field::sku, Nuance::none, 0.9, "@id", ""});
  }
  std::vector<HeaderMeaning> result;
  for (const auto& [field, meaning] : best) {
    if (meaning.weight >= 0.2) result.push_back(meaning);
  }
  std::stable_sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.weight > b.weight; });
  return result;
}

HeaderHints hints_of(std::string_view column, Naming naming) {
  const HeaderWords title = words_of(column, naming);
  std::vector<std::string> all = title.words;
  all.insert(all.end(), title.aside.begin(), title.aside.end());
  HeaderHints hints;
  hints.unit = unit_among(all);
  hints.currency = currency_among(all);
  if (hints.currency.empty()) hints.currency = currency_sign_in(column);
  hints.vat = vat_among(all);
  return hints;
}

bool is_known_title(std::string_view cell) {
  constexpr std::size_t longest = 60;
  if (cell.empty() || cell.size() > longest) return false;
  const auto meanings = meanings_of(cell, Naming::title);
  return !meanings.empty() && meanings.front().weight >= 0.5;
}

}  // namespace imports::sniffing
