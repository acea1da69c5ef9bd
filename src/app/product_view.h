#pragma once

#include <string>

#include "domain/catalog/catalog.h"

namespace app {

/// A product as one JSON object; prices, VAT and weight as people read them ("12.50", "20", "1.25" kg is never used:
/// grams).
std::string product_json(const catalog::Product& product);
std::string product_detail_json(const catalog::ProductDetail& detail);
std::string product_detail_text(const catalog::ProductDetail& detail);

}  // namespace app
