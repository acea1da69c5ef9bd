#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/imports/formats/xml_parser.h"

namespace imports {

/// One record element of an XML document with all below it, in buffers used again for the next. Elements are numbered
/// in document order, the record itself is 0, and those inside element e are e + 1 up to end_of(e).
class XmlRecord {
 public:
  using Index = std::size_t;

  void clear();
  void open(std::string_view name, XmlAttributes attributes);
  void add_text(std::string_view text);
  void close();

  /// Bytes held, which entities can make more than the file's.
  std::size_t bytes() const { return bytes_.size(); }

  std::string_view name(Index element) const { return view(elements_[element].name); }
  /// One behind the last element inside `element`; also its next sibling where there is one.
  Index end_of(Index element) const { return elements_[element].end; }
  bool has_children(Index element) const { return elements_[element].end > element + 1; }
  bool has_own_text(Index element) const { return elements_[element].has_own_text; }

  std::size_t attribute_count(Index element) const { return elements_[element].attribute_count; }
  std::string_view attribute_name(Index element, std::size_t number) const {
    return view(attribute(element, number).name);
  }
  std::string_view attribute_value(Index element, std::size_t number) const {
    return view(attribute(element, number).value);
  }

  /// The element's own text without that of its children, trimmed; pieces between children are joined with a blank.
  void own_text(Index element, std::string& text) const;
  /// All text inside the element in the order of the document, trimmed.
  void inner_text(Index element, std::string& text) const;

 private:
  struct Slice {
    std::size_t begin = 0;
    std::size_t length = 0;
  };
  struct Attribute {
    Slice name;
    Slice value;
  };
  struct Element {
    Slice name;
    Index end = 0;
    std::size_t first_attribute = 0;
    std::size_t attribute_count = 0;
    std::size_t first_piece = 0;
    std::size_t last_piece = 0;  // one behind the last
    bool has_own_text = false;
  };
  struct Piece {
    Index element;
    Slice text;
  };

  Slice keep(std::string_view text);
  std::string_view view(Slice slice) const { return std::string_view(bytes_).substr(slice.begin, slice.length); }
  const Attribute& attribute(Index element, std::size_t number) const {
    return attributes_[elements_[element].first_attribute + number];
  }

  std::string bytes_;
  std::vector<Element> elements_;
  std::vector<Attribute> attributes_;
  std::vector<Piece> pieces_;
  std::vector<Index> open_;
};

}  // namespace imports
