#pragma once

#include <string>

#include "domain/catalog/catalog.h"

namespace app {

/// A product as one JSON object; prices, VAT and weight as people read them ("12.50", "20", "1.25" kg is never used:
/// grams).
std::string product_json(const catalog::Product& product);
std::string product_detail_json(const catalog::ProductDetail& detail);
std::string product_detail_text(const catalog::ProductDetail& detail);

/// A CSV line of the export and its heading. Cells a spreadsheet would run as a formula get an apostrophe before them.
std::string product_csv_heading();
std::string product_csv_line(const catalog::Product& product);

}  // namespace app
