#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/ampersand_mender.h"
#include "domain/imports/formats/byte_source.h"

struct XML_ParserStruct;

namespace imports {

/// Names and values of an element's attributes in turn, as the parser gives them.
using XmlAttributes = std::span<const char* const>;

/// Hears what XmlParser finds.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start_element(std::string_view name, XmlAttributes attributes) = 0;
  virtual void text(std::string_view text) = 0;
  virtual void end_element(std::string_view name) = 0;
};

/// Parses UTF-8 XML from a stream and keeps a sliding copy of the text, so that elements can be had as they are
/// written. Names keep their prefixes, declared or not. Bare ampersands and undeclared HTML entities are mended; places
/// are those of the text as it came. Nothing outside the document is ever fetched; entities made of entities are
/// refused.
class XmlParser {
 public:
  XmlParser(std::unique_ptr<ByteSource> source, std::string file, XmlHandler& handler);
  ~XmlParser();
  XmlParser(const XmlParser&) = delete;
  XmlParser& operator=(const XmlParser&) = delete;

  /// Parses until the handler calls pause() (true) or the document ends (false).
  base::Result<bool> advance();

  // For the handler, while it is called:
  void pause();
  void fail(base::Problem problem);
  /// Where the piece being heard begins and ends in the text.
  std::uint64_t begin_offset() const;
  std::uint64_t end_offset() const;

  /// Keeps the text from `offset` on until release().
  void hold(std::uint64_t offset) { held_ = offset; }
  void release() { held_.reset(); }
  /// The text between two offsets not yet let go, valid until advance().
  std::string_view between(std::uint64_t from, std::uint64_t to) const;
  /// The line at `offset`; offsets must not go down.
  std::uint64_t line_at(std::uint64_t offset);
  /// How many bare ampersands were mended between two offsets not yet let go.
  std::uint64_t mended_between(std::uint64_t from, std::uint64_t to) const { return mender_.mended_between(from, to); }

 private:
  struct Callbacks;
  struct Free {
    void operator()(XML_ParserStruct* parser) const;
  };

  base::Result<int> feed();
  void let_go();
  void declare_entity(std::string_view name, std::string_view value);
  base::Problem current_problem();

  std::unique_ptr<ByteSource> source_;
  std::string file_;
  XmlHandler& handler_;
  std::unique_ptr<XML_ParserStruct, Free> parser_;
  AmpersandMender mender_;
  std::vector<char> chunk_;
  std::string mended_;
  std::string window_;
  std::uint64_t window_start_ = 0;  // offset of the window's first byte
  std::uint64_t fed_ = 0;           // bytes read
  std::uint64_t mended_to_ = 0;     // bytes given to the parser, mended
  std::uint64_t reached_ = 0;       // offset of the last piece the parser came to
  std::uint64_t counted_ = 0;       // line_ is the line of this offset
  std::uint64_t line_ = 1;
  std::uint64_t column_ = 0;  // characters before counted_ on its line
  std::optional<std::uint64_t> held_;
  std::optional<base::Problem> problem_;
  bool paused_ = false;
  bool at_end_ = false;
};

inline constexpr base::ProblemKind xml_invalid{"import.xml_invalid", "Not valid XML", 422, base::LogLevel::info};
inline constexpr base::ProblemKind xml_too_deep{"import.xml_too_deep", "XML beyond the limits", 422,
                                                base::LogLevel::warning};
inline constexpr base::ProblemKind xml_entities_refused{"import.xml_entities_refused", "XML with nested entities", 422,
                                                        base::LogLevel::warning};

}  // namespace imports
