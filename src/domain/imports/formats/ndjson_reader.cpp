#include <algorithm>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "domain/imports/formats/decoded_source.h"
#include "domain/imports/formats/field_gatherer.h"
#include "domain/imports/formats/file_place.h"
#include "domain/imports/formats/json_flattener.h"
#include "domain/imports/formats/json_reader.h"
#include "domain/imports/formats/tree_problems.h"

namespace imports {
namespace {

/// Gives a text line by line through a window that holds one line at least.
class LineWindow {
 public:
  LineWindow(std::unique_ptr<ByteSource> text, std::string file)
      : text_(std::move(text)), file_(std::move(file)), buffer_(chunk_bytes + JsonScanner::padding) {}

  /// The next line without its end; false behind the last one. JsonScanner::padding readable bytes follow the line.
  base::Result<bool> next(std::string_view& line) {
    offset_ += consumed_;
    begin_ += consumed_;
    ++number_;
    std::size_t searched = 0;
    for (;;) {
      const std::string_view held(buffer_.data() + begin_, end_ - begin_);
      const auto length = held.find('\n', searched);
      if (length != std::string_view::npos || (!text_ && !held.empty())) {
        line = held.substr(0, length);
        consumed_ = std::min(held.size(), line.size() + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        return true;
      }
      if (!text_) return false;
      searched = held.size();
      RETURN_IF_FAILED(read_more());
    }
  }

  std::uint64_t number() const { return number_; }
  std::uint64_t offset() const { return offset_; }

 private:
  static constexpr std::size_t chunk_bytes = 256U << 10U;

  base::Result<void> read_more() {
    const auto held = end_ - begin_;
    if (held > ReadLimits::max_record_bytes) return base::failure(record_too_long(place_in(file_, number_, offset_)));
    std::memmove(buffer_.data(), buffer_.data() + begin_, held);
    begin_ = 0;
    end_ = held;
    if (buffer_.size() - held < chunk_bytes) buffer_.resize(buffer_.size() * 2);
    ASSIGN_OR_RETURN(const auto count,
                     text_->read(std::span(buffer_).subspan(held, buffer_.size() - JsonScanner::padding - held)));
    end_ += count;
    if (count == 0) text_.reset();
    return {};
  }

  std::unique_ptr<ByteSource> text_;  // null once read to the end
  std::string file_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t consumed_ = 0;  // of the window, by the line given last
  std::uint64_t offset_ = 0;
  std::uint64_t number_ = 0;
};

class NdjsonReader final : public RecordReader {
 public:
  NdjsonReader(std::unique_ptr<ByteSource> text, std::string file, std::shared_ptr<RepairLog> repairs)
      : lines_(std::move(text), file), file_(std::move(file)), repairs_(std::move(repairs)) {}

  const std::vector<std::string>& columns() const override { return fields_.columns(); }

  base::Result<bool> next(Record& record) override {
    std::string_view line;
    do {
      ASSIGN_OR_RETURN(const bool found, lines_.next(line));
      if (!found) return false;
    } while (std::all_of(line.begin(), line.end(), base::is_blank));
    record.number = ++number_;
    record.line = lines_.number();
    record.byte_offset = lines_.offset();
    record.raw = line;
    record.problems.clear();
    fields_.begin();
    if (auto read = gather(line); !read) {
      fields_.begin();
      record.problems.push_back({RecordProblem::Severity::reject, std::move(read).error()});
    }
    RETURN_IF_FAILED(fields_.finish(record.fields));
    note_repairs(record, repairs_.get(), lines_.offset() + line.size(), file_);
    return true;
  }

 private:
  base::Result<void> gather(std::string_view line) {
    JsonScanner scanner(line, file_, lines_.offset(), lines_.number());
    scanner.peek();
    scanner.mark();
    if (!scanner.skip_value()) return base::failure(scanner.problem());
    const auto json = scanner.cut();
    if (!scanner.expect_end()) return base::failure(scanner.problem());
    return flattener_.flatten(json, fields_);
  }

  LineWindow lines_;
  JsonFlattener flattener_;
  FieldGatherer fields_;
  std::string file_;
  std::shared_ptr<RepairLog> repairs_;
  std::uint64_t number_ = 0;
};

}  // namespace

std::unique_ptr<RecordReader> read_ndjson(std::unique_ptr<ByteSource> text, std::string file,
                                          std::shared_ptr<RepairLog> repairs) {
  return std::make_unique<NdjsonReader>(std::move(text), std::move(file), std::move(repairs));
}

base::Result<std::unique_ptr<RecordReader>> open_ndjson(const std::filesystem::path& path, const Dialect& dialect) {
  auto repairs = std::make_shared<RepairLog>();
  ASSIGN_OR_RETURN(auto text, open_decoded(path, dialect, repairs));
  return read_ndjson(std::move(text), shown_name(path, dialect), std::move(repairs));
}

}  // namespace imports
