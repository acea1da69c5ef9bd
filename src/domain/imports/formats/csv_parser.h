#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/imports/formats/csv_scanner.h"

namespace imports {

/// Cuts delimited text into records and fields.
class CsvParser {
 public:
  enum class Outcome { record, blank_line, need_more, end };

  /// What parse() found out about a record. Sizes are in bytes from its start.
  struct Found {
    std::size_t length = 0;                     ///< without the line end
    std::size_t next = 0;                       ///< where the next record starts
    std::size_t lines = 0;                      ///< physical lines it takes
    bool stray_quote = false;                   ///< text follows a closing quote
    bool quote_in_text = false;                 ///< a double quote stands inside a field that is not quoted
    bool too_wide = false;                      ///< more than ReadLimits::max_columns fields; the rest were dropped
    std::optional<std::size_t> unclosed_quote;  ///< lines from the record's start to a quote that is never closed
  };

  CsvParser(char delimiter, char quote) : delimiter_(delimiter), quote_(quote), scanner_(delimiter, quote) {}

  /// Must be called whenever the text given to parse() is not the rest of what the call before was given.
  void restart() { text_end_ = nullptr; }

  /// Parses the record at the front of `text`, readable CsvScanner::padding bytes beyond its end. `at_end`: nothing
  /// follows. The fields view `text`, or this object's memory until the next call.
  Outcome parse(std::string_view text, bool at_end, std::vector<std::string_view>& fields);
  const Found& found() const { return found_; }

  /// A quote open for longer than this is taken for a character.
  static constexpr std::size_t longest_quoted_field = 1U << 20U;

 private:
  enum class Step { field_ended, record_ended, need_more };

  // A field whose text is not as it stands in the file: `quoted` with doubled quotes made single, then `tail` as it is.
  struct Rewrite {
    std::size_t field;
    std::string_view quoted;
    std::string_view tail;
  };

  Step read_field(std::vector<std::string_view>& fields);
  std::optional<Step> read_quoted(std::size_t open, std::vector<std::string_view>& fields);
  Step after_quoted(std::size_t close, std::size_t open, bool doubled, std::vector<std::string_view>& fields);
  Step after_stray(std::size_t close, std::size_t open, std::vector<std::string_view>& fields);
  Step end_field(std::size_t special);
  std::size_t skip_padding(std::size_t position) const;
  std::size_t next_separator();
  void add_field(std::vector<std::string_view>& fields, std::string_view text);
  void add_rewritten(std::vector<std::string_view>& fields, std::string_view quoted, std::string_view tail);
  void rewrite_fields(std::vector<std::string_view>& fields);
  std::string_view slice(std::size_t from, std::size_t to) const { return {data_ + from, to - from}; }

  char delimiter_;
  char quote_;
  CsvScanner scanner_;

  const char* data_ = nullptr;  // what positions count from
  std::size_t size_ = 0;
  const char* text_end_ = nullptr;
  bool at_end_ = false;
  std::size_t start_ = 0;  // of the record
  std::size_t field_start_ = 0;
  Found found_;
  std::vector<Rewrite> rewrites_;
  std::string rewritten_;
};

}  // namespace imports
