#include "domain/imports/formats/xlsx_shared_strings.h"

#include "domain/imports/formats/record_reader.h"
#include "domain/imports/formats/spreadsheet.h"

namespace imports {

base::Result<std::optional<std::string_view>> SharedStrings::get(std::uint64_t index) {
  while (store_.size() <= index && !complete_) {
    ASSIGN_OR_RETURN(const bool more, advance());
    complete_ = !more;
  }
  if (index >= store_.size()) return std::nullopt;
  ASSIGN_OR_RETURN(const auto text, store_.get(index));
  return text;
}

void SharedStrings::on_start(std::string_view element, const XmlAttributes&) {
  if (element == "si") {
    current_.clear();
  } else if (element == "rPh") {
    in_phonetic_ = true;
  } else if (element == "t") {
    in_text_ = !in_phonetic_;
  }
}

void SharedStrings::on_end(std::string_view element) {
  if (element == "t") {
    in_text_ = false;
  } else if (element == "rPh") {
    in_phonetic_ = false;
  } else if (element == "si") {
    clean_.clear();
    append_unescaped(clean_, current_);
    if (auto added = store_.add(clean_); !added) fail(std::move(added).error());
  }
}

void SharedStrings::on_text(std::string_view text) {
  if (!in_text_) return;
  if (current_.size() + text.size() > ReadLimits::max_record_bytes) {
    fail({&sheet_too_large,
          "A text of the workbook is longer than 16 MB.",
          "Check that the file is a price list, and shorten the text.",
          {}});
    return;
  }
  current_.append(text);
}

}  // namespace imports
