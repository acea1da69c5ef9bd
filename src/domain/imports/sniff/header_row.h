#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "domain/imports/sniff/csv_dialect.h"

namespace imports::sniffing {

/// Where the column names of a table stand.
struct HeaderRow {
  std::uint32_t header_row = 0;      ///< line or sheet row as in Dialect; 0: none
  std::uint32_t first_data_row = 0;  ///< as in Dialect; 0: right below the header
  std::size_t known_titles = 0;      ///< distinct fields its titles name
  std::string reason;
};

/// Looks for the row of column names among the first rows of a table: below title lines, blank lines and lines of help,
/// or nowhere.
HeaderRow find_header_row(std::span<const CutRow> rows);

/// Rows of a sheet preview as find_header_row takes them.
std::vector<CutRow> rows_of_sheet(const std::vector<std::vector<std::string>>& preview);

}  // namespace imports::sniffing
