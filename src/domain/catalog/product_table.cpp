#include "domain/catalog/product_table.h"

#include "domain/catalog/catalog.h"

namespace catalog {
namespace {

std::string shown(OfferField field, const std::optional<std::int64_t>& stored) {
  return stored ? display(field, std::to_string(*stored)) : std::string{};
}

}  // namespace

const std::vector<platform::sheets::Column>& product_columns() {
  static const std::vector<platform::sheets::Column> columns{
      {"id", 38},        {"gtin", 16},       {"name", 50},
      {"brand", 20},     {"category", 30},   {"manufacturer_reference", 22},
      {"retail_price"},  {"currency", 9},    {"vat_rate", 9},
      {"weight_grams"},  {"offers", 8},      {"best_purchase_price", 19},
      {"stock", 8},      {"image_urls", 40}, {"description", 60},
      {"updated_at", 28}};
  return columns;
}

std::vector<platform::sheets::Cell> product_cells(const Product& p) {
  return {{p.id.to_string()},
          {p.gtin},
          {p.name},
          {p.brand},
          {p.category},
          {p.manufacturer_reference},
          {shown(OfferField::retail_price, p.retail_price), true},
          {p.currency},
          {shown(OfferField::vat_rate, p.vat_rate), true},
          {shown(OfferField::weight, p.weight), true},
          {std::to_string(p.offers), true},
          {shown(OfferField::purchase_price, p.best_purchase_price), true},
          {p.stock ? std::to_string(*p.stock) : "", true},
          {p.image_urls},
          {p.description},
          {p.updated_at.to_string()}};
}

}  // namespace catalog
