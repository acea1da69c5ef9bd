#include "base/csv_cell.h"

namespace base {

void append_csv_cell(std::string& line, std::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    line += cell;
    return;
  }
  line += '"';
  for (const char c : cell) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

std::string without_formula(std::string_view cell) {
  // Blanks before it do not stop a formula; a tab or carriage return in front may start a cell of its own.
  const std::size_t first = cell.find_first_not_of(" \t\r\n");
  const bool formula =
      first != std::string_view::npos && std::string_view("=+-@").find(cell[first]) != std::string_view::npos;
  const bool control = !cell.empty() && (cell.front() == '\t' || cell.front() == '\r');
  return formula || control ? "'" + std::string(cell) : std::string(cell);
}

}  // namespace base
