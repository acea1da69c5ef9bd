#include <functional>
#include <map>

#include "base/text.h"
#include "domain/imports/transform/families.h"
#include "domain/imports/transform/from_function.h"
#include "domain/imports/transform/in_quotes.h"
#include "domain/imports/transform/settings.h"

namespace imports {

namespace {

using Table = std::map<std::string, std::string, std::less<>>;
enum class Otherwise : std::uint8_t { keep, blank, reject };

base::Result<Otherwise> otherwise_setting(const TransformSpec& spec) {
  const auto text = spec.setting("otherwise", "reject");
  if (text == "keep") return Otherwise::keep;
  if (text == "blank") return Otherwise::blank;
  if (text == "reject") return Otherwise::reject;
  return base::failure(wrong_setting(spec, "otherwise", "\"keep\", \"blank\" or \"reject\""));
}

class Lookup final : public Transform {
 public:
  Lookup(const std::vector<std::pair<std::string, std::string>>& pairs, Otherwise otherwise) : otherwise_(otherwise) {
    for (const auto& [key, value] : pairs) {
      exact_.emplace(base::trim(key), value);
      any_case_.emplace(base::to_lower(base::trim(key)), value);
    }
  }

  base::Result<> apply(std::string& value) const override {
    const auto wanted = base::trim(value);
    if (const auto* found = find(wanted)) {
      value = *found;
    } else if (wanted.empty() || otherwise_ == Otherwise::keep) {
      return {};
    } else if (otherwise_ == Otherwise::blank) {
      value.clear();
    } else {
      return base::failure(value_not_in_table, in_quotes(wanted) + " is not in the lookup table.",
                           "Add it to the lookup table of the mapping, or correct the value.");
    }
    return {};
  }

 private:
  const std::string* find(std::string_view wanted) const {
    if (const auto found = exact_.find(wanted); found != exact_.end()) return &found->second;
    const auto found = any_case_.find(base::to_lower(wanted));
    return found == any_case_.end() ? nullptr : &found->second;
  }

  Table exact_;
  Table any_case_;
  Otherwise otherwise_;
};

// As base::fold writes them: English, French, German, Spanish, Italian.
constexpr std::string_view available_words[] = {
    "yes",
    "y",
    "true",
    "in stock",
    "instock",
    "available",
    "preorder",
    "pre order",
    "backorder",
    "back order",
    "oui",
    "vrai",
    "en stock",
    "disponible",
    "dispo",
    "ja",
    "wahr",
    "auf lager",
    "lieferbar",
    "lagernd",
    "verfugbar",
    "vorratig",
    "sofort lieferbar",
    "si",
    "verdadero",
    "en existencia",
    "hay stock",
    "vero",
    "disponibile",
    "in magazzino",
    "in vorrat",
};
constexpr std::string_view unavailable_words[] = {
    "no",
    "n",
    "false",
    "out of stock",
    "outofstock",
    "unavailable",
    "not available",
    "sold out",
    "discontinued",
    "non",
    "faux",
    "rupture",
    "en rupture",
    "rupture de stock",
    "indisponible",
    "epuise",
    "nein",
    "falsch",
    "ausverkauft",
    "nicht lieferbar",
    "nicht verfugbar",
    "nicht auf lager",
    "nicht vorratig",
    "falso",
    "agotado",
    "sin stock",
    "no disponible",
    "esaurito",
    "non disponibile",
    "sin existencias",
};

}  // namespace

base::Result<TransformPointer> make_lookup(const TransformSpec& spec) {
  ASSIGN_OR_RETURN(const auto otherwise, otherwise_setting(spec));
  return std::make_shared<const Lookup>(spec.table, otherwise);
}

base::Result<TransformPointer> make_availability(const TransformSpec& spec) {
  Table quantities;
  for (const auto word : available_words) quantities.emplace(word, spec.setting("available", "1"));
  for (const auto word : unavailable_words) quantities.emplace(word, spec.setting("unavailable", "0"));
  return from_function([quantities = std::move(quantities)](std::string& value) {
    if (const auto found = quantities.find(base::fold(value)); found != quantities.end()) value = found->second;
  });
}

}  // namespace imports
