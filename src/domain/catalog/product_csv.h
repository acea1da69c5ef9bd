#pragma once

#include <string>

namespace catalog {

struct Product;

/// CSV of products (RFC 4180, CRLF), safe to open in a spreadsheet: a cell that begins like a formula is made text.
std::string product_csv_heading();
std::string product_csv_line(const Product& product);

}  // namespace catalog
