#include "domain/imports/formats/xml_parser.h"

#include <expat.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "domain/imports/formats/file_place.h"
#include "domain/imports/formats/record_reader.h"
#include "domain/imports/formats/tree_problems.h"

namespace imports {
namespace {

constexpr std::size_t chunk_bytes = 64U << 10U;

std::string in_plain_words(XML_Error error) {
  switch (error) {
    case XML_ERROR_NO_ELEMENTS:
      return "the file ends before its first element is closed";
    case XML_ERROR_UNCLOSED_TOKEN:
      return "the file ends in the middle of a tag";
    case XML_ERROR_UNCLOSED_CDATA_SECTION:
      return "a CDATA section is not closed";
    case XML_ERROR_TAG_MISMATCH:
      return "an end tag does not belong to the element that is open";
    case XML_ERROR_DUPLICATE_ATTRIBUTE:
      return "an attribute is given twice";
    case XML_ERROR_UNDEFINED_ENTITY:
      return "a name between “&” and “;” is not known";
    case XML_ERROR_BAD_CHAR_REF:
      return "a character number between “&#” and “;” is not a character";
    case XML_ERROR_JUNK_AFTER_DOC_ELEMENT:
      return "something follows the end of the document";
    case XML_ERROR_RECURSIVE_ENTITY_REF:
      return "an entity contains itself";
    case XML_ERROR_AMPLIFICATION_LIMIT_BREACH:
      return "its entities expand to far more text than the file holds";
    case XML_ERROR_INVALID_TOKEN:
    case XML_ERROR_SYNTAX:
    case XML_ERROR_PARTIAL_CHAR:
      return "a character is not allowed there (a bare “<”, a missing quote)";
    default:
      return XML_ErrorString(error);
  }
}

/// Whether an entity's text refers to another entity; the five every XML knows do not count.
bool refers_to_entity(std::string_view value) {
  constexpr std::array<std::string_view, 5> harmless = {"amp", "lt", "gt", "quot", "apos"};
  for (auto at = value.find('&'); at != std::string_view::npos; at = value.find('&', at + 1)) {
    const auto name = value.substr(at + 1, value.find(';', at) - at - 1);
    if (!name.starts_with('#') && std::find(harmless.begin(), harmless.end(), name) == harmless.end()) return true;
  }
  return false;
}

std::uint64_t unsigned_index(XML_Index index) {
  return index < 0 ? 0 : static_cast<std::uint64_t>(index);
}

}  // namespace

struct XmlParser::Callbacks {
  static XmlParser& self(void* data) { return *static_cast<XmlParser*>(data); }

  static void XMLCALL start(void* data, const XML_Char* name, const XML_Char** attributes) {
    std::size_t count = 0;
    while (attributes[count] != nullptr) count += 2;
    auto& parser = self(data);
    if (!parser.problem_) parser.handler_.start_element(name, {attributes, count});
  }
  static void XMLCALL end(void* data, const XML_Char* name) {
    auto& parser = self(data);
    if (!parser.problem_) parser.handler_.end_element(name);
  }
  static void XMLCALL text(void* data, const XML_Char* text, int length) {
    auto& parser = self(data);
    if (!parser.problem_) parser.handler_.text({text, static_cast<std::size_t>(length)});
  }
  /// An entity the document declares somewhere else: kept as it is written, so that nothing is lost in silence.
  static void XMLCALL skipped(void* data, const XML_Char* name, int is_parameter) {
    if (is_parameter == 0) self(data).handler_.text("&" + std::string(name) + ";");
  }
  static void XMLCALL entity(void* data, const XML_Char* name, int is_parameter, const XML_Char* value, int length,
                             const XML_Char*, const XML_Char*, const XML_Char*, const XML_Char*) {
    if (is_parameter == 0 && value != nullptr) {
      self(data).declare_entity(name, {value, static_cast<std::size_t>(length)});
    }
  }
};

void XmlParser::Free::operator()(XML_ParserStruct* parser) const {
  XML_ParserFree(parser);
}

XmlParser::XmlParser(std::unique_ptr<ByteSource> source, std::string file, XmlHandler& handler)
    : source_(std::move(source)),
      file_(std::move(file)),
      handler_(handler),
      parser_(XML_ParserCreate("UTF-8")),
      chunk_(chunk_bytes) {
  auto* const parser = parser_.get();
  XML_SetUserData(parser, this);
  XML_SetElementHandler(parser, Callbacks::start, Callbacks::end);
  XML_SetCharacterDataHandler(parser, Callbacks::text);
  XML_SetSkippedEntityHandler(parser, Callbacks::skipped);
  XML_SetEntityDeclHandler(parser, Callbacks::entity);
  XML_SetParamEntityParsing(parser, XML_PARAM_ENTITY_PARSING_NEVER);
}

XmlParser::~XmlParser() = default;

base::Result<bool> XmlParser::advance() {
  for (;;) {
    int status = XML_STATUS_OK;
    if (std::exchange(paused_, false)) {
      status = XML_ResumeParser(parser_.get());
    } else if (at_end_) {
      return false;
    } else {
      ASSIGN_OR_RETURN(status, feed());
    }
    if (problem_) return base::failure(*problem_);
    if (status == XML_STATUS_ERROR) return base::failure(current_problem());
    paused_ = status == XML_STATUS_SUSPENDED;
    if (paused_) return true;
    reached_ = std::max(reached_, begin_offset());
    const auto kept_from = held_.value_or(reached_);
    if (fed_ - kept_from > ReadLimits::max_record_bytes) {
      return base::failure(record_too_long(place_in(file_, line_at(kept_from), kept_from)));
    }
  }
}

base::Result<int> XmlParser::feed() {
  let_go();
  ASSIGN_OR_RETURN(const auto count, source_->read(chunk_));
  window_.append(chunk_.data(), count);
  fed_ += count;
  at_end_ = count == 0;
  mended_.clear();
  mended_to_ += mender_.mend(between(mended_to_, fed_), at_end_, mended_);
  return static_cast<int>(
      XML_Parse(parser_.get(), mended_.data(), static_cast<int>(mended_.size()), at_end_ ? XML_TRUE : XML_FALSE));
}

/// Drops the text nobody will ask for any more.
void XmlParser::let_go() {
  const auto from = held_.value_or(reached_);
  if (from <= window_start_) return;
  line_at(from);
  window_.erase(0, static_cast<std::size_t>(from - window_start_));
  window_start_ = from;
  mender_.let_go(from);
}

void XmlParser::pause() {
  XML_StopParser(parser_.get(), XML_TRUE);
}

void XmlParser::fail(base::Problem problem) {
  if (problem_) return;
  problem_ = std::move(problem);
  XML_StopParser(parser_.get(), XML_FALSE);
}

std::uint64_t XmlParser::begin_offset() const {
  return mender_.original_offset(unsigned_index(XML_GetCurrentByteIndex(parser_.get())));
}

std::uint64_t XmlParser::end_offset() const {
  return mender_.original_offset(unsigned_index(XML_GetCurrentByteIndex(parser_.get())) +
                                 unsigned_index(XML_GetCurrentByteCount(parser_.get())));
}

std::string_view XmlParser::between(std::uint64_t from, std::uint64_t to) const {
  const auto first = static_cast<std::size_t>(std::max(from, window_start_) - window_start_);
  const auto last = std::min(window_.size(), static_cast<std::size_t>(std::max(to, window_start_) - window_start_));
  return first < last ? std::string_view(window_).substr(first, last - first) : std::string_view{};
}

std::uint64_t XmlParser::line_at(std::uint64_t offset) {
  if (offset > counted_) {
    auto passed = between(counted_, offset);
    line_ += static_cast<std::uint64_t>(std::count(passed.begin(), passed.end(), '\n'));
    counted_ = offset;
    for (const char line_end : {'\n', '\r'}) {
      if (const auto last = passed.rfind(line_end); last != std::string_view::npos) {
        passed.remove_prefix(last + 1);
        column_ = 0;
      }
    }
    column_ += base::utf8_length(passed);
  }
  return line_;
}

void XmlParser::declare_entity(std::string_view name, std::string_view value) {
  if (!refers_to_entity(value)) return;
  auto place = place_in(file_, XML_GetCurrentLineNumber(parser_.get()), begin_offset());
  fail({&xml_entities_refused,
        "The entity “" + excerpt(name) + "” declared at " + describe(place) +
            " is made of other entities, which can blow a small file up to any size.",
        "Ask the supplier for a file without entity declarations.", std::move(place)});
}

base::Problem XmlParser::current_problem() {
  auto* const parser = parser_.get();
  const auto offset = begin_offset();
  auto place = place_in(file_, XML_GetCurrentLineNumber(parser), offset);
  line_at(offset);
  place.column = column_ + 1;
  const auto error = XML_GetErrorCode(parser);
  std::string message = "The XML is broken at " + describe(place) + ": " + in_plain_words(error);
  if (const auto rest = between(offset, offset + 160); !rest.empty()) message += ", at “" + excerpt(rest) + "”";
  const bool cut_short = error == XML_ERROR_NO_ELEMENTS || error == XML_ERROR_UNCLOSED_TOKEN;
  return {&xml_invalid, message + ".",
          cut_short ? "The file was probably cut short: fetch it again, or ask the supplier for a complete one."
                    : "Correct the file there, or ask the supplier for a new export.",
          std::move(place)};
}

}  // namespace imports
