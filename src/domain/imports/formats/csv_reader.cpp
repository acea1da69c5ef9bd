#include "domain/imports/formats/csv_reader.h"

#include <algorithm>
#include <utility>

#include "domain/imports/formats/column_names.h"
#include "domain/imports/formats/csv_parser.h"
#include "domain/imports/formats/decoded_source.h"
#include "domain/imports/formats/file_place.h"
#include "domain/imports/formats/text_window.h"

namespace imports {
namespace {

using Severity = RecordProblem::Severity;

// How much of a record that is too long is kept to show it.
constexpr std::size_t shown_of_long_record = 4096;

class CsvReader final : public RecordReader {
 public:
  CsvReader(std::unique_ptr<ByteSource> text, const Dialect& dialect, std::string file,
            std::shared_ptr<RepairLog> repairs)
      : dialect_(dialect),
        file_(std::move(file)),
        repairs_(std::move(repairs)),
        window_(std::move(text), CsvScanner::padding, ReadLimits::max_record_bytes),
        parser_(dialect.delimiter, dialect.quote) {}

  // Reads up to the first data record.
  base::Result<> start();

  const std::vector<std::string>& columns() const override { return columns_.names(); }
  base::Result<bool> next(Record& record) override;

 private:
  enum class Reading { record, too_long, end };

  base::Result<Reading> parse(std::vector<std::string_view>& fields);
  base::Result<> read_header();
  base::Result<> count_columns();
  base::Result<bool> skip_line();
  base::Result<> skip_to_line(std::uint64_t line);
  void accept(Record& record);
  base::Result<> give_up(Record& record);
  void fit_width(Record& record);
  void note_quotes(Record& record);
  void note_repairs(Record& record);
  void add_problem(Record& record, Severity severity, const base::ProblemKind& kind, std::string message,
                   std::string cure, std::uint64_t line) const;

  Dialect dialect_;
  std::string file_;
  std::shared_ptr<RepairLog> repairs_;
  TextWindow window_;
  CsvParser parser_;
  ColumnNames columns_;
  std::size_t width_ = 0;         // of the header
  bool last_name_empty_ = false;  // the header line ends with a delimiter
  std::uint64_t line_ = 1;        // where window_ stands
  std::uint64_t number_ = 0;
  std::string long_record_;
};

// Finds the next record, leaving blank lines behind; the record itself stays at the front of the window.
base::Result<CsvReader::Reading> CsvReader::parse(std::vector<std::string_view>& fields) {
  while (true) {
    switch (parser_.parse(window_.text(), window_.at_end(), fields)) {
      case CsvParser::Outcome::record:
        return Reading::record;
      case CsvParser::Outcome::end:
        return Reading::end;
      case CsvParser::Outcome::blank_line:
        line_ += parser_.found().lines;
        window_.advance(parser_.found().next);
        break;
      case CsvParser::Outcome::need_more:
        if (window_.full()) return Reading::too_long;
        RETURN_IF_FAILED(window_.more());
        break;
    }
  }
}

// Leaves one physical line behind, whatever quotes are in it; false when there was none.
base::Result<bool> CsvReader::skip_line() {
  parser_.restart();
  bool any = false;
  while (true) {
    const std::string_view text = window_.text();
    any = any || !text.empty();
    const std::size_t end = text.find_first_of("\r\n");
    // A CR may be half of a CRLF that the window cuts.
    const bool cut = end == std::string_view::npos || (text[end] == '\r' && end + 1 == text.size());
    if (!cut || window_.at_end()) {
      const std::size_t line_end = std::min(end, text.size());
      const std::string_view rest = text.substr(line_end);
      window_.advance(line_end + (rest.starts_with("\r\n") ? 2U : rest.empty() ? 0U : 1U));
      if (any) ++line_;
      return any;
    }
    window_.advance(std::min(end, text.size()));
    RETURN_IF_FAILED(window_.more());
  }
}

base::Result<> CsvReader::skip_to_line(std::uint64_t line) {
  while (line_ < line) {
    ASSIGN_OR_RETURN(const bool skipped, skip_line());
    if (!skipped) break;
  }
  return {};
}

base::Result<> CsvReader::start() {
  if (dialect_.header_row > 0) {
    RETURN_IF_FAILED(skip_to_line(dialect_.header_row));
    RETURN_IF_FAILED(read_header());
  }
  RETURN_IF_FAILED(skip_to_line(dialect_.first_data_row));
  if (dialect_.header_row == 0) RETURN_IF_FAILED(count_columns());
  if (repairs_) repairs_->take_before(window_.offset());
  return {};
}

base::Result<> CsvReader::read_header() {
  std::vector<std::string_view> names;
  ASSIGN_OR_RETURN(const Reading reading, parse(names));
  if (reading != Reading::record) {
    const std::string row = std::to_string(dialect_.header_row);
    return base::failure(csv_header_missing,
                         reading == Reading::end
                             ? "The file " + file_ + " has no column names: it ends before line " + row + "."
                             : "The column names of " + file_ + " on line " + row + " are far too long.",
                         "Check that the file is complete and on which line its column names are.",
                         place_in(file_, dialect_.header_row));
  }
  for (const std::string_view name : names) columns_.add(name);
  width_ = names.size();
  last_name_empty_ = width_ > 1 && names.back().empty();
  line_ += parser_.found().lines;
  window_.advance(parser_.found().next);
  return {};
}

// Without a header the first record says how many columns there are; it is read again as data.
base::Result<> CsvReader::count_columns() {
  std::vector<std::string_view> fields;
  ASSIGN_OR_RETURN(const Reading reading, parse(fields));
  if (reading == Reading::record) width_ = fields.size();
  columns_.widen_to(width_);
  parser_.restart();
  return {};
}

base::Result<bool> CsvReader::next(Record& record) {
  record.problems.clear();
  ASSIGN_OR_RETURN(const Reading reading, parse(record.fields));
  if (reading == Reading::end) return false;
  record.number = ++number_;
  record.line = line_;
  record.byte_offset = window_.offset();
  if (reading == Reading::too_long) {
    RETURN_IF_FAILED(give_up(record));
  } else {
    accept(record);
  }
  return true;
}

void CsvReader::accept(Record& record) {
  const CsvParser::Found& found = parser_.found();
  record.raw = window_.text().substr(0, found.length);
  window_.advance(found.next);
  if (found.stray_quote || found.quote_in_text || found.unclosed_quote || found.too_wide) note_quotes(record);
  if (record.fields.size() != width_) {
    fit_width(record);
  } else {
    record.fields.resize(columns_.size());
  }
  if (repairs_ && !repairs_->empty()) note_repairs(record);
  line_ += found.lines;
}

// A record that will not end is cut off at its line.
base::Result<> CsvReader::give_up(Record& record) {
  long_record_ = window_.text().substr(0, shown_of_long_record);
  add_problem(record, Severity::reject, csv_record_too_long,
              "The record on line " + std::to_string(line_) + " is longer than " +
                  std::to_string(ReadLimits::max_record_bytes >> 20U) + " MB.",
              "Check the delimiter, and that the file's lines end where its records do.", line_);
  RETURN_IF_FAILED(skip_line());
  if (repairs_) repairs_->take_before(window_.offset());
  record.raw = long_record_;
  record.fields.assign(columns_.size(), {});
  return {};
}

void CsvReader::fit_width(Record& record) {
  std::vector<std::string_view>& fields = record.fields;
  const std::size_t count = fields.size();
  const auto extra_begin = fields.begin() + static_cast<std::ptrdiff_t>(std::min(count, width_));
  const bool extra_empty = std::all_of(extra_begin, fields.end(), [](std::string_view f) { return f.empty(); });
  const bool trailing_delimiter = (count == width_ + 1 && extra_empty) || (count + 1 == width_ && last_name_empty_);
  if (count > width_ && extra_empty) fields.resize(width_);
  columns_.widen_to(fields.size());
  fields.resize(columns_.size());
  if (trailing_delimiter) return;
  // With a quote gone astray as well, nobody knows which field is which.
  const bool torn = parser_.found().stray_quote;
  add_problem(record, torn ? Severity::reject : Severity::warn, csv_row_ragged,
              "Line " + std::to_string(line_) + " has " + std::to_string(count) + " fields where the header has " +
                  std::to_string(width_) + ".",
              torn ? "Double the quotes inside the quoted text of this line, or remove them."
                   : "Check that no field of this line is missing and that none holds the delimiter.",
              line_);
}

void CsvReader::note_quotes(Record& record) {
  const CsvParser::Found& found = parser_.found();
  if (found.unclosed_quote) {
    const std::uint64_t line = line_ + *found.unclosed_quote;
    add_problem(record, Severity::reject, csv_unclosed_quote,
                "A field on line " + std::to_string(line) + " opens with a quote that is never closed.",
                "Close the quote, or double it if it belongs to the text.", line);
  }
  if (found.stray_quote) {
    add_problem(record, Severity::warn, csv_stray_quote,
                "Line " + std::to_string(line_) + " has text after a closing quote.",
                "Double the quotes that belong to the text.", line_);
  } else if (found.quote_in_text && !found.unclosed_quote) {
    add_problem(
        record, Severity::warn, csv_stray_quote,
        "Line " + std::to_string(line_) + " has a quote inside a field that is not in quotes; it is kept as text.",
        "Nothing needs doing; a field in quotes, with the quote inside doubled, is the safe way to write it.", line_);
  }
  if (found.too_wide) {
    add_problem(
        record, Severity::reject, csv_record_too_long,
        "Line " + std::to_string(line_) + " has more than " + std::to_string(ReadLimits::max_columns) + " fields.",
        "Check the delimiter.", line_);
  }
}

void CsvReader::note_repairs(Record& record) {
  const std::size_t count = repairs_->take_before(window_.offset());
  if (count == 0) return;
  const bool utf8 = dialect_.encoding == "UTF-8";
  add_problem(record, Severity::warn, encoding_repaired,
              "Line " + std::to_string(line_) + " has " + std::to_string(count) +
                  (count == 1 ? " character that is" : " characters that are") + " not valid " + dialect_.encoding +
                  (utf8 ? "; read as Windows-1252." : "; replaced by the sign for an unknown character."),
              "Check the accented letters and signs of this line.", line_);
}

void CsvReader::add_problem(Record& record, Severity severity, const base::ProblemKind& kind, std::string message,
                            std::string cure, std::uint64_t line) const {
  base::Place place = place_in(file_, line, record.byte_offset);
  place.row = record.number;
  record.problems.push_back({severity, {&kind, std::move(message), std::move(cure), std::move(place)}});
}

}  // namespace

base::Result<std::unique_ptr<RecordReader>> read_csv(std::unique_ptr<ByteSource> text, const Dialect& dialect,
                                                     std::string file, std::shared_ptr<RepairLog> repairs) {
  auto reader = std::make_unique<CsvReader>(std::move(text), dialect, std::move(file), std::move(repairs));
  RETURN_IF_FAILED(reader->start());
  return reader;
}

base::Result<std::unique_ptr<RecordReader>> open_csv(const std::filesystem::path& path, const Dialect& dialect) {
  auto repairs = std::make_shared<RepairLog>();
  ASSIGN_OR_RETURN(auto text, open_decoded(path, dialect, repairs));
  return read_csv(std::move(text), dialect, shown_name(path, dialect), std::move(repairs));
}

}  // namespace imports
