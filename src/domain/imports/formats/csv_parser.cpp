#include "domain/imports/formats/csv_parser.h"

#include <algorithm>

#include "base/text.h"
#include "domain/imports/formats/record_reader.h"

namespace imports {

CsvParser::Outcome CsvParser::parse(std::string_view text, bool at_end, std::vector<std::string_view>& fields) {
  const char* const text_end = text.data() + text.size();
  if (text_end == text_end_ && data_ != nullptr && text.data() >= data_) {
    start_ = static_cast<std::size_t>(text.data() - data_);
  } else {
    data_ = text.data();
    size_ = text.size();
    text_end_ = text_end;
    start_ = 0;
    scanner_.reset(data_, size_, 0);
  }
  at_end_ = at_end;
  field_start_ = start_;
  found_ = {};
  fields.clear();
  rewrites_.clear();
  if (start_ == size_) return at_end ? Outcome::end : Outcome::need_more;

  Step step = Step::field_ended;
  while (step == Step::field_ended) step = read_field(fields);
  if (step == Step::need_more) {
    restart();
    return Outcome::need_more;
  }
  if (!rewrites_.empty()) rewrite_fields(fields);
  if (fields.size() > 1) return Outcome::record;
  const std::string_view raw = text.substr(0, found_.length);
  return std::all_of(raw.begin(), raw.end(), base::is_blank) ? Outcome::blank_line : Outcome::record;
}

CsvParser::Step CsvParser::read_field(std::vector<std::string_view>& fields) {
  while (true) {
    const std::size_t special = scanner_.next();
    if (special == size_ && !at_end_) return Step::need_more;
    if (special < size_ && data_[special] == quote_ && quote_ != '\0') {
      // A quote opens a field at its front, blanks before it forgiven; elsewhere it is a character.
      if (skip_padding(field_start_) == special) {
        if (const auto step = read_quoted(special, fields)) return *step;
      }
      found_.quote_in_text = quote_ == '"';  // an apostrophe is no oddity in a text
      continue;
    }
    add_field(fields, slice(field_start_, special));
    return end_field(special);
  }
}

// The field or record ends at `special`, a delimiter, a line end or the end of the text.
CsvParser::Step CsvParser::end_field(std::size_t special) {
  if (special < size_ && data_[special] == delimiter_) {
    field_start_ = special + 1;
    return Step::field_ended;
  }
  found_.length = special - start_;
  found_.next = found_.length;
  ++found_.lines;
  if (special == size_) return Step::record_ended;
  ++found_.next;
  if (data_[special] == '\r') {
    if (special + 1 == size_ && !at_end_) return Step::need_more;
    if (special + 1 < size_ && data_[special + 1] == '\n') {
      ++found_.next;
      scanner_.next();
    }
  }
  return Step::record_ended;
}

// Reads a field from its opening quote on. Nothing when the quote proves to be a character: the scanner then stands
// behind it.
std::optional<CsvParser::Step> CsvParser::read_quoted(std::size_t open, std::vector<std::string_view>& fields) {
  const std::size_t lines_before = found_.lines;
  bool doubled = false;
  while (true) {
    const std::size_t special = scanner_.next();
    if (special - open > longest_quoted_field || (special == size_ && at_end_)) break;
    if (special == size_) return Step::need_more;
    const char c = data_[special];
    if (c == quote_) {
      if (special + 1 == size_ && !at_end_) return Step::need_more;
      if (special + 1 == size_ || data_[special + 1] != quote_) {
        const std::size_t after = skip_padding(special + 1);
        if (after == size_ && !at_end_) return Step::need_more;
        const bool clean = after == size_ || data_[after] == delimiter_ || data_[after] == '\r' || data_[after] == '\n';
        if (clean) return after_quoted(special, open, doubled, fields);
        if (open == field_start_) return after_stray(special, open, fields);
        found_.lines = lines_before;
        scanner_.seek(open + 1);
        return std::nullopt;
      }
      doubled = true;
      scanner_.next();
    } else if (c == '\n' || (c == '\r' && special + 1 < size_ && data_[special + 1] != '\n')) {
      ++found_.lines;
    }
  }
  found_.lines = lines_before;
  if (open == field_start_ && !found_.unclosed_quote) found_.unclosed_quote = lines_before;
  scanner_.seek(open + 1);
  return std::nullopt;
}

CsvParser::Step CsvParser::after_quoted(std::size_t close, std::size_t open, bool doubled,
                                        std::vector<std::string_view>& fields) {
  const std::string_view quoted = slice(open + 1, close);
  if (doubled) {
    add_rewritten(fields, quoted, {});
  } else {
    add_field(fields, quoted);
  }
  return end_field(scanner_.next());
}

// Text follows the closing quote. Where the field ends with a quote after all, the ones inside were never doubled
// ("Cable 5" HDMI"); else the text belongs behind the quoted part.
CsvParser::Step CsvParser::after_stray(std::size_t close, std::size_t open, std::vector<std::string_view>& fields) {
  const std::size_t end = next_separator();
  if (end == size_ && !at_end_) return Step::need_more;
  found_.stray_quote = true;
  std::size_t last = end;
  while (last > close + 1 && (data_[last - 1] == ' ' || data_[last - 1] == '\t')) --last;
  if (last > close + 1 && data_[last - 1] == quote_) {
    add_rewritten(fields, slice(open + 1, last - 1), {});
  } else {
    add_rewritten(fields, slice(open + 1, close), slice(close + 1, end));
  }
  return end_field(end);
}

// The position of the next delimiter or line end.
std::size_t CsvParser::next_separator() {
  std::size_t special = scanner_.next();
  while (special < size_ && data_[special] == quote_) special = scanner_.next();
  return special;
}

std::size_t CsvParser::skip_padding(std::size_t position) const {
  while (position < size_ && (data_[position] == ' ' || data_[position] == '\t') && data_[position] != delimiter_) {
    ++position;
  }
  return position;
}

void CsvParser::add_field(std::vector<std::string_view>& fields, std::string_view text) {
  if (fields.size() < ReadLimits::max_columns) {
    fields.push_back(text);
  } else {
    found_.too_wide = true;
  }
}

void CsvParser::add_rewritten(std::vector<std::string_view>& fields, std::string_view quoted, std::string_view tail) {
  if (fields.size() < ReadLimits::max_columns) rewrites_.push_back({fields.size(), quoted, tail});
  add_field(fields, quoted);
}

void CsvParser::rewrite_fields(std::vector<std::string_view>& fields) {
  std::size_t most = 0;
  for (const Rewrite& rewrite : rewrites_) most += rewrite.quoted.size() + rewrite.tail.size();
  rewritten_.clear();
  rewritten_.reserve(most);  // views into it must stay good
  for (const Rewrite& rewrite : rewrites_) {
    const std::size_t start = rewritten_.size();
    std::string_view rest = rewrite.quoted;
    for (std::size_t at = rest.find(quote_); at != std::string_view::npos; at = rest.find(quote_)) {
      rewritten_.append(rest, 0, at + 1);
      rest.remove_prefix(at + 1);
      if (rest.starts_with(quote_)) rest.remove_prefix(1);
    }
    rewritten_.append(rest).append(rewrite.tail);
    fields[rewrite.field] = std::string_view(rewritten_).substr(start);
  }
}

}  // namespace imports
