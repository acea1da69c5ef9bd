#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace imports {

enum class Format : std::uint8_t { csv, xlsx, xls, json, ndjson, xml };
enum class Compression : std::uint8_t { none, gzip, zip };

std::string_view to_string(Format format);
std::string_view to_string(Compression compression);
std::optional<Format> parse_format(std::string_view name);

/// How to read one file. `sniff` finds it, a mapping document may override any part, the readers obey it.
struct Dialect {
  Format format = Format::csv;
  Compression compression = Compression::none;
  std::string zip_entry;           ///< the entry to read when compression is zip
  std::string encoding = "UTF-8";  ///< an IANA name; spreadsheets have none and keep "UTF-8"

  // CSV
  char delimiter = ',';
  char quote = '"';  ///< '\0': quotes mean nothing
  /// 1-based line (CSV) or sheet row (XLSX, XLS) of the column names; 0: the file has none and columns are called
  /// "column_1", "column_2"...
  std::uint32_t header_row = 1;
  /// 1-based line or sheet row where data begins; 0: right below the header row (or at the first row without one).
  std::uint32_t first_data_row = 0;

  std::string sheet;        ///< XLSX, XLS: the sheet's name; empty: the first one with data
  std::string record_path;  ///< JSON: "products", "data.items" ("" the root); XML: "catalogue/produit"

  /// What problems call the file, for a copy kept under another name; "": as its path does.
  std::string shown_name;
};

}  // namespace imports
