#include "domain/imports/formats/xlsx_xml.h"

#include <expat.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <new>
#include <span>
#include <utility>

#include "base/text.h"
#include "domain/imports/formats/spreadsheet.h"

namespace imports {
namespace {

constexpr std::size_t block_bytes = std::size_t{64} << 10U;
constexpr std::uint32_t max_depth = 128;
constexpr std::uint64_t max_token_bytes = std::uint64_t{4} << 20U;
constexpr std::uint64_t max_small_part_bytes = std::uint64_t{256} << 20U;

std::string_view without_prefix(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

std::optional<std::string_view> XmlAttributes::get(std::string_view name) const {
  for (auto pair = pairs_; pair[0] != nullptr; pair += 2) {
    if (name == pair[0]) return std::string_view(pair[1]);
  }
  return std::nullopt;
}

std::optional<std::string_view> XmlAttributes::get_prefixed(std::string_view name) const {
  for (auto pair = pairs_; pair[0] != nullptr; pair += 2) {
    const std::string_view full = pair[0];
    if (full.size() > name.size() && without_prefix(full) == name) return std::string_view(pair[1]);
  }
  return std::nullopt;
}

// Owns the expat parser and hands its events to the part.
struct XmlPart::Parser {
  explicit Parser(XmlPart& part) : handle(XML_ParserCreate(nullptr)) {
    if (handle == nullptr) throw std::bad_alloc();
    XML_SetUserData(handle, &part);
    XML_SetElementHandler(handle, start, end);
    XML_SetCharacterDataHandler(handle, text);
    XML_SetStartDoctypeDeclHandler(handle, doctype);
  }
  ~Parser() { XML_ParserFree(handle); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  static XmlPart& part_of(void* data) {
    auto& part = *static_cast<XmlPart*>(data);
    part.bytes_at_event_ = part.bytes_read_;
    return part;
  }
  static void start(void* data, const XML_Char* name, const XML_Char** attributes) {
    auto& part = part_of(data);
    if (++part.depth_ > max_depth) {
      part.fail(part.damaged("its elements are nested too deeply"));
      return;
    }
    part.on_start(without_prefix(name), XmlAttributes(attributes));
  }
  static void end(void* data, const XML_Char* name) {
    auto& part = part_of(data);
    --part.depth_;
    if (!part.finished_ && !part.problem_) part.on_end(without_prefix(name));
  }
  static void text(void* data, const XML_Char* text, int size) {
    auto& part = part_of(data);
    if (!part.finished_ && !part.problem_) part.on_text({text, static_cast<std::size_t>(size)});
  }
  static void doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    auto& part = part_of(data);
    part.fail(part.damaged("it declares a document type, which no spreadsheet program writes"));
  }

  XML_Parser handle;
};

XmlPart::XmlPart(std::unique_ptr<ByteSource> source, std::string name)
    : source_(std::move(source)), name_(std::move(name)), parser_(std::make_unique<Parser>(*this)) {}

XmlPart::~XmlPart() = default;

void XmlPart::pause() {
  if (std::exchange(paused_, true) || finished_ || problem_) return;
  XML_StopParser(parser_->handle, XML_TRUE);
}

void XmlPart::finish() {
  if (std::exchange(finished_, true)) return;
  XML_StopParser(parser_->handle, XML_FALSE);
}

void XmlPart::fail(base::Problem problem) {
  if (problem_) return;
  problem_ = std::move(problem);
  XML_StopParser(parser_->handle, XML_FALSE);
}

base::Problem XmlPart::damaged(const std::string& what) const {
  base::Place place;
  const auto line = XML_GetCurrentLineNumber(parser_->handle);
  const auto column = XML_GetCurrentColumnNumber(parser_->handle) + 1;
  return {&workbook_damaged,
          "The workbook's part “" + name_ + "” is damaged at line " + std::to_string(line) + ", character " +
              std::to_string(column) + ": " + what + ".",
          "Open the file in a spreadsheet program and save it again, or ask the supplier for a new copy.",
          std::move(place)};
}

base::Result<bool> XmlPart::advance() {
  if (problem_) return base::failure(*problem_);
  if (finished_) return false;
  XML_ParsingStatus status;
  XML_GetParsingStatus(parser_->handle, &status);
  if (status.parsing == XML_SUSPENDED) {
    paused_ = false;
    return after_parsing(XML_ResumeParser(parser_->handle));
  }
  if (at_end_) return false;
  void* buffer = XML_GetBuffer(parser_->handle, static_cast<int>(block_bytes));
  if (buffer == nullptr) throw std::bad_alloc();
  ASSIGN_OR_RETURN(const auto size, source_->read({static_cast<char*>(buffer), block_bytes}));
  bytes_read_ += size;
  at_end_ = size == 0;
  return after_parsing(XML_ParseBuffer(parser_->handle, static_cast<int>(size), at_end_ ? XML_TRUE : XML_FALSE));
}

base::Result<bool> XmlPart::after_parsing(int status) {
  if (problem_) return base::failure(*problem_);
  if (finished_) return false;
  if (status == XML_STATUS_ERROR) {
    problem_ = damaged(XML_ErrorString(XML_GetErrorCode(parser_->handle)));
    return base::failure(*problem_);
  }
  if (status == XML_STATUS_SUSPENDED) return true;
  if (bytes_read_ - bytes_at_event_ > max_token_bytes) {
    problem_ = damaged("millions of characters hold nothing readable");
    return base::failure(*problem_);
  }
  return !at_end_;
}

namespace {

class XmlScan final : public XmlPart {
 public:
  using OnStart = std::function<void(std::string_view, const XmlAttributes&, std::string_view)>;

  XmlScan(std::unique_ptr<ByteSource> source, std::string name, const OnStart& on_start)
      : XmlPart(std::move(source), std::move(name)), call_(on_start) {}

  base::Result<> run() {
    for (;;) {
      ASSIGN_OR_RETURN(const bool more, advance());
      if (!more) return {};
      if (bytes_read() > max_small_part_bytes) {
        return base::failure(workbook_damaged,
                             "The workbook's part “" + part_name() + "” is far larger than it should be.",
                             "Open the file in a spreadsheet program and save it again.");
      }
    }
  }

 private:
  void on_start(std::string_view element, const XmlAttributes& attributes) override {
    call_(element, attributes, open_.empty() ? std::string_view() : std::string_view(open_.back()));
    open_.emplace_back(element);
  }
  void on_end(std::string_view) override { open_.pop_back(); }
  void on_text(std::string_view) override {}

  const OnStart& call_;
  std::vector<std::string> open_;
};

// The code unit of "_xHHHH_" at the front of `text`.
std::optional<std::uint16_t> escaped_unit(std::string_view text) {
  constexpr std::size_t escape_size = 7;
  if (text.size() < escape_size || text[0] != '_' || text[1] != 'x' || text[6] != '_') return std::nullopt;
  std::uint16_t unit = 0;
  const auto result = std::from_chars(text.data() + 2, text.data() + 6, unit, 16);
  if (result.ec != std::errc{} || result.ptr != text.data() + 6) return std::nullopt;
  return unit;
}

}  // namespace

base::Result<> scan_xml(std::unique_ptr<ByteSource> source, std::string name,
                        const std::function<void(std::string_view, const XmlAttributes&, std::string_view)>& on_start) {
  return XmlScan(std::move(source), std::move(name), on_start).run();
}

void append_unescaped(std::string& out, std::string_view text) {
  for (;;) {
    const auto at = text.find("_x");
    out.append(text.substr(0, at));
    if (at == std::string_view::npos) return;
    text.remove_prefix(at);
    if (const auto unit = escaped_unit(text)) {
      if (*unit != 0) base::append_utf8(out, *unit);
      text.remove_prefix(7);
    } else {
      out.append(text.substr(0, 2));
      text.remove_prefix(2);
    }
  }
}

}  // namespace imports
