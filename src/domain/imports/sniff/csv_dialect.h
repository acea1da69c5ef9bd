#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace imports::sniffing {

/// A record as a candidate dialect cuts it.
struct CutRow {
  std::uint32_t line = 0;  ///< 1-based, where it starts
  std::vector<std::string> cells;
  bool blank() const { return cells.empty(); }
};

/// The rows of a text under one dialect, and how well its quotes fit.
struct CutText {
  std::vector<CutRow> rows;
  std::uint64_t quoted = 0;     ///< fields between quotes that open and close where they should
  std::uint64_t misquoted = 0;  ///< quotes in the middle of a field, text behind a closing quote, quotes never closed
};

/// Cuts at most `max_rows` records; the last one is left out when `complete` is false, since it may be cut off.
CutText cut_text(std::string_view text, char delimiter, char quote, std::size_t max_rows, bool complete);

/// The dialect that explains a text best.
struct CsvDialect {
  char delimiter = ',';
  char quote = '"';
  double confidence = 0;
  std::string reason;
  std::vector<CutRow> rows;  ///< the text as this dialect cuts it
};

/// Lets delimiters and quotes compete on many rows of `head` (UTF-8, no byte order mark). `delimiter` fixes that part.
CsvDialect find_csv_dialect(std::string_view head, bool complete, std::optional<char> delimiter = std::nullopt);

/// "comma", "TAB", "semicolon"...
std::string name_of_delimiter(char delimiter);

}  // namespace imports::sniffing
