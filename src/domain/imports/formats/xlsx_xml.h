#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/byte_source.h"

namespace imports {

/// The attributes of the element being opened.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char* const* pairs) : pairs_(pairs) {}
  /// The value of the attribute of that name without namespace prefix; nothing when it is absent.
  std::optional<std::string_view> get(std::string_view name) const;
  /// The same for an attribute that has a prefix, whichever: "id" finds r:id.
  std::optional<std::string_view> get_prefixed(std::string_view name) const;

 private:
  const char* const* pairs_;
};

/// One XML file of a workbook, parsed block by block. Elements are known by their name without namespace prefix.
/// Document type declarations are refused, so there are no entities to expand or fetch.
class XmlPart {
 public:
  /// `name` is how problems call the part.
  XmlPart(std::unique_ptr<ByteSource> source, std::string name);
  virtual ~XmlPart();
  XmlPart(const XmlPart&) = delete;
  XmlPart& operator=(const XmlPart&) = delete;

 protected:
  virtual void on_start(std::string_view element, const XmlAttributes& attributes) = 0;
  virtual void on_end(std::string_view element) = 0;
  virtual void on_text(std::string_view text) = 0;

  /// Parses on until pause() is called or a block is done; false once the part is at its end or finish() was called.
  base::Result<bool> advance();
  /// For the on_ functions: makes advance() return after this event.
  void pause();
  /// For the on_ functions: nothing more of the part is wanted.
  void finish();
  /// For the on_ functions: makes advance() fail.
  void fail(base::Problem problem);

  std::uint64_t bytes_read() const { return bytes_read_; }
  const std::string& part_name() const { return name_; }

 private:
  struct Parser;
  friend struct Parser;
  base::Result<bool> after_parsing(int status);
  base::Problem damaged(const std::string& what) const;

  std::unique_ptr<ByteSource> source_;
  std::string name_;
  std::unique_ptr<Parser> parser_;
  std::optional<base::Problem> problem_;
  std::uint64_t bytes_read_ = 0;
  std::uint64_t bytes_at_event_ = 0;  // bytes_read_ when something was last understood
  std::uint32_t depth_ = 0;
  bool at_end_ = false;
  bool paused_ = false;
  bool finished_ = false;
};

/// Calls `on_start(element, attributes, parent)` for every element of a small part and reads no text.
base::Result<> scan_xml(std::unique_ptr<ByteSource> source, std::string name,
                        const std::function<void(std::string_view, const XmlAttributes&, std::string_view)>& on_start);

/// Appends text as it stands in a workbook, where _x000D_ is a carriage return (ECMA-376, 22.9.2.19). NUL is left out.
void append_unescaped(std::string& out, std::string_view text);

}  // namespace imports
