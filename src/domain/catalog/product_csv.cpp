#include "domain/catalog/product_csv.h"

#include "base/csv_cell.h"
#include "domain/catalog/catalog.h"

namespace catalog {
namespace {

std::string shown(OfferField field, const std::optional<std::int64_t>& stored) {
  return stored ? display(field, std::to_string(*stored)) : std::string{};
}

}  // namespace

std::string product_csv_heading() {
  return "id,gtin,name,brand,category,manufacturer_reference,retail_price,currency,vat_rate,weight_grams,offers,"
         "best_purchase_price,stock,image_urls,description,updated_at\r\n";
}

std::string product_csv_line(const Product& p) {
  const std::string cells[] = {p.id.to_string(),
                               p.gtin,
                               p.name,
                               p.brand,
                               p.category,
                               p.manufacturer_reference,
                               shown(OfferField::retail_price, p.retail_price),
                               p.currency,
                               shown(OfferField::vat_rate, p.vat_rate),
                               shown(OfferField::weight, p.weight),
                               std::to_string(p.offers),
                               shown(OfferField::purchase_price, p.best_purchase_price),
                               p.stock ? std::to_string(*p.stock) : "",
                               p.image_urls,
                               p.description,
                               p.updated_at.to_string()};
  std::string line;
  for (const std::string& cell : cells) {
    if (!line.empty()) line += ',';
    base::append_csv_cell(line, base::without_formula(cell));
  }
  return line + "\r\n";
}

}  // namespace catalog
