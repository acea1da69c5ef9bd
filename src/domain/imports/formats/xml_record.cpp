#include "domain/imports/formats/xml_record.h"

#include <algorithm>

#include "base/text.h"

namespace imports {

void XmlRecord::clear() {
  bytes_.clear();
  elements_.clear();
  attributes_.clear();
  pieces_.clear();
  open_.clear();
}

void XmlRecord::open(std::string_view name, XmlAttributes attributes) {
  Element element;
  element.name = keep(name);
  element.first_attribute = attributes_.size();
  element.attribute_count = attributes.size() / 2;
  element.first_piece = pieces_.size();
  for (std::size_t at = 0; at + 1 < attributes.size(); at += 2) {
    const auto attribute_name = keep(attributes[at]);
    attributes_.push_back({attribute_name, keep(attributes[at + 1])});
  }
  open_.push_back(elements_.size());
  elements_.push_back(element);
}

void XmlRecord::add_text(std::string_view text) {
  auto& element = elements_[open_.back()];
  if (!element.has_own_text) element.has_own_text = !std::all_of(text.begin(), text.end(), base::is_blank);
  const bool goes_on = !pieces_.empty() && pieces_.size() > element.first_piece &&
                       pieces_.back().element == open_.back() &&
                       pieces_.back().text.begin + pieces_.back().text.length == bytes_.size();
  const auto kept = keep(text);
  if (goes_on) {
    pieces_.back().text.length += kept.length;
  } else {
    pieces_.push_back({open_.back(), kept});
  }
}

void XmlRecord::close() {
  auto& element = elements_[open_.back()];
  element.end = elements_.size();
  element.last_piece = pieces_.size();
  open_.pop_back();
}

void XmlRecord::own_text(Index element, std::string& text) const {
  text.clear();
  const auto& whole = elements_[element];
  for (auto at = whole.first_piece; at < whole.last_piece; ++at) {
    if (pieces_[at].element != element) continue;
    const auto piece = base::trim(view(pieces_[at].text));
    if (piece.empty()) continue;
    if (!text.empty()) text += ' ';
    text += piece;
  }
}

void XmlRecord::inner_text(Index element, std::string& text) const {
  text.clear();
  const auto& whole = elements_[element];
  for (auto at = whole.first_piece; at < whole.last_piece; ++at) text += view(pieces_[at].text);
  text = std::string(base::trim(text));
}

XmlRecord::Slice XmlRecord::keep(std::string_view text) {
  const auto begin = bytes_.size();
  bytes_ += text;
  return {begin, text.size()};
}

}  // namespace imports
