#include "domain/catalog/offer_values.h"

#include <xxhash.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace catalog {

namespace {

constexpr std::array<OfferFieldInfo, offer_field_count> fields{{
    {OfferField::gtin, "gtin", OfferFieldType::text, 0},
    {OfferField::name, "name", OfferFieldType::text, 0},
    {OfferField::description, "description", OfferFieldType::text, 0},
    {OfferField::brand, "brand", OfferFieldType::text, 0},
    {OfferField::category, "category", OfferFieldType::text, 0},
    {OfferField::manufacturer_reference, "manufacturer_reference", OfferFieldType::text, 0},
    {OfferField::image_urls, "image_urls", OfferFieldType::text, 0},
    {OfferField::attributes, "attributes", OfferFieldType::text, 0},
    {OfferField::purchase_price, "purchase_price", OfferFieldType::integer, 4},
    {OfferField::retail_price, "retail_price", OfferFieldType::integer, 4},
    {OfferField::currency, "currency", OfferFieldType::text, 0},
    {OfferField::vat_rate, "vat_rate", OfferFieldType::integer, 4},
    {OfferField::stock, "stock", OfferFieldType::integer, 0},
    {OfferField::weight, "weight", OfferFieldType::integer, 3},
    {OfferField::minimum_order_quantity, "minimum_order_quantity", OfferFieldType::integer, 0},
}};

constexpr bool in_order_of_enumeration() {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (static_cast<std::size_t>(fields[i].field) != i) return false;
  }
  return true;
}
static_assert(in_order_of_enumeration());

constexpr std::size_t index(OfferField field) {
  return static_cast<std::size_t>(field);
}

// Amounts always show cents; other decimals appear only when they say something.
std::size_t least_decimals(OfferField field) {
  return field == OfferField::purchase_price || field == OfferField::retail_price ? 2 : 0;
}

}  // namespace

const std::array<OfferFieldInfo, offer_field_count>& offer_fields() {
  return fields;
}

const OfferFieldInfo& info(OfferField field) {
  return fields[index(field)];
}

std::string display(OfferField field, std::string_view stored) {
  const auto decimals = static_cast<std::size_t>(info(field).decimals);
  const bool negative = stored.starts_with('-');
  const auto digits = stored.substr(negative ? 1 : 0);
  if (decimals == 0 || digits.empty() || !std::ranges::all_of(digits, base::is_digit)) return std::string(stored);

  std::string out(digits);
  if (out.size() <= decimals) out.insert(0, decimals + 1 - out.size(), '0');
  const auto whole = out.size() - decimals;
  auto kept = decimals;
  while (kept > least_decimals(field) && out[whole + kept - 1] == '0') --kept;
  out.resize(whole + kept);
  if (kept > 0) out.insert(whole, 1, '.');
  if (negative) out.insert(0, 1, '-');
  return out;
}

std::optional<std::string_view> OfferValues::get(OfferField f) const {
  if ((present_ & bit(f)) == 0) return std::nullopt;
  return values_[index(f)];
}

std::optional<std::int64_t> OfferValues::integer(OfferField f) const {
  const auto text = get(f);
  std::int64_t value = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), value).ec != std::errc()) return std::nullopt;
  return value;
}

void OfferValues::set(OfferField f, std::string_view value) {
  values_[index(f)].assign(value);
  stated_ |= bit(f);
  present_ |= bit(f);
}

void OfferValues::set(OfferField f, std::int64_t value) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  set(f, std::string_view(digits.data(), end));
}

void OfferValues::clear(OfferField f) {
  stated_ |= bit(f);
  present_ &= ~bit(f);
}

bool OfferValues::operator==(const OfferValues& other) const {
  if (stated_ != other.stated_ || present_ != other.present_) return false;
  return std::ranges::all_of(fields, [&](const OfferFieldInfo& f) { return get(f.field) == other.get(f.field); });
}

std::uint64_t fingerprint(const OfferValues& values) {
  // Each field's hash seeds the next, so order, emptiness and length all count and nothing is copied together first.
  constexpr std::uint64_t spread = 0x9E3779B97F4A7C15ULL;
  std::uint64_t hash = 0;
  for (const auto& f : fields) {
    if (!values.is_stated(f.field)) continue;
    const auto value = values.get(f.field);
    const std::uint64_t tag = (index(f.field) + 1) * 2 + (value ? 1 : 0);
    const auto text = value.value_or(std::string_view());
    hash = XXH3_64bits_withSeed(text.data(), text.size(), hash ^ (tag * spread));
  }
  return hash;
}

}  // namespace catalog
