#include "domain/imports/formats/spreadsheet_row.h"

#include <algorithm>

#include "domain/imports/formats/record_reader.h"
#include "domain/imports/formats/spreadsheet.h"

namespace imports {

void SheetRow::start(std::uint32_t number) {
  number_ = number;
  width_ = 0;
  text_.clear();
  cells_.clear();
  warnings_.clear();
}

bool SheetRow::add(std::uint32_t column, std::string_view text) {
  if (text.empty()) return true;
  if (text_.size() + text.size() > ReadLimits::max_record_bytes || cells_.size() >= SheetLimits::max_columns * 2) {
    return false;
  }
  width_ = std::max(width_, column + std::size_t{1});
  cells_.push_back({column, text_.size(), text.size()});
  text_.append(text);
  return true;
}

void SheetRow::warn(CellWarning::Kind kind, std::uint32_t column, std::string_view detail) {
  if (warnings_.size() >= SheetLimits::max_columns) return;
  width_ = std::max(width_, column + std::size_t{1});
  warnings_.push_back({kind, column, std::string(detail)});
}

void SheetRow::finish() {
  const auto by_column = [](const Cell& a, const Cell& b) { return a.column < b.column; };
  if (!std::is_sorted(cells_.begin(), cells_.end(), by_column)) {
    std::stable_sort(cells_.begin(), cells_.end(), by_column);
  }
  const auto same_place = [](const Cell& a, const Cell& b) { return a.column == b.column; };
  if (std::adjacent_find(cells_.begin(), cells_.end(), same_place) == cells_.end()) return;
  std::size_t kept = 0;
  for (std::size_t i = 1; i < cells_.size(); ++i) {
    if (!same_place(cells_[kept], cells_[i])) ++kept;
    cells_[kept] = cells_[i];
  }
  cells_.resize(kept + 1);
}

std::string cell_address(std::uint32_t column, std::uint32_t row) {
  std::string letters;
  for (std::uint64_t rest = std::uint64_t{column} + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters + std::to_string(row);
}

base::Problem row_too_long(std::uint32_t row) {
  base::Place place;
  place.row = row;
  return {&sheet_too_large, "Row " + std::to_string(row) + " of the sheet holds more text than a product can need.",
          "Check that the file is a price list, and remove the oversized row.", std::move(place)};
}

}  // namespace imports
