#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "domain/imports/formats/spreadsheet_strings.h"
#include "domain/imports/formats/xlsx_xml.h"

namespace imports {

/// The texts cells refer to by number. Read only as far as somebody asks: spreadsheet programs list texts in the order
/// of their first use.
class SharedStrings final : private XmlPart {
 public:
  explicit SharedStrings(std::unique_ptr<ByteSource> source) : XmlPart(std::move(source), "sharedStrings.xml") {}

  /// The text of that number, valid until the next call; nothing when the file has fewer.
  base::Result<std::optional<std::string_view>> get(std::uint64_t index);

 private:
  void on_start(std::string_view element, const XmlAttributes& attributes) override;
  void on_end(std::string_view element) override;
  void on_text(std::string_view text) override;

  StringStore store_;
  std::string current_;
  std::string clean_;
  bool in_text_ = false;
  bool in_phonetic_ = false;
  bool complete_ = false;
};

}  // namespace imports
