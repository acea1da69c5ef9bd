#include "app/product_view.h"

#include <fmt/format.h>

#include "app/terminal.h"
#include "base/json_writer.h"
#include "base/money.h"

namespace app {
namespace {

using catalog::OfferField;

std::string shown(OfferField field, const std::optional<std::int64_t>& value) {
  return value ? catalog::display(field, std::to_string(*value)) : std::string{};
}

void optional_member(base::JsonWriter& out, std::string_view name, const std::string& value) {
  out.key(name);
  if (value.empty()) {
    out.null();
  } else {
    out.value(value);
  }
}

void write_product(base::JsonWriter& out, const catalog::Product& p) {
  out.member("id", p.id.to_string());
  optional_member(out, "gtin", p.gtin);
  optional_member(out, "name", p.name);
  optional_member(out, "description", p.description);
  optional_member(out, "brand", p.brand);
  optional_member(out, "category", p.category);
  optional_member(out, "manufacturer_reference", p.manufacturer_reference);
  optional_member(out, "retail_price", shown(OfferField::retail_price, p.retail_price));
  optional_member(out, "currency", p.currency);
  optional_member(out, "vat_rate", shown(OfferField::vat_rate, p.vat_rate));
  optional_member(out, "weight_grams", shown(OfferField::weight, p.weight));
  optional_member(out, "image_urls", p.image_urls);
  out.key("attributes").raw(p.attributes.empty() ? "null" : p.attributes);
  out.member("offers", p.offers);
  optional_member(out, "best_purchase_price", shown(OfferField::purchase_price, p.best_purchase_price));
  out.key("stock");
  if (p.stock) {
    out.value(*p.stock);
  } else {
    out.null();
  }
  out.member("updated_at", p.updated_at.to_string());
}

void write_offer(base::JsonWriter& out, const catalog::Offer& offer) {
  out.begin_object().member("supplier", offer.supplier).member("sku", offer.sku);
  for (const catalog::OfferFieldInfo& field : catalog::offer_fields()) {
    const auto value = offer.values.get(field.field);
    optional_member(out, field.name, value ? catalog::display(field.field, *value) : std::string{});
  }
  out.member("first_seen_at", offer.first_seen_at.to_string()).member("changed_at", offer.changed_at.to_string());
  optional_member(out, "withdrawn_at", offer.withdrawn_at ? offer.withdrawn_at->to_string() : std::string{});
  out.end_object();
}

void write_history(base::JsonWriter& out, std::string_view name, const std::vector<catalog::HistoryEntry>& entries) {
  out.key(name).begin_array();
  for (const catalog::HistoryEntry& entry : entries) {
    out.begin_object().member("supplier", entry.supplier).member("sku", entry.sku);
    out.member("valid_from", entry.valid_from.to_string());
    optional_member(out, "valid_to", entry.valid_to ? entry.valid_to->to_string() : std::string{});
    if (entry.stock) out.member("stock", *entry.stock);
    if (entry.purchase_price) out.member("purchase_price", shown(OfferField::purchase_price, entry.purchase_price));
    if (entry.retail_price) out.member("retail_price", shown(OfferField::retail_price, entry.retail_price));
    if (!entry.currency.empty()) out.member("currency", entry.currency);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

std::string product_json(const catalog::Product& product) {
  base::JsonWriter out;
  out.begin_object();
  write_product(out, product);
  out.end_object();
  return out.take();
}

std::string product_detail_json(const catalog::ProductDetail& detail) {
  base::JsonWriter out;
  out.begin_object();
  write_product(out, detail.product);
  out.key("offer_list").begin_array();
  for (const catalog::Offer& offer : detail.offers) write_offer(out, offer);
  out.end_array();
  out.key("provenance").begin_object();
  for (const catalog::Provenance& p : detail.provenance) {
    out.key(p.field).begin_object().member("supplier", p.supplier).member("sku", p.sku).member("file", p.file_name);
    out.member("row", p.row)
        .member("change_set_id", p.change_set_id.to_string())
        .member("set_at", p.set_at.to_string());
    out.member("rule", p.rule).end_object();
  }
  out.end_object();
  write_history(out, "price_history", detail.prices);
  write_history(out, "stock_history", detail.stocks);
  out.end_object();
  return out.take();
}

std::string product_detail_text(const catalog::ProductDetail& detail) {
  const catalog::Product& p = detail.product;
  std::string text = coloured(p.name.empty() ? "(no name)" : p.name, Colour::bold) + "\n  " + p.id.to_string();
  if (!p.gtin.empty()) text += "  GTIN " + p.gtin;
  text += "\n";
  const auto line = [&](std::string_view label, const std::string& value, std::string_view field) {
    if (value.empty()) return;
    text += fmt::format("  {:<14} {}", label, value);
    for (const catalog::Provenance& from : detail.provenance) {
      if (from.field == field && !from.supplier.empty()) {
        text += coloured(fmt::format("  {}, {} row {}", from.supplier, from.file_name, from.row), Colour::muted);
      }
    }
    text += "\n";
  };
  line("brand", p.brand, "brand");
  line("category", p.category, "category");
  line("reference", p.manufacturer_reference, "manufacturer_reference");
  line("retail price", p.retail_price ? shown(OfferField::retail_price, p.retail_price) + " " + p.currency : "",
       "retail_price");
  line("VAT", p.vat_rate ? shown(OfferField::vat_rate, p.vat_rate) + " %" : "", "vat_rate");
  line("weight", p.weight ? shown(OfferField::weight, p.weight) + " g" : "", "weight");
  line("images", p.image_urls, "image_urls");
  line("description", p.description, "description");
  text += "\n";
  Table offers({"  supplier", "reference", "purchase price", "retail price", "stock", "changed", ""});
  for (const catalog::Offer& offer : detail.offers) {
    const auto value = [&](OfferField field) {
      const auto stored = offer.values.get(field);
      return stored ? catalog::display(field, *stored) : std::string("–");
    };
    offers.add({"  " + offer.supplier, offer.sku, value(OfferField::purchase_price), value(OfferField::retail_price),
                value(OfferField::stock), offer.changed_at.to_string().substr(0, 19),
                offer.withdrawn_at ? "withdrawn" : ""});
  }
  return text + offers.text();
}

}  // namespace app
