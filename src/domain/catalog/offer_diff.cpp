#include "domain/catalog/offer_diff.h"

#include <charconv>

#include "base/json_writer.h"

namespace catalog {
namespace {

std::int64_t to_integer(std::optional<std::string_view> text) {
  std::int64_t value = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

std::uint32_t flags_of(OfferField field, std::optional<std::string_view> before,
                       std::optional<std::string_view> after) {
  if (!before || !after) return 0;
  const std::int64_t old_value = to_integer(before);
  const std::int64_t new_value = to_integer(after);
  if (field == OfferField::purchase_price || field == OfferField::retail_price)
    return new_value > old_value ? price_up : price_down;
  if (field == OfferField::stock) {
    return (new_value > old_value ? stock_up : stock_down) | (new_value == 0 ? stock_to_zero : 0U);
  }
  return 0;
}

void append_value(std::string& out, OfferField field, std::optional<std::string_view> value) {
  if (!value) {
    out += "null";
  } else if (info(field).type == OfferFieldType::integer) {
    out += *value;
  } else {
    base::append_json_string(out, *value);
  }
}

template <class Wanted>
std::string object_of(const OfferValues& values, Wanted wanted) {
  std::string out = "{";
  for (const OfferFieldInfo& field : offer_fields()) {
    if (!wanted(field.field)) continue;
    if (out.size() > 1) out += ',';
    out += '"';
    out += field.name;
    out += "\":";
    append_value(out, field.field, values.get(field.field));
  }
  out += '}';
  return out;
}

void add_member(std::string& object, std::string_view name, std::string_view json) {
  object.pop_back();
  if (object.size() > 1) object += ',';
  object += '"';
  object += name;
  object += "\":";
  object += json;
  object += '}';
}

}  // namespace

bool is_shown_by_product(OfferField field) {
  switch (field) {
    case OfferField::gtin:
    case OfferField::purchase_price:
    case OfferField::stock:
    case OfferField::minimum_order_quantity:
      return false;
    default:
      return true;
  }
}

bool OfferDiff::price() const {
  return has(OfferField::purchase_price) || has(OfferField::retail_price) || has(OfferField::currency);
}

bool OfferDiff::description() const {
  for (const OfferFieldInfo& field : offer_fields()) {
    if (has(field.field) && is_shown_by_product(field.field)) return true;
  }
  return false;
}

OfferDiff merge_values(OfferValues& stored, const OfferValues& stated) {
  OfferDiff diff;
  for (const OfferFieldInfo& field : offer_fields()) {
    if (!stated.is_stated(field.field)) continue;
    const auto before = stored.get(field.field);
    const auto after = stated.get(field.field);
    if (before == after) continue;
    diff.changed |= 1U << static_cast<unsigned>(field.field);
    diff.flags |= flags_of(field.field, before, after);
    if (after) {
      stored.set(field.field, *after);
    } else {
      stored.clear(field.field);
    }
  }
  return diff;
}

std::string values_json(const OfferValues& values, std::uint32_t mask) {
  return object_of(values, [&](OfferField field) { return (mask >> static_cast<unsigned>(field) & 1U) != 0; });
}

std::string values_json(const OfferValues& values) {
  return object_of(values, [&](OfferField field) { return values.get(field).has_value(); });
}

void add_json_member(std::string& object, std::string_view name, bool truth) {
  add_member(object, name, truth ? "true" : "false");
}

void add_json_member(std::string& object, std::string_view name, const base::Uuid& id) {
  add_member(object, name, "\"" + id.to_string() + "\"");
}

}  // namespace catalog
