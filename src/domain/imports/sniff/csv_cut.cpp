#include "base/text.h"
#include "domain/imports/sniff/csv_dialect.h"

namespace imports::sniffing {
namespace {

// A quoted field longer than this is a stray quote that swallowed the text behind it.
constexpr std::size_t longest_quoted = 200'000;

class Cutter {
 public:
  Cutter(std::string_view text, char delimiter, char quote, bool complete)
      : text_(text), delimiter_(delimiter), quote_(quote), complete_(complete) {}

  CutText run(std::size_t max_rows) {
    while (at_ < text_.size() && cut_.rows.size() < max_rows) {
      if (!read_row()) break;
    }
    return std::move(cut_);
  }

 private:
  bool at_line_end() const { return at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r'); }

  void skip_line_end() {
    if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
    ++at_;
    ++line_;
  }

  /// False when the text ends inside the row and more of it may follow.
  bool read_row() {
    CutRow row;
    row.line = line_;
    bool all_blank = true;
    for (;;) {
      row.cells.push_back(read_field());
      all_blank = all_blank && base::trim(row.cells.back()).empty();
      if (at_ >= text_.size() || text_[at_] != delimiter_) break;
      ++at_;
    }
    if (at_ >= text_.size() && !complete_ && !cut_.rows.empty()) return false;
    if (at_line_end()) skip_line_end();
    if (all_blank) row.cells.clear();
    cut_.rows.push_back(std::move(row));
    return true;
  }

  std::string read_field() {
    if (quote_ != '\0' && at_ < text_.size() && text_[at_] == quote_) {
      if (auto field = read_quoted()) return *std::move(field);
    }
    return read_plain();
  }

  std::optional<std::string> read_quoted() {
    std::string field;
    const std::size_t limit = std::min(text_.size(), at_ + longest_quoted);
    std::uint32_t lines = 0;
    std::size_t i = at_ + 1;
    for (; i < limit; ++i) {
      if (text_[i] == quote_) {
        if (i + 1 < text_.size() && text_[i + 1] == quote_) {
          ++i;
        } else {
          break;
        }
      }
      if (text_[i] == '\n' || (text_[i] == '\r' && (i + 1 >= text_.size() || text_[i + 1] != '\n'))) ++lines;
      field += text_[i];
    }
    if (i >= limit) {
      const bool merely_cut_off = !complete_ && limit == text_.size();
      if (!merely_cut_off) {
        ++cut_.misquoted;
        return std::nullopt;
      }
      at_ = text_.size();
      return field;
    }
    at_ = i + 1;
    line_ += lines;
    std::size_t behind = at_;
    while (behind < text_.size() && text_[behind] == ' ' && delimiter_ != ' ') ++behind;
    const bool closed =
        behind >= text_.size() || text_[behind] == delimiter_ || text_[behind] == '\n' || text_[behind] == '\r';
    closed ? ++cut_.quoted : ++cut_.misquoted;
    field += read_plain();
    return field;
  }

  std::string read_plain() {
    const std::size_t start = at_;
    while (at_ < text_.size() && text_[at_] != delimiter_ && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
    return std::string(text_.substr(start, at_ - start));
  }

  std::string_view text_;
  char delimiter_;
  char quote_;
  bool complete_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  CutText cut_;
};

}  // namespace

CutText cut_text(std::string_view text, char delimiter, char quote, std::size_t max_rows, bool complete) {
  return Cutter(text, delimiter, quote, complete).run(max_rows);
}

}  // namespace imports::sniffing
