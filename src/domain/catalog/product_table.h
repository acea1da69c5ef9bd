#pragma once

#include <string>
#include <vector>

#include "platform/sheets/workbook_stream.h"

namespace catalog {

struct Product;

/// Products as a table for people, the same in every export: the columns, and a product's cells in their order.
const std::vector<platform::sheets::Column>& product_columns();
std::vector<platform::sheets::Cell> product_cells(const Product& product);

}  // namespace catalog
