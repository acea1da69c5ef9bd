#include "domain/imports/formats/xml_flattener.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace imports {
namespace {

constexpr std::size_t none = std::string_view::npos;
constexpr std::size_t max_distinguished_columns = 10'000;
constexpr std::size_t max_distinction_bytes = 200;

constexpr std::array<std::string_view, 2> language_attributes = {"lang", "xml:lang"};
constexpr std::array<std::string_view, 4> naming_attributes = {"name", "key", "code", "id"};
/// Only these two tell repeated elements of any name apart: codes and ids are as a rule values, not names.
constexpr std::array<std::string_view, 2> naming_attributes_of_repeats = {"name", "key"};
/// Elements that hold one property of a product each.
constexpr std::array<std::string_view, 14> property_elements = {
    "param",          "parameter", "attribute", "attr",          "feature", "property", "prop",
    "characteristic", "extrinsic", "spec",      "specification", "field",   "option",   "detail"};

struct NameAndValue {
  std::string_view name;
  std::string_view value;
  bool anywhere;  // false: only inside property_elements
};
constexpr std::array<NameAndValue, 4> name_and_value_children = {{{"FNAME", "FVALUE", true},
                                                                  {"g:attribute_name", "g:attribute_value", true},
                                                                  {"name", "value", false},
                                                                  {"Name", "Value", false}}};

constexpr std::array<std::string_view, 24> html_elements = {
    "a",  "b", "br", "center", "div", "em",    "font", "h1",     "h2",  "h3",  "h4", "h5",
    "hr", "i", "li", "ol",     "p",   "small", "span", "strong", "sub", "sup", "u",  "ul"};

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_property(std::string_view name) {
  return is_one_of(base::to_lower_ascii(name.substr(name.rfind(':') + 1)), property_elements);
}

template <std::size_t N>
std::size_t attribute_among(const XmlRecord& record, XmlRecord::Index element,
                            const std::array<std::string_view, N>& names) {
  for (const auto name : names) {
    for (std::size_t number = 0; number < record.attribute_count(element); ++number) {
      if (record.attribute_name(element, number) == name) return number;
    }
  }
  return none;
}

}  // namespace

void XmlFlattener::flatten(const XmlRecord& record, FieldGatherer& fields) {
  record_ = &record;
  fields_ = &fields;
  path_.clear();
  attributes(0, none);
  if (record.has_own_text(0) || !record.has_children(0)) {
    record.own_text(0, text_);
    if (!text_.empty() || record.attribute_count(0) == 0) fields.append("value", text_);
  }
  children(0, {});
}

void XmlFlattener::attributes(Index element, std::size_t left_out) {
  const auto length = path_.size();
  for (std::size_t number = 0; number < record_->attribute_count(element); ++number) {
    if (number == left_out) continue;
    path_ += '@';
    path_ += record_->attribute_name(element, number);
    put(base::trim(record_->attribute_value(element, number)));
    path_.resize(length);
  }
}

void XmlFlattener::children(Index parent, const Distinction& of_parent) {
  const auto siblings = named_siblings(parent);
  for (auto child = parent + 1; child < record_->end_of(parent); child = record_->end_of(child)) {
    const auto name = record_->name(child);
    if (of_parent.name_child != 0 && (child == of_parent.name_child || name == of_parent.value_name)) continue;
    const auto length = path_.size();
    if (length > 0) path_ += '.';
    path_ += name;
    auto distinction = distinguish(child, siblings);
    if (!distinction.text.empty() && !add_to_path(distinction.text)) distinction = {};
    element(child, distinction);
    path_.resize(length);
  }
}

void XmlFlattener::element(Index element, const Distinction& distinction) {
  if (!record_->has_children(element)) {
    record_->own_text(element, text_);
    put(text_);
  } else if (is_marked_up_text(element)) {
    record_->inner_text(element, text_);
    put(text_);
  } else {
    if (distinction.name_child != 0) values_of(element, distinction.value_name);
    if (record_->has_own_text(element)) {
      record_->own_text(element, text_);
      put(text_);
    }
    children(element, distinction);
  }
  attributes(element, distinction.attribute);
}

void XmlFlattener::values_of(Index element, std::string_view value_name) {
  for (auto child = element + 1; child < record_->end_of(element); child = record_->end_of(child)) {
    if (record_->name(child) != value_name) continue;
    record_->inner_text(child, text_);
    put(text_);
  }
}

XmlFlattener::NamedSiblings XmlFlattener::named_siblings(Index parent) const {
  NamedSiblings counts;
  for (auto child = parent + 1; child < record_->end_of(parent); child = record_->end_of(child)) {
    if (attribute_among(*record_, child, naming_attributes_of_repeats) != none) ++counts[record_->name(child)];
  }
  return counts;
}

XmlFlattener::Distinction XmlFlattener::distinguish(Index element, const NamedSiblings& siblings) {
  if (record_->attribute_count(element) > 0) {
    if (auto found = by_attribute(element, siblings); !found.text.empty()) return found;
  }
  return record_->has_children(element) ? by_children(element) : Distinction{};
}

XmlFlattener::Distinction XmlFlattener::by_attribute(Index element, const NamedSiblings& siblings) const {
  const auto name = record_->name(element);
  auto number = none;
  if (is_property(name)) {
    number = attribute_among(*record_, element, naming_attributes);
  } else if (const auto counted = siblings.find(name); counted != siblings.end() && counted->second > 1) {
    number = attribute_among(*record_, element, naming_attributes_of_repeats);
  }
  if (number == none) number = attribute_among(*record_, element, language_attributes);
  if (number == none) return {};
  return {.text = base::trim(record_->attribute_value(element, number)), .attribute = number, .value_name = {}};
}

XmlFlattener::Distinction XmlFlattener::by_children(Index element) {
  for (const auto& pair : name_and_value_children) {
    if (!pair.anywhere && !is_property(record_->name(element))) continue;
    Index name_child = 0;
    bool has_value = false;
    for (auto child = element + 1; child < record_->end_of(element); child = record_->end_of(child)) {
      if (name_child == 0 && record_->name(child) == pair.name) name_child = child;
      has_value = has_value || record_->name(child) == pair.value;
    }
    if (name_child == 0 || !has_value) continue;
    record_->inner_text(name_child, name_text_);
    return {.text = name_text_, .name_child = name_child, .value_name = pair.value};
  }
  return {};
}

bool XmlFlattener::add_to_path(std::string_view distinction) {
  if (distinction.size() > max_distinction_bytes || distinction.find('\n') != std::string_view::npos) return false;
  const auto length = path_.size();
  path_ += '[';
  path_ += distinction;
  path_ += ']';
  if (distinguished_.contains(path_)) return true;
  if (distinguished_.size() < max_distinguished_columns) return distinguished_.insert(path_).second;
  path_.resize(length);
  return false;
}

bool XmlFlattener::is_marked_up_text(Index element) const {
  if (!record_->has_own_text(element)) return false;  // <dimensions><b>10</b></dimensions> is data
  for (auto inside = element + 1; inside < record_->end_of(element); ++inside) {
    if (!is_one_of(base::to_lower_ascii(record_->name(inside)), html_elements)) return false;
  }
  return true;
}

}  // namespace imports
