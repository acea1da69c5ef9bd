#include "domain/imports/formats/xml_reader.h"

#include <utility>

#include "base/text.h"
#include "domain/imports/formats/decoded_source.h"
#include "domain/imports/formats/field_gatherer.h"
#include "domain/imports/formats/file_place.h"
#include "domain/imports/formats/tree_problems.h"
#include "domain/imports/formats/xml_flattener.h"
#include "domain/imports/formats/xml_record.h"

namespace imports {
namespace {

constexpr std::size_t max_depth = 1024;
constexpr std::size_t max_attributes = 10'000;

std::vector<std::string> steps_of(std::string_view record_path) {
  if (record_path.starts_with('/')) record_path.remove_prefix(1);
  std::vector<std::string> steps;
  if (record_path.empty()) return steps;
  for (const auto step : base::split(record_path, '/')) steps.emplace_back(step);
  return steps;
}

class XmlReader final : public RecordReader, private XmlHandler {
 public:
  XmlReader(std::unique_ptr<ByteSource> text, const Dialect& dialect, std::string file,
            std::shared_ptr<RepairLog> repairs)
      : parser_(std::move(text), file, *this),
        record_path_(dialect.record_path),
        steps_(steps_of(record_path_)),
        file_(std::move(file)),
        repairs_(std::move(repairs)) {}

  const std::vector<std::string>& columns() const override { return fields_.columns(); }

  base::Result<bool> next(Record& record) override {
    parser_.release();
    ASSIGN_OR_RETURN(const bool found, parser_.advance());
    if (!found) {
      if (!parent_seen_) return base::failure(record_path_missing(record_path_, file_));
      return false;
    }
    record.number = ++number_;
    record.line = parser_.line_at(begin_);
    record.byte_offset = begin_;
    record.raw = parser_.between(begin_, end_);
    record.problems.clear();
    fields_.begin();
    flattener_.flatten(element_, fields_);
    RETURN_IF_FAILED(fields_.finish(record.fields));
    note_repairs(record, repairs_.get(), end_, file_);
    note_mended_ampersands(record);
    return true;
  }

 private:
  void start_element(std::string_view name, XmlAttributes attributes) override {
    if (++depth_ > max_depth || attributes.size() / 2 > max_attributes) return refuse(name);
    if (!inside_) {
      if (matched_ + 1 != depth_ || matched_ == steps_.size() || steps_[matched_] != name) return;
      ++matched_;
      parent_seen_ = parent_seen_ || matched_ + 1 >= steps_.size();
      if (matched_ != steps_.size()) return;
      parent_seen_ = inside_ = true;
      begin_ = parser_.begin_offset();
      parser_.hold(begin_);
      element_.clear();
    }
    element_.open(name, attributes);
    check_size();
  }

  void text(std::string_view text) override {
    if (!inside_) return;
    element_.add_text(text);
    check_size();
  }

  void end_element(std::string_view) override {
    if (inside_) element_.close();
    if (matched_ == depth_--) {
      --matched_;
      if (!inside_) return;
      inside_ = false;
      end_ = parser_.end_offset();
      parser_.pause();
    }
  }

  void note_mended_ampersands(Record& record) const {
    const auto count = parser_.mended_between(begin_, end_);
    if (count == 0) return;
    record.problems.push_back({RecordProblem::Severity::warn,
                               {&xml_ampersand_mended,
                                "The record on line " + base::group_thousands(record.line) + " had " +
                                    base::group_thousands(count) + " “&” where XML wants “&amp;”; read as plain “&”.",
                                "Nothing needs doing; the supplier can avoid this by writing “&amp;” for “&”.",
                                place_in(file_, record.line, record.byte_offset)}});
  }

  /// What entities add is not in the file, so it is counted here.
  void check_size() {
    if (element_.bytes() > ReadLimits::max_record_bytes) parser_.fail(record_too_long(place_of(begin_)));
  }

  void refuse(std::string_view name) {
    auto place = place_of(parser_.begin_offset());
    parser_.fail({&xml_too_deep,
                  "The element “" + excerpt(name) + "” at " + describe(place) + " lies more than " +
                      base::group_thousands(max_depth) + " elements deep or has more than " +
                      base::group_thousands(max_attributes) + " attributes.",
                  "Ask the supplier for a simpler file.", std::move(place)});
  }

  base::Place place_of(std::uint64_t offset) { return place_in(file_, parser_.line_at(offset), offset); }

  XmlParser parser_;
  std::string record_path_;
  std::vector<std::string> steps_;
  std::string file_;
  std::shared_ptr<RepairLog> repairs_;
  XmlRecord element_;
  XmlFlattener flattener_;
  FieldGatherer fields_;
  std::uint64_t number_ = 0;
  std::size_t depth_ = 0;
  std::size_t matched_ = 0;  // open elements that are steps of the path, from the first on
  bool inside_ = false;      // of a record
  bool parent_seen_ = false;
  std::uint64_t begin_ = 0;
  std::uint64_t end_ = 0;
};

}  // namespace

std::unique_ptr<RecordReader> read_xml(std::unique_ptr<ByteSource> text, const Dialect& dialect, std::string file,
                                       std::shared_ptr<RepairLog> repairs) {
  return std::make_unique<XmlReader>(std::move(text), dialect, std::move(file), std::move(repairs));
}

base::Result<std::unique_ptr<RecordReader>> open_xml(const std::filesystem::path& path, const Dialect& dialect) {
  auto repairs = std::make_shared<RepairLog>();
  ASSIGN_OR_RETURN(auto text, open_decoded(path, dialect, repairs));
  return read_xml(std::move(text), dialect, shown_name(path, dialect), std::move(repairs));
}

}  // namespace imports
