#include "domain/notifications/notification_kinds.h"

#include <algorithm>
#include <array>

namespace notifications {
namespace {

struct Texts {
  std::string_view title, message;
};
struct Entry {
  Kind kind;
  Texts english, french;
};

// The place to add a kind. {name} in a text is one of its event's parameters.
constexpr std::array<Entry, 10> entries{{
    {{"import.finished", Severity::success, "imports.read", false},
     {"Import of {supplier} finished",
      "{file_name}: {rows_read} rows read, {created} created, {updated} updated, {quarantined} set aside."},
     {"Import de {supplier} terminé",
      "{file_name} : {rows_read} lignes lues, {created} créées, {updated} mises à jour, {quarantined} mises de côté."}},
    {{"import.failed", Severity::error, "imports.read", true},
     {"Import of {supplier} failed", "{file_name}: {problem}"},
     {"Échec de l'import de {supplier}", "{file_name} : {problem}"}},
    {{"import.held", Severity::warning, "imports.read", true},
     {"Import of {supplier} waits for your approval", "{file_name} is unlike this supplier's earlier files: {reason}"},
     {"L'import de {supplier} attend votre accord",
      "{file_name} ne ressemble pas aux fichiers précédents de ce fournisseur : {reason}"}},
    {{"import.many_rejects", Severity::warning, "imports.read", true},
     {"Many rows of {supplier} were set aside",
      "{file_name}: {quarantined} of {rows_read} rows could not be taken over ({percent} %)."},
     {"De nombreuses lignes de {supplier} ont été mises de côté",
      "{file_name} : {quarantined} lignes sur {rows_read} n'ont pas pu être reprises ({percent} %)."}},
    {{"stock.low", Severity::warning, "products.read", true},
     {"Low stock: {product}", "{product} has {stock} left, less than {threshold}."},
     {"Stock faible : {product}", "Il reste {stock} de {product}, moins que {threshold}."}},
    {{"stock.low_many", Severity::warning, "products.read", true},
     {"{count} products are low on stock",
      "Since {file_name} of {supplier}, {count} products have less than {threshold} left."},
     {"{count} produits ont un stock faible",
      "Depuis {file_name} de {supplier}, il reste moins de {threshold} unités de {count} produits."}},
    {{"source.failed", Severity::error, "imports.read", true},
     {"The source {source} of {supplier} cannot be fetched", "{problem}"},
     {"La source {source} de {supplier} ne peut pas être récupérée", "{problem}"}},
    {{"webhook.disabled", Severity::warning, "admin.settings", true},
     {"A webhook was switched off", "{url} has failed since {since}. Last problem: {problem}"},
     {"Un webhook a été désactivé", "{url} échoue depuis {since}. Dernier problème : {problem}"}},
    {{"backup.failed", Severity::error, "admin.settings", true},
     {"The backup failed", "{problem}"},
     {"La sauvegarde a échoué", "{problem}"}},
    {{"backup.stale", Severity::warning, "admin.settings", true},
     {"The backups are getting old",
      "No backup was made and proven by a restore for {hours} hours. System health shows why."},
     {"Les sauvegardes vieillissent",
      "Aucune sauvegarde n'a été faite et éprouvée par une restauration depuis {hours} heures. L'état du système dit "
      "pourquoi."}},
}};

constexpr auto kinds = [] {
  std::array<Kind, entries.size()> all{};
  for (std::size_t i = 0; i < entries.size(); ++i) all[i] = entries[i].kind;
  return all;
}();

const Entry* find_entry(std::string_view name) {
  const auto* const found = std::ranges::find_if(entries, [&](const Entry& entry) { return entry.kind.name == name; });
  return found == entries.end() ? nullptr : found;
}

std::string filled(std::string_view text, const Parameters& parameters) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = text.find('}', open);
    out += text.substr(0, open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    const auto value = parameters.find(std::string(text.substr(open + 1, close - open - 1)));
    out += value == parameters.end() ? "?" : value->second;
    text.remove_prefix(close + 1);
  }
  return out;
}

const Texts& texts_of(const Entry& entry, Language language) {
  return language == Language::fr ? entry.french : entry.english;
}

}  // namespace

std::string_view to_string(Language language) {
  return language == Language::fr ? "fr" : "en";
}

std::optional<Language> parse_language(std::string_view code) {
  if (code == "en") return Language::en;
  if (code == "fr") return Language::fr;
  return std::nullopt;
}

std::span<const Kind> all_kinds() {
  return kinds;
}

const Kind* find_kind(std::string_view name) {
  const auto* const found = std::ranges::find_if(kinds, [&](const Kind& kind) { return kind.name == name; });
  return found == kinds.end() ? nullptr : found;
}

base::Result<const Kind*> known_kind(std::string_view name) {
  if (const Kind* const kind = find_kind(name)) return kind;
  std::string cure = "Known kinds:";
  for (const Kind& kind : kinds) cure += (&kind == kinds.data() ? " " : ", ") + std::string(kind.name);
  return base::failure(notification_kind_unknown, "There is no kind of notification \"" + std::string(name) + "\".",
                       cure + ".");
}

std::string title_of(std::string_view kind, const Parameters& parameters, Language language) {
  const Entry* const entry = find_entry(kind);
  return entry == nullptr ? std::string(kind) : filled(texts_of(*entry, language).title, parameters);
}

std::string message_of(std::string_view kind, const Parameters& parameters, Language language) {
  const Entry* const entry = find_entry(kind);
  return entry == nullptr ? std::string() : filled(texts_of(*entry, language).message, parameters);
}

}  // namespace notifications
