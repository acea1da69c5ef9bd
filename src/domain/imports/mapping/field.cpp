#include "domain/imports/mapping/field.h"

#include <algorithm>

namespace imports {

namespace {

constexpr std::array<FieldInfo, field_count> fields{{
    {Field::sku, "sku", FieldKind::text},
    {Field::gtin, "gtin", FieldKind::gtin},
    {Field::name, "name", FieldKind::text},
    {Field::description, "description", FieldKind::text},
    {Field::brand, "brand", FieldKind::text},
    {Field::category, "category", FieldKind::path},
    {Field::purchase_price, "purchase_price", FieldKind::price},
    {Field::retail_price, "retail_price", FieldKind::price},
    {Field::currency, "currency", FieldKind::currency},
    {Field::vat_rate, "vat_rate", FieldKind::percent},
    {Field::stock, "stock", FieldKind::quantity},
    {Field::weight, "weight", FieldKind::weight},
    {Field::image_urls, "image_urls", FieldKind::urls},
    {Field::manufacturer_reference, "manufacturer_reference", FieldKind::text},
    {Field::minimum_order_quantity, "minimum_order_quantity", FieldKind::quantity},
}};

constexpr bool in_order_of_enumeration() {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (static_cast<std::size_t>(fields[i].field) != i) return false;
  }
  return true;
}
static_assert(in_order_of_enumeration());

}  // namespace

const std::array<FieldInfo, field_count>& all_fields() {
  return fields;
}

const FieldInfo& info(Field field) {
  return fields[static_cast<std::size_t>(field)];
}

std::optional<Field> parse_field(std::string_view name) {
  const auto found = std::ranges::find(fields, name, &FieldInfo::name);
  return found == fields.end() ? std::nullopt : std::optional(found->field);
}

}  // namespace imports
