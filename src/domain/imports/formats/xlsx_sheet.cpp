#include "domain/imports/formats/xlsx_sheet.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/text.h"
#include "domain/imports/formats/record_reader.h"
#include "domain/imports/formats/spreadsheet.h"

namespace imports {
namespace {

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number value{};
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

// "2026-11-22T00:00:00Z" as other readers give a day: without the midnight.
std::string_view without_midnight(std::string_view date) {
  if (date.ends_with('Z')) date.remove_suffix(1);
  if (date.ends_with(".000")) date.remove_suffix(4);
  if (date.ends_with("T00:00:00")) date.remove_suffix(9);
  return date;
}

}  // namespace

std::optional<std::uint32_t> column_of_reference(std::string_view reference) {
  std::uint32_t column = 0;
  std::size_t letters = 0;
  for (; letters < reference.size(); ++letters) {
    const char c = reference[letters];
    const bool lower = c >= 'a' && c <= 'z';
    if (!lower && !(c >= 'A' && c <= 'Z')) break;
    column =
        std::min(column * 26 + static_cast<std::uint32_t>(c - (lower ? 'a' : 'A') + 1), SheetLimits::max_columns + 1);
  }
  if (letters == 0) return std::nullopt;
  return column - 1;
}

XlsxSheetRows::XlsxSheetRows(std::unique_ptr<ByteSource> source, std::string entry, std::uint64_t size,
                             XlsxCellContext context)
    : XmlPart(std::move(source), std::move(entry)), size_(size), context_(context) {}

base::Result<bool> XlsxSheetRows::next(SheetRow& row) {
  row_ = &row;
  row_ready_ = false;
  while (!row_ready_) {
    ASSIGN_OR_RETURN(const bool more, advance());
    if (!more && !row_ready_) return false;
  }
  return true;
}

double XlsxSheetRows::fraction_read() const {
  if (size_ == 0) return 1;
  return std::min(1.0, static_cast<double>(bytes_read()) / static_cast<double>(size_));
}

void XlsxSheetRows::on_start(std::string_view element, const XmlAttributes& attributes) {
  if (in_cell_) {
    if (element == "v") {
      in_value_ = true;
    } else if (element == "t") {
      in_value_ = !in_phonetic_;
    } else if (element == "f") {
      has_formula_ = true;
    } else if (element == "rPh") {
      in_phonetic_ = true;
    }
  } else if (element == "c" && in_row_) {
    start_cell(attributes);
  } else if (element == "row") {
    start_row(attributes);
  }
}

void XlsxSheetRows::on_end(std::string_view element) {
  if (in_cell_) {
    if (element == "v" || element == "t") {
      in_value_ = false;
    } else if (element == "rPh") {
      in_phonetic_ = false;
    } else if (element == "c") {
      in_cell_ = false;
      end_cell();
    }
  } else if (element == "row" && in_row_) {
    in_row_ = false;
    row_->finish();
    row_ready_ = true;
    pause();
  } else if (element == "sheetData") {
    finish();
  }
}

void XlsxSheetRows::on_text(std::string_view text) {
  if (!in_value_) return;
  if (value_.size() + text.size() > ReadLimits::max_record_bytes) {
    fail(row_too_long(row_number_));
    return;
  }
  value_.append(text);
}

void XlsxSheetRows::start_row(const XmlAttributes& attributes) {
  const auto written = parse_number<std::uint64_t>(attributes.get("r").value_or("")).value_or(0);
  const auto number = written > 0 ? written : row_number_ + std::uint64_t{1};
  if (++rows_seen_ > SheetLimits::max_rows || number > SheetLimits::max_rows) {
    too_large("The sheet has more than 1,048,576 rows, the most an Excel sheet can have");
    return;
  }
  row_number_ = static_cast<std::uint32_t>(number);
  next_column_ = 0;
  in_row_ = true;
  row_->start(row_number_);
}

void XlsxSheetRows::start_cell(const XmlAttributes& attributes) {
  column_ = column_of_reference(attributes.get("r").value_or("")).value_or(next_column_);
  if (column_ >= SheetLimits::max_columns) {
    too_large("Row " + std::to_string(row_number_) + " has more than 16,384 columns, the most an Excel sheet can have");
    return;
  }
  next_column_ = column_ + 1;
  style_ = parse_number<std::uint32_t>(attributes.get("s").value_or("")).value_or(0);
  const auto type = attributes.get("t").value_or("n");
  type_ = type == "s"                            ? CellType::shared
          : type == "str" || type == "inlineStr" ? CellType::text
          : type == "b"                          ? CellType::boolean
          : type == "e"                          ? CellType::error
          : type == "d"                          ? CellType::date
                                                 : CellType::number;
  in_cell_ = true;
  in_value_ = false;
  in_phonetic_ = false;
  has_formula_ = false;
  value_.clear();
}

void XlsxSheetRows::end_cell() {
  if (value_.empty()) {
    if (has_formula_ && type_ != CellType::text) row_->warn(CellWarning::Kind::uncalculated_formula, column_);
    return;
  }
  switch (type_) {
    case CellType::shared:
      end_shared();
      break;
    case CellType::text:
      shown_.clear();
      append_unescaped(shown_, value_);
      add(shown_);
      break;
    case CellType::boolean:
      add(value_ == "1" || value_ == "true" || value_ == "TRUE" ? "true" : "false");
      break;
    case CellType::error:
      row_->warn(CellWarning::Kind::error_value, column_, value_.substr(0, 64));
      break;
    case CellType::date:
      add(without_midnight(value_));
      break;
    case CellType::number:
      end_number();
      break;
  }
}

void XlsxSheetRows::end_shared() {
  const auto index = parse_number<std::uint64_t>(base::trim(value_));
  if (index && context_.strings != nullptr) {
    auto text = context_.strings->get(*index);
    if (!text) {
      fail(std::move(text).error());
      return;
    }
    if (*text) {
      add(**text);
      return;
    }
  }
  row_->warn(CellWarning::Kind::lost_text, column_, value_.substr(0, 20));
}

void XlsxSheetRows::end_number() {
  shown_.clear();
  const auto& kinds = *context_.style_kinds;
  const auto kind = style_ < kinds.size() ? kinds[style_] : NumberKind::plain;
  const auto number = kind == NumberKind::plain ? std::nullopt : parse_number<double>(base::trim(value_));
  if (number) {
    append_formatted(shown_, *number, kind, context_.date_system);
  } else {
    append_number(shown_, std::string_view(value_));
  }
  add(shown_);
}

void XlsxSheetRows::add(std::string_view text) {
  if (!row_->add(column_, text)) fail(row_too_long(row_number_));
}

void XlsxSheetRows::too_large(std::string message) {
  base::Place place;
  place.row = row_number_;
  fail({&sheet_too_large, std::move(message) + ".", "Split the list over several files, or export it as CSV.",
        std::move(place)});
}

}  // namespace imports
