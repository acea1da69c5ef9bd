#include "domain/imports/validate/mapping_plan.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/text.h"
#include "domain/imports/transform/closest.h"
#include "domain/imports/transform/in_quotes.h"
#include "domain/imports/transform/number.h"
#include "domain/imports/transform/registry.h"
#include "domain/imports/validate/row_mapper.h"

namespace imports {

namespace {

// Finds columns by name and remembers all that are missing, so that one message can name them.
class ColumnFinder {
 public:
  explicit ColumnFinder(const std::vector<std::string>& columns) : columns_(columns) {}

  std::size_t find(const std::string& name, std::string_view user) {
    auto found = std::ranges::find(columns_, name);
    if (found == columns_.end()) {
      found = std::ranges::find_if(columns_, [&](const auto& c) { return base::trim(c) == base::trim(name); });
    }
    if (found != columns_.end()) return static_cast<std::size_t>(found - columns_.begin());
    missing_ += (missing_.empty() ? "" : ", ") + in_quotes(name) + " (" + std::string(user) + ")";
    if (const auto nearest = closest(name, columns_); !nearest.empty()) {
      hints_ += "For " + in_quotes(name) + " the closest one is " + in_quotes(nearest) + ". ";
    }
    return 0;
  }

  base::Result<> check() const {
    if (missing_.empty()) return {};
    constexpr std::size_t most_listed = 30;
    std::string listed;
    for (std::size_t i = 0; i < std::min(columns_.size(), most_listed); ++i) {
      listed += (i == 0 ? "" : ", ") + in_quotes(columns_[i]);
    }
    if (columns_.size() > most_listed) listed += " and " + std::to_string(columns_.size() - most_listed) + " more";
    return base::failure(
        mapping_columns_missing, "The file does not have these columns of the mapping: " + missing_ + ".",
        hints_ + "Correct the mapping; the file has " + (listed.empty() ? "no columns" : listed) + ".");
  }

 private:
  const std::vector<std::string>& columns_;
  std::string missing_;
  std::string hints_;
};

struct PlannedSource {
  SourcePlan source;
  NumberStyle style;  ///< of the text that comes out
};

base::Result<PlannedSource> plan_source(const FieldRule& rule, std::string label, ColumnFinder& finder) {
  PlannedSource planned;
  planned.style = rule.number.value_or(NumberStyle{});
  auto& source = planned.source;
  for (const auto& name : rule.from) source.columns.push_back(finder.find(name, label));
  for (auto spec : rule.transforms) {
    if (reads_numbers(spec.name)) {
      if (!spec.has("decimal") && !spec.has("thousands")) {
        spec.settings.emplace_back("decimal", std::string(1, planned.style.decimal));
        if (planned.style.thousands != '\0') {
          spec.settings.emplace_back("thousands", std::string(1, planned.style.thousands));
        }
      }
      planned.style = NumberStyle{};
    }
    ASSIGN_OR_RETURN(source.transforms.emplace_back(), make_transform(spec));
  }
  source.join = rule.join;
  source.direct = source.columns.size() == 1 && source.transforms.empty();
  source.label = std::move(label);
  return planned;
}

catalog::OfferField target_of(Field field) {
  const auto& targets = catalog::offer_fields();
  const auto found = std::ranges::find(targets, info(field).name, &catalog::OfferFieldInfo::name);
  return found == targets.end() ? catalog::OfferField::gtin : found->field;
}

base::Result<> plan_fields(const Mapping& mapping, ColumnFinder& finder, MappingPlan& plan) {
  for (const auto& field : all_fields()) {
    const auto& rule = mapping.rule(field.field);
    if (!rule) continue;
    ASSIGN_OR_RETURN(auto planned, plan_source(*rule, std::string(field.name), finder));
    const auto unit = parse_weight_unit(rule->unit.empty() ? "g" : rule->unit);
    if (!unit) {
      return base::failure(mapping_invalid, in_quotes(rule->unit) + " is not a unit of weight known here.",
                           "Write one of " + weight_unit_names() + ".");
    }
    FieldPlan made{field.field,   field.kind, target_of(field.field),         std::move(planned.source),
                   planned.style, *unit,      rule->on_blank == OnBlank::keep};
    plan.has_prices = plan.has_prices || field.kind == FieldKind::price;
    if (field.field == Field::sku) {
      plan.sku = std::move(made);
    } else if (field.field == Field::gtin) {
      plan.gtin = std::move(made);
    } else {
      plan.fields.push_back(std::move(made));
    }
  }
  return {};
}

base::Result<> plan_attributes(const Mapping& mapping, ColumnFinder& finder, MappingPlan& plan) {
  std::vector<const Mapping::Attribute*> sorted;
  for (const auto& attribute : mapping.attributes) sorted.push_back(&attribute);
  std::ranges::sort(sorted, {}, [](const auto* attribute) -> const std::string& { return attribute->name; });
  for (const auto* attribute : sorted) {
    ASSIGN_OR_RETURN(auto planned, plan_source(attribute->rule, attribute->name, finder));
    AttributePlan made{"", std::move(planned.source)};
    base::append_json_string(made.json_key, attribute->name);
    made.json_key += ':';
    plan.attributes.push_back(std::move(made));
  }
  return {};
}

void plan_skip_rules(const Mapping& mapping, ColumnFinder& finder, MappingPlan& plan) {
  using Test = Mapping::SkipRule::Test;
  for (const auto& rule : mapping.skip) {
    const auto column = finder.find(rule.from, "skip");
    auto reason = in_quotes(rule.from);
    reason += rule.test == Test::blank ? " is blank" : rule.test == Test::equals ? " equals " : " contains ";
    if (rule.test != Test::blank) reason += in_quotes(rule.value);
    plan.skip.push_back(
        {column, rule.test, base::fold(rule.value), std::string(base::trim(rule.value)), std::move(reason)});
  }
}

}  // namespace

base::Result<MappingPlan> plan_mapping(const Mapping& mapping, const std::vector<std::string>& columns) {
  if (!mapping.rule(Field::sku) && !mapping.rule(Field::gtin)) {
    return base::failure(mapping_no_identity,
                         "The mapping names no column for the supplier reference, nor for the code.",
                         "Map “sku” (the supplier's own reference) or “gtin” (the EAN) to a column.");
  }
  MappingPlan plan;
  ColumnFinder finder(columns);
  RETURN_IF_FAILED(plan_fields(mapping, finder, plan));
  RETURN_IF_FAILED(plan_attributes(mapping, finder, plan));
  plan_skip_rules(mapping, finder, plan);
  RETURN_IF_FAILED(finder.check());
  ASSIGN_OR_RETURN(plan.severities, Severities::create(mapping.rules));
  plan.purchase_price_includes_vat = mapping.purchase_price_includes_vat;
  plan.retail_price_excludes_vat = mapping.retail_price_excludes_vat;
  plan.default_currency = base::Currency::parse(mapping.default_currency);
  if (mapping.default_vat_rate) plan.default_vat_rate = fixed_point(*mapping.default_vat_rate, 4);
  return plan;
}

}  // namespace imports
