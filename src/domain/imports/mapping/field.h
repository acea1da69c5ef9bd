#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace imports {

/// What a column of a feed can mean to the catalogue. Anything else is a free attribute.
enum class Field : std::uint8_t {
  sku,  ///< the supplier's own reference; with the supplier it identifies the offer
  gtin,
  name,
  description,
  brand,
  category,        ///< a path, levels separated by " > "
  purchase_price,  ///< what we pay, without VAT
  retail_price,    ///< what the public pays, with VAT
  currency,
  vat_rate,  ///< percent
  stock,
  weight,  ///< grams
  image_urls,
  manufacturer_reference,
  minimum_order_quantity,
};
inline constexpr std::size_t field_count = 15;

/// What kind of value a field holds; decides how its text is read when a mapping says nothing else.
enum class FieldKind : std::uint8_t { text, gtin, price, percent, quantity, weight, currency, path, urls };

struct FieldInfo {
  Field field;
  std::string_view name;  ///< as in mapping documents and exports: "purchase_price"
  FieldKind kind;
};

/// All fields in the order of the enumeration.
const std::array<FieldInfo, field_count>& all_fields();
const FieldInfo& info(Field field);
std::optional<Field> parse_field(std::string_view name);

}  // namespace imports
