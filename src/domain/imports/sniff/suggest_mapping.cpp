#include <algorithm>
#include <array>

#include "base/text.h"
#include "domain/imports/sniff/number_evidence.h"
#include "domain/imports/sniff/sniff.h"
#include "domain/imports/sniff/vocabulary.h"
#include "domain/imports/sniff/weight_unit.h"
#include "domain/imports/transform/units.h"

namespace imports {
namespace {

using sniffing::HeaderHints;

/// Values that are shares of one (0.19) rather than percent.
bool holds_fractions(const ColumnProfile& profile) {
  bool any = false;
  for (const std::string& sample : profile.samples) {
    const auto shape = sniffing::read_shape(std::string_view(sample).substr(0, sample.find(" | ")));
    if (!shape || shape->percent || shape->magnitude >= 1) return false;
    any = any || shape->magnitude > 0;
  }
  return any;
}

bool is_numeric(ColumnType type) {
  return type == ColumnType::integer || type == ColumnType::decimal;
}

/// "multiply" reads the column's style and leaves plain numbers behind.
void turn_into_percent(FieldRule& rule) {
  TransformSpec multiply{.name = "multiply", .settings = {{"by", "100"}}, .table = {}};
  if (rule.number && rule.number->decimal == ',') multiply.settings.emplace_back("decimal", ",");
  rule.transforms.push_back(std::move(multiply));
  rule.number.reset();
}

/// Repeated elements come joined by the readers ("12.50 | 11.90", the second for larger orders): the first one counts.
bool takes_first_of_many(const ColumnProfile& profile, FieldKind kind) {
  if (kind == FieldKind::text || kind == FieldKind::path || kind == FieldKind::urls) return false;
  return std::any_of(profile.samples.begin(), profile.samples.end(),
                     [](const std::string& sample) { return sample.find(" | ") != std::string::npos; });
}

/// Words of the subcategory's title put it behind the category wherever its column stands.
bool is_subcategory(const std::string& column) {
  for (const auto& meaning : sniffing::meanings_of(column, sniffing::Naming::title)) {
    if (meaning.nuance == sniffing::Nuance::subcategory) return true;
  }
  return false;
}

std::string_view joint_of(Field field) {
  if (field == Field::category) return " > ";
  return field == Field::image_urls ? " | " : " ";
}

void extend(FieldRule& rule, const ColumnProfile& profile, Field field) {
  rule.join = joint_of(field);
  if (field == Field::category && !rule.from.empty() && is_subcategory(rule.from.front())) {
    rule.from.insert(rule.from.begin(), profile.name);
  } else {
    rule.from.push_back(profile.name);
  }
}

/// A Shopify export names the product, not its variants: the values of its options tell those apart.
void add_variant_options(const Sniffed& sniffed, FieldRule& sku) {
  if (sku.from.front() != "Handle") return;
  for (const ColumnProfile& profile : sniffed.columns) {
    if (profile.name.starts_with("Option") && profile.name.ends_with("Value")) sku.from.push_back(profile.name);
  }
  sku.join = "-";
}

/// "weight" beside "weight-unit": the unit of each row stands in a column of its own.
void add_unit_column(const Sniffed& sniffed, FieldRule& weight) {
  const std::string wanted = base::fold(weight.from.front()) + " unit";
  const auto found = std::find_if(sniffed.columns.begin(), sniffed.columns.end(), [&](const ColumnProfile& profile) {
    return base::fold(profile.name) == wanted && !profile.samples.empty() &&
           std::all_of(profile.samples.begin(), profile.samples.end(),
                       [](const std::string& sample) { return parse_weight_unit(sample).has_value(); });
  });
  if (found != sniffed.columns.end()) weight.from.push_back(found->name);
}

/// "product_name" of "product_name_fr", "title" of "g:title": what a column is called once its language and its
/// namespace are left aside.
std::string_view plain_name(std::string_view column) {
  static constexpr std::array languages{"en", "fr", "de", "es", "it", "nl", "pl", "pt", "da", "sv", "fi", "no",
                                        "cs", "sk", "hu", "ro", "bg", "el", "ru", "uk", "tr", "ar", "xx"};
  const auto colon = column.find(':');
  const bool has_namespace = colon != std::string_view::npos && column.find_first_of(".@ ") == std::string_view::npos;
  if (has_namespace) column.remove_prefix(colon + 1);
  const auto mark = column.find_last_of("_-");
  if (mark == std::string_view::npos || mark == 0) return column;
  const std::string_view last = column.substr(mark + 1);
  return std::find(languages.begin(), languages.end(), last) == languages.end() ? column : column.substr(0, mark);
}

/// One column a language, or with and without a namespace, each filled for some of the products: the fullest that has
/// a text gives it.
void add_other_forms(const Sniffed& sniffed, FieldRule& text) {
  const std::string chosen = text.from.front();
  std::vector<const ColumnProfile*> others;
  for (const ColumnProfile& profile : sniffed.columns) {
    if (profile.name == chosen && profile.filled >= sniffed.sampled_rows) return;
    const bool same = profile.name != chosen && plain_name(profile.name) == plain_name(chosen);
    if (same && profile.filled > 0 && !profile.suggestion) others.push_back(&profile);
  }
  if (others.empty()) return;
  std::stable_sort(others.begin(), others.end(), [](const auto* a, const auto* b) { return a->filled > b->filled; });
  for (const ColumnProfile* other : others) text.from.push_back(other->name);
  text.join = " ¦ ";
  text.transforms.push_back(TransformSpec{.name = "split", .settings = {{"separator", text.join}}, .table = {}});
}

FieldRule rule_for(const ColumnProfile& profile, Field field) {
  FieldRule rule;
  rule.from = {profile.name};
  const FieldKind kind = info(field).kind;
  const bool number = kind == FieldKind::price || kind == FieldKind::percent || kind == FieldKind::quantity ||
                      kind == FieldKind::weight;
  if (number) rule.number = profile.number;
  if (takes_first_of_many(profile, kind)) {
    rule.transforms.push_back(TransformSpec{.name = "split", .settings = {{"separator", "|"}}, .table = {}});
  }
  if (field == Field::weight) rule.unit = sniffing::weight_unit_of(profile).unit;
  if (field == Field::vat_rate && holds_fractions(profile)) turn_into_percent(rule);
  const bool words = profile.type == ColumnType::text || profile.type == ColumnType::boolean;
  if (field == Field::stock && words && !is_numeric(profile.type)) {
    rule.transforms.push_back(TransformSpec{.name = "availability", .settings = {}, .table = {}});
  }
  return rule;
}

/// What the titles of the price columns say about VAT and currency.
void apply_price_titles(const Sniffed& sniffed, Mapping& mapping) {
  std::string currency;
  for (const ColumnProfile& profile : sniffed.columns) {
    if (!profile.suggestion) continue;
    const Field field = profile.suggestion->field;
    if (field != Field::purchase_price && field != Field::retail_price) continue;
    const auto vat = sniffing::hints_of(profile.name, sniffing::Naming::title).vat;
    if (field == Field::purchase_price) mapping.purchase_price_includes_vat = vat == HeaderHints::Vat::included;
    if (field == Field::retail_price) mapping.retail_price_excludes_vat = vat == HeaderHints::Vat::excluded;
    if (currency.empty() || field == Field::purchase_price)
      currency = profile.currency.empty() ? currency : profile.currency;
  }
  if (!mapping.rule(Field::currency)) mapping.default_currency = currency;
  // Without a rate such a price could not be brought to its meaning, and every row would be refused for it.
  if (mapping.retail_price_excludes_vat && !mapping.rule(Field::vat_rate)) {
    mapping.rule(Field::retail_price).reset();
    mapping.retail_price_excludes_vat = false;
  }
}

}  // namespace

Mapping suggest_mapping(const Sniffed& sniffed) {
  Mapping mapping;
  for (const ColumnProfile& profile : sniffed.columns) {
    if (!profile.suggestion) continue;
    const Field field = profile.suggestion->field;
    auto& rule = mapping.rule(field);
    if (!rule) {
      rule = rule_for(profile, field);
    } else {
      extend(*rule, profile, field);
    }
  }
  if (auto& sku = mapping.rule(Field::sku)) add_variant_options(sniffed, *sku);
  if (auto& weight = mapping.rule(Field::weight)) add_unit_column(sniffed, *weight);
  for (const Field field : {Field::name, Field::description}) {
    if (auto& text = mapping.rule(field)) add_other_forms(sniffed, *text);
  }
  mapping.skip = sniffed.skip;
  apply_price_titles(sniffed, mapping);
  return mapping;
}

}  // namespace imports
