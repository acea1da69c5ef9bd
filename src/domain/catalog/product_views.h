#pragma once

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/catalog.h"

namespace catalog {

/// A product as the API gives it. Amounts are decimal text, never floating point. Members may be absent when fewer
/// fields were asked for.
struct ProductView {
  std::optional<base::Uuid> id;
  std::optional<std::string> gtin, name, description, brand, category, manufacturer_reference;
  std::vector<std::string> image_urls;
  std::optional<boost::json::value> attributes;
  std::optional<std::string> retail_price, currency, vat_rate, weight_grams;
  std::optional<std::int64_t> offers;
  std::optional<std::string> best_purchase_price;
  std::optional<std::int64_t> stock;
  std::vector<std::string> set_by_hand;
  std::optional<base::Timestamp> updated_at;
};
BOOST_DESCRIBE_STRUCT(ProductView, (),
                      (id, gtin, name, description, brand, category, manufacturer_reference, image_urls, attributes,
                       retail_price, currency, vat_rate, weight_grams, offers, best_purchase_price, stock, set_by_hand,
                       updated_at))

struct OfferView {
  base::Uuid id;
  std::optional<base::Uuid> product_id;
  std::string supplier, sku;
  std::optional<std::string> gtin, name, description, brand, category, manufacturer_reference;
  std::vector<std::string> image_urls;
  std::optional<boost::json::value> attributes;
  std::optional<std::string> purchase_price, retail_price, currency, vat_rate, stock, weight_grams,
      minimum_order_quantity;
  base::Timestamp first_seen_at, changed_at;
  std::optional<base::Timestamp> withdrawn_at;
};
BOOST_DESCRIBE_STRUCT(OfferView, (),
                      (id, product_id, supplier, sku, gtin, name, description, brand, category, manufacturer_reference,
                       image_urls, attributes, purchase_price, retail_price, currency, vat_rate, stock, weight_grams,
                       minimum_order_quantity, first_seen_at, changed_at, withdrawn_at))

struct ProductDetailView : ProductView {
  std::vector<OfferView> offer_list;
};
BOOST_DESCRIBE_STRUCT(ProductDetailView, (ProductView), (offer_list))

struct FacetView {
  std::string key, name;
  std::uint64_t products = 0;
};
BOOST_DESCRIBE_STRUCT(FacetView, (), (key, name, products))

struct FacetsView {
  std::vector<FacetView> suppliers, brands, categories;
};
BOOST_DESCRIBE_STRUCT(FacetsView, (), (suppliers, brands, categories))

struct ProductListView {
  std::vector<ProductView> items;
  std::optional<std::string> next_cursor;
  std::optional<std::uint64_t> total;  ///< at most 10,000
  bool more_than_total = false;
  std::optional<std::string> corrected_text;
  std::optional<FacetsView> facets;
};
BOOST_DESCRIBE_STRUCT(ProductListView, (), (items, next_cursor, total, more_than_total, corrected_text, facets))

struct HistoryEntryView {
  std::string supplier, sku;
  base::Timestamp valid_from;
  std::optional<base::Timestamp> valid_to;
  std::optional<std::string> purchase_price, retail_price, currency;
  std::optional<std::int64_t> stock;
};
BOOST_DESCRIBE_STRUCT(HistoryEntryView, (),
                      (supplier, sku, valid_from, valid_to, purchase_price, retail_price, currency, stock))

struct HistoryView {
  std::vector<HistoryEntryView> items;
};
BOOST_DESCRIBE_STRUCT(HistoryView, (), (items))

struct ProvenanceEntryView {
  std::string field, rule;
  std::optional<std::string> supplier, sku, file;
  std::optional<std::uint64_t> row;
  std::optional<base::Uuid> change_set_id;
  std::optional<base::Timestamp> set_at;
};
BOOST_DESCRIBE_STRUCT(ProvenanceEntryView, (), (field, rule, supplier, sku, file, row, change_set_id, set_at))

struct ProvenanceView {
  std::vector<ProvenanceEntryView> items;
};
BOOST_DESCRIBE_STRUCT(ProvenanceView, (), (items))

ProductView view_of(const Product& product);
OfferView view_of(const Offer& offer, const std::optional<base::Uuid>& product_id = std::nullopt);
ProductDetailView view_of(const ProductDetail& detail);
FacetsView view_of(const ProductFacets& facets);
HistoryView view_of(const std::vector<HistoryEntry>& entries);
ProvenanceView view_of(const std::vector<Provenance>& entries);

}  // namespace catalog
