#include "domain/imports/formats/ampersand_mender.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/html_entities.h"
#include "base/text.h"
#include "domain/imports/formats/xml_reference.h"

namespace imports {
namespace {

constexpr auto none = std::string_view::npos;
/// So many changes are remembered one by one; beyond, as in a file made of ampersands, only the last before each tag.
constexpr std::size_t exact_changes = 1U << 16U;

/// The five every XML knows; "quot" and its like must not become characters before the XML is read.
bool is_known_to_xml(std::string_view name) {
  constexpr std::array<std::string_view, 5> names = {"amp", "lt", "gt", "quot", "apos"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::size_t AmpersandMender::mend(std::string_view text, bool at_end, std::string& mended) {
  text_ = text;
  at_end_ = at_end;
  out_ = &mended;
  at_ = flushed_ = 0;
  ampersand_ = text.find('&');
  tag_ = text.find('<');
  for (bool goes_on = true; goes_on && at_ < text_.size();) {
    switch (section_) {
      case Section::text:
        goes_on = pass_text();
        break;
      case Section::cdata:
        goes_on = pass_until("]]>");
        break;
      case Section::comment:
        goes_on = pass_until("-->");
        break;
      case Section::instruction:
        goes_on = pass_until("?>");
        break;
      case Section::document_type:
        goes_on = pass_document_type();
        break;
    }
  }
  flush();
  return at_;
}

bool AmpersandMender::pass_text() {
  if (ampersand_ < at_) ampersand_ = text_.find('&', at_);
  if (tag_ < at_) tag_ = text_.find('<', at_);
  if (tag_ == none && ampersand_ == none) {
    at_ = text_.size();
    return true;
  }
  at_ = std::min(tag_, ampersand_);
  return at_ == tag_ ? enter_section() : pass_reference();
}

bool AmpersandMender::pass_reference() {
  const auto reference = reference_at(text_.substr(at_), at_end_);
  if (reference.kind == XmlReference::Kind::cut_off) return false;
  if (reference.kind == XmlReference::Kind::none) {
    replace(1, "&amp;", true);
    return true;
  }
  const auto character = is_known_to_xml(reference.name) ? 0 : base::html_character(reference.name);
  if (character == 0 || declared_.contains(std::string(reference.name))) {
    at_ += reference.length;
    return true;
  }
  std::string utf8;
  base::append_utf8(utf8, character);
  replace(reference.length, utf8, false);
  return true;
}

/// At a '<': goes behind it, or into what it opens.
bool AmpersandMender::enter_section() {
  constexpr std::array<std::pair<std::string_view, Section>, 4> openings = {{{"<!--", Section::comment},
                                                                             {"<![CDATA[", Section::cdata},
                                                                             {"<?", Section::instruction},
                                                                             {"<!DOCTYPE", Section::document_type}}};
  const auto rest = text_.substr(at_);
  for (const auto& [opening, section] : openings) {
    if (rest.starts_with(opening)) {
      at_ += opening.size();
      section_ = section;
      in_document_type_ = in_document_type_ || section == Section::document_type;
      return true;
    }
    if (lacks(opening.size()) && opening.starts_with(rest)) return false;
  }
  changed_since_tag_ = false;
  ++at_;
  return true;
}

bool AmpersandMender::pass_until(std::string_view terminator) {
  const auto found = text_.find(terminator, at_);
  if (found == none) {
    // What may be the beginning of the terminator is looked at again with the text that follows.
    const auto kept = at_end_ ? 0 : terminator.size() - 1;
    at_ = std::max(at_, text_.size() - std::min(text_.size(), kept));
    return at_ == text_.size();
  }
  at_ = found + terminator.size();
  section_ = in_document_type_ ? Section::document_type : Section::text;
  return true;
}

bool AmpersandMender::pass_document_type() {
  at_ = std::min(text_.size(), quote_ != '\0' ? text_.find(quote_, at_) : text_.find_first_of("\"'[]<>", at_));
  if (at_ == text_.size()) return true;
  const char c = text_[at_];
  if (quote_ != '\0') {
    quote_ = '\0';
  } else if (c == '<') {
    return pass_declaration();
  } else if (c == '"' || c == '\'') {
    quote_ = c;
  } else if (c == '[' || c == ']') {
    in_subset_ = c == '[';
  } else if (!in_subset_) {
    section_ = Section::text;
    in_document_type_ = false;
  }
  ++at_;
  return true;
}

/// At a '<' in the document type: notes which names the document gives a meaning of its own.
bool AmpersandMender::pass_declaration() {
  constexpr std::string_view opening = "<!ENTITY";
  constexpr std::size_t looked_at = 256;
  const auto rest = text_.substr(at_, looked_at);
  if (!rest.starts_with(opening)) {
    if (lacks(opening.size()) && opening.starts_with(rest)) return false;
    return enter_section();
  }
  const auto begin = std::min(rest.size(), rest.find_first_not_of(" \t\r\n", opening.size()));
  const auto name = xml_name_at(rest.substr(begin), longest_reference);
  if (begin + name.size() == rest.size() && lacks(looked_at)) return false;
  if (base::html_character(name) != 0) declared_.emplace(name);
  at_ += opening.size();
  return true;
}

void AmpersandMender::replace(std::size_t length, std::string_view replacement, bool is_ampersand) {
  flush();
  out_->append(replacement);
  at_ += length;
  flushed_ = at_;
  original_ += length;
  mended_ += replacement.size();
  remember(is_ampersand);
}

void AmpersandMender::flush() {
  const auto passed = text_.substr(flushed_, at_ - flushed_);
  out_->append(passed);
  original_ += passed.size();
  mended_ += passed.size();
  flushed_ = at_;
}

void AmpersandMender::remember(bool is_ampersand) {
  const Change change{original_, mended_, changes_.back().ampersands + (is_ampersand ? 1U : 0U)};
  if (changed_since_tag_ && changes_.size() > exact_changes) {
    changes_.back() = change;
  } else {
    changes_.push_back(change);
  }
  changed_since_tag_ = true;
}

std::uint64_t AmpersandMender::original_offset(std::uint64_t mended) const {
  const auto next = std::upper_bound(changes_.begin(), changes_.end(), mended,
                                     [](std::uint64_t offset, const Change& change) { return offset < change.mended; });
  if (next == changes_.begin()) return mended;
  const auto& last = *std::prev(next);
  const auto original = last.original + (mended - last.mended);
  return next == changes_.end() ? original : std::min(original, next->original);
}

const AmpersandMender::Change& AmpersandMender::last_change_before(std::uint64_t original) const {
  const auto next =
      std::upper_bound(changes_.begin(), changes_.end(), original,
                       [](std::uint64_t offset, const Change& change) { return offset < change.original; });
  return next == changes_.begin() ? *next : *std::prev(next);
}

std::uint64_t AmpersandMender::mended_between(std::uint64_t from, std::uint64_t to) const {
  return last_change_before(to).ampersands - last_change_before(from).ampersands;
}

void AmpersandMender::let_go(std::uint64_t original) {
  while (changes_.size() > 1 && changes_[1].original <= original) changes_.pop_front();
}

}  // namespace imports
