#include "domain/catalog/product_views.h"

#include "base/text.h"

namespace catalog {
namespace {

std::optional<std::string> filled(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<std::string> shown(OfferField field, const std::optional<std::int64_t>& stored) {
  return stored ? std::optional(display(field, std::to_string(*stored))) : std::nullopt;
}

std::vector<std::string> lines(std::string_view text) {
  std::vector<std::string> all;
  for (const std::string_view line : base::split(text, '\n')) {
    if (const auto trimmed = base::trim(line); !trimmed.empty()) all.emplace_back(trimmed);
  }
  return all;
}

std::optional<boost::json::value> json_of(std::string_view text) {
  boost::system::error_code error;
  auto json = boost::json::parse({text.data(), text.size()}, error);
  return error ? std::nullopt : std::optional<boost::json::value>(std::move(json));
}

std::vector<FacetView> view_of(const std::vector<FacetCount>& counts) {
  std::vector<FacetView> views;
  views.reserve(counts.size());
  for (const FacetCount& count : counts) views.push_back({count.key, count.name, count.products});
  return views;
}

}  // namespace

ProductView view_of(const Product& product) {
  ProductView view;
  view.id = product.id;
  view.gtin = filled(product.gtin);
  view.name = filled(product.name);
  view.description = filled(product.description);
  view.brand = filled(product.brand);
  view.category = filled(product.category);
  view.manufacturer_reference = filled(product.manufacturer_reference);
  view.image_urls = lines(product.image_urls);
  view.attributes = json_of(product.attributes);
  view.retail_price = shown(OfferField::retail_price, product.retail_price);
  view.currency = filled(product.currency);
  view.vat_rate = shown(OfferField::vat_rate, product.vat_rate);
  view.weight_grams = shown(OfferField::weight, product.weight);
  view.offers = product.offers;
  view.best_purchase_price = shown(OfferField::purchase_price, product.best_purchase_price);
  view.stock = product.stock;
  view.set_by_hand = product.set_by_hand;
  view.updated_at = product.updated_at;
  return view;
}

OfferView view_of(const Offer& offer, const std::optional<base::Uuid>& product_id) {
  const auto value = [&](OfferField field) {
    const auto stored = offer.values.get(field);
    return stored ? std::optional(display(field, *stored)) : std::nullopt;
  };
  OfferView view;
  view.id = offer.id;
  view.product_id = product_id;
  view.supplier = offer.supplier;
  view.sku = offer.sku;
  view.gtin = value(OfferField::gtin);
  view.name = value(OfferField::name);
  view.description = value(OfferField::description);
  view.brand = value(OfferField::brand);
  view.category = value(OfferField::category);
  view.manufacturer_reference = value(OfferField::manufacturer_reference);
  view.image_urls = lines(value(OfferField::image_urls).value_or(""));
  view.attributes = json_of(value(OfferField::attributes).value_or(""));
  view.purchase_price = value(OfferField::purchase_price);
  view.retail_price = value(OfferField::retail_price);
  view.currency = value(OfferField::currency);
  view.vat_rate = value(OfferField::vat_rate);
  view.stock = value(OfferField::stock);
  view.weight_grams = value(OfferField::weight);
  view.minimum_order_quantity = value(OfferField::minimum_order_quantity);
  view.first_seen_at = offer.first_seen_at;
  view.changed_at = offer.changed_at;
  view.withdrawn_at = offer.withdrawn_at;
  return view;
}

ProductDetailView view_of(const ProductDetail& detail) {
  ProductDetailView view;
  static_cast<ProductView&>(view) = view_of(detail.product);
  for (const Offer& offer : detail.offers) view.offer_list.push_back(view_of(offer, detail.product.id));
  return view;
}

FacetsView view_of(const ProductFacets& facets) {
  return {view_of(facets.suppliers), view_of(facets.brands), view_of(facets.categories)};
}

HistoryView view_of(const std::vector<HistoryEntry>& entries) {
  HistoryView view;
  for (const HistoryEntry& entry : entries) {
    view.items.push_back({entry.supplier, entry.sku, entry.valid_from, entry.valid_to,
                          shown(OfferField::purchase_price, entry.purchase_price),
                          shown(OfferField::retail_price, entry.retail_price), filled(entry.currency), entry.stock});
  }
  return view;
}

ProvenanceView view_of(const std::vector<Provenance>& entries) {
  ProvenanceView view;
  for (const Provenance& entry : entries) {
    ProvenanceEntryView& item = view.items.emplace_back();
    item.field = entry.field;
    item.rule = entry.rule;
    if (entry.supplier.empty()) continue;  // set by hand: no file said so
    item.supplier = entry.supplier;
    item.sku = entry.sku;
    item.file = entry.file_name;
    item.row = entry.row;
    item.change_set_id = entry.change_set_id;
    item.set_at = entry.set_at;
  }
  return view;
}

}  // namespace catalog
