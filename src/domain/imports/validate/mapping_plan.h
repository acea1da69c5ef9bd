#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/money.h"
#include "domain/catalog/offer_values.h"
#include "domain/imports/mapping/mapping.h"
#include "domain/imports/transform/units.h"
#include "domain/imports/validate/rules.h"

namespace imports {

/// Where a text comes from in a record.
struct SourcePlan {
  std::vector<std::size_t> columns;
  std::string join;
  std::vector<std::shared_ptr<const Transform>> transforms;
  bool direct = false;  ///< one column, no transforms: the record's own text serves
  std::string label;    ///< the target field or attribute, for places
};

struct FieldPlan {
  Field field;
  FieldKind kind;
  catalog::OfferField target;  ///< meaningless for sku
  SourcePlan source;
  NumberStyle style;  ///< of the text once transformed
  WeightUnit unit;
  bool keeps_on_blank;
};

struct AttributePlan {
  std::string json_key;  ///< "\"colour\":"
  SourcePlan source;
};

struct SkipPlan {
  std::size_t column;
  Mapping::SkipRule::Test test;
  std::string folded;  ///< the value as base::fold gives it; empty when it holds neither letter nor digit
  std::string literal;
  std::string reason;
};

/// A mapping worked out for the columns of one file.
struct MappingPlan {
  std::optional<FieldPlan> sku, gtin;
  std::vector<FieldPlan> fields;          ///< the others
  std::vector<AttributePlan> attributes;  ///< sorted by name
  std::vector<SkipPlan> skip;
  Severities severities;
  bool has_prices = false;
  bool purchase_price_includes_vat = false;
  bool retail_price_excludes_vat = false;
  std::optional<base::Currency> default_currency;
  std::optional<std::int64_t> default_vat_rate;  ///< 1/10000 of a percent
};

/// Fails with mapping_columns_missing, mapping_no_identity and mapping_invalid.
base::Result<MappingPlan> plan_mapping(const Mapping& mapping, const std::vector<std::string>& columns);

}  // namespace imports
