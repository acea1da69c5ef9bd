#include "domain/catalog/product_csv.h"

#include "base/csv_cell.h"
#include "domain/catalog/product_table.h"

namespace catalog {

std::string product_csv_heading() {
  std::string line;
  for (const platform::sheets::Column& column : product_columns()) {
    if (!line.empty()) line += ',';
    line += column.name;
  }
  return line + "\r\n";
}

std::string product_csv_line(const Product& product) {
  std::string line;
  for (const platform::sheets::Cell& cell : product_cells(product)) {
    if (!line.empty()) line += ',';
    base::append_csv_cell(line, base::without_formula(cell.text));
  }
  return line + "\r\n";
}

}  // namespace catalog
