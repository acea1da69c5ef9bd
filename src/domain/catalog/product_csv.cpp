#include "domain/catalog/product_csv.h"

#include "domain/catalog/product_table.h"
#include "platform/sheets/table_stream.h"

namespace catalog {

std::string product_csv_heading() {
  return platform::sheets::csv_heading(product_columns());
}

std::string product_csv_line(const Product& product) {
  return platform::sheets::csv_line(product_cells(product));
}

}  // namespace catalog
