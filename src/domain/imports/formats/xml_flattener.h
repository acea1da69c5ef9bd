#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "domain/imports/formats/field_gatherer.h"
#include "domain/imports/formats/xml_record.h"

namespace imports {

/// Turns XML records into fields.
///
/// Paths below the record are joined with '.', attributes are "path@name" ("@id" on the record), repeats are joined. An
/// element that says what its value is about becomes a column of its own: <param name="Colour"> is "param[Colour]",
/// <NAME lang="de"> is "NAME[de]", and <FEATURE> with an <FNAME> and an <FVALUE> inside is "FEATURE[the name]". Text
/// with HTML inside is one text. A record that holds nothing but text has the column "value".
class XmlFlattener {
 public:
  /// Puts the values of one record into `fields`.
  void flatten(const XmlRecord& record, FieldGatherer& fields);

 private:
  using Index = XmlRecord::Index;
  /// What sets an element apart from its sisters.
  struct Distinction {
    std::string_view text;                           ///< what goes in brackets; empty: nothing does
    std::size_t attribute = std::string_view::npos;  ///< number of the attribute that says it
    Index name_child = 0;                            ///< the child that says it, 0 for none
    std::string_view value_name;                     ///< the children whose texts then are the element's values
  };
  /// How many children of one parent bear a name and an attribute that could tell them apart.
  using NamedSiblings = std::unordered_map<std::string_view, std::size_t>;

  void attributes(Index element, std::size_t left_out);
  void children(Index parent, const Distinction& of_parent);
  void element(Index element, const Distinction& distinction);
  void values_of(Index element, std::string_view value_name);
  void put(std::string_view value) { fields_->append(path_, value); }

  NamedSiblings named_siblings(Index parent) const;
  Distinction distinguish(Index element, const NamedSiblings& siblings);
  Distinction by_attribute(Index element, const NamedSiblings& siblings) const;
  Distinction by_children(Index element);
  /// Puts the distinction behind the path; false when it is unfit for a column's name or there are too many already.
  bool add_to_path(std::string_view distinction);
  bool is_marked_up_text(Index element) const;

  const XmlRecord* record_ = nullptr;
  FieldGatherer* fields_ = nullptr;
  std::string path_;
  std::string text_;
  std::string name_text_;
  std::unordered_set<std::string> distinguished_;  // columns made from the texts of elements
};

}  // namespace imports
