#include "domain/imports/formats/xls_sheet.h"

#include <algorithm>
#include <bit>
#include <string_view>
#include <utility>

#include "domain/imports/formats/ole_bytes.h"
#include "domain/imports/formats/spreadsheet.h"

namespace imports {
namespace {

constexpr std::size_t max_unordered_cells = 4'000'000;

// The bytes a cell record must have; 0 for a record that is no cell with a value.
std::size_t least_size(std::uint16_t type) {
  switch (type) {
    case biff::number:
    case biff::formula:
      return 14;
    case biff::rk:
    case biff::label_shared:
      return 10;
    case biff::mul_rk:
      return 12;
    case biff::label:
    case biff::rich_label:
    case biff::bool_or_error:
      return 8;
    default:
      return 0;
  }
}

std::string_view error_name(unsigned char code) {
  switch (code) {
    case 0x00:
      return "#NULL!";
    case 0x07:
      return "#DIV/0!";
    case 0x0F:
      return "#VALUE!";
    case 0x17:
      return "#REF!";
    case 0x1D:
      return "#NAME?";
    case 0x24:
      return "#NUM!";
    default:
      return "#N/A";
  }
}

}  // namespace

double number_of_rk(std::uint32_t rk) {
  const double number = (rk & 2U) != 0 ? static_cast<double>(static_cast<std::int32_t>(rk) >> 2)
                                       : std::bit_cast<double>(std::uint64_t{rk & 0xFFFFFFFCU} << 32U);
  return (rk & 1U) != 0 ? number / 100 : number;
}

base::Result<std::unique_ptr<SheetRows>> XlsSheetRows::open(std::shared_ptr<const StoredBytes> bytes,
                                                            std::uint64_t offset, XlsGlobals& globals,
                                                            StringStore& strings) {
  auto rows = std::unique_ptr<XlsSheetRows>(new XlsSheetRows(std::move(bytes), globals, strings));
  RETURN_IF_FAILED(rows->survey(offset));
  return rows;
}

// Looks once through the sheet for its end and for cells out of order. What is broken is reported when it is read.
base::Result<> XlsSheetRows::survey(std::uint64_t offset) {
  stream_.seek(offset);
  BiffRecord record;
  ASSIGN_OR_RETURN(const bool found, stream_.next(record));
  if (!found || record.type != biff::begin_of_substream) {
    return base::failure(workbook_is_damaged("a sheet is not where its list says", offset));
  }
  begin_ = stream_.position();
  end_ = stream_.size();
  bool in_order = true;
  std::uint16_t last_row = 0;
  using Place = std::pair<std::uint16_t, std::uint64_t>;
  std::vector<Place> places;
  const auto look = [&]() -> base::Result<> {
    for (;;) {
      ASSIGN_OR_RETURN(const bool more, next_cell(record));
      if (!more) return {};
      const auto row = u16_at(record.data, 0);
      in_order = in_order && row >= last_row;
      last_row = row;
      if (places.size() < max_unordered_cells) places.emplace_back(row, record.offset);
      if (places.size() == max_unordered_cells && !in_order) {
        return base::failure(sheet_too_large, "The sheet holds more than 4,000,000 cells in no order.",
                             "Open the file in a spreadsheet program and save it again as .xlsx.");
      }
    }
  };
  const auto looked = look();
  if (!looked && looked.error().kind != &workbook_damaged) return looked;
  if (!in_order) {
    std::stable_sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.first < b.first; });
    order_.emplace();
    for (const auto& place : places) order_->push_back(place.second);
  }
  end_ = stream_.position();
  stream_.seek(begin_);
  return {};
}

double XlsSheetRows::fraction_read() const {
  if (order_) return order_->empty() ? 1 : static_cast<double>(next_in_order_) / static_cast<double>(order_->size());
  if (end_ <= begin_) return 1;
  return static_cast<double>(stream_.position() - begin_) / static_cast<double>(end_ - begin_);
}

// The next record that holds a cell's value. Charts inside the sheet are substreams of their own and passed over.
base::Result<bool> XlsSheetRows::next_cell(BiffRecord& record) {
  if (order_) {
    if (next_in_order_ == order_->size()) return false;
    stream_.seek((*order_)[next_in_order_++]);
    return stream_.next(record);
  }
  for (std::uint32_t depth = 0;;) {
    ASSIGN_OR_RETURN(const bool more, stream_.next(record));
    if (!more) return base::failure(workbook_is_damaged("a sheet is cut off", stream_.position()));
    if (record.type == biff::begin_of_substream) {
      ++depth;
    } else if (record.type == biff::end_of_substream) {
      if (depth == 0) {
        stream_.seek(record.offset);
        return false;
      }
      --depth;
    } else if (const auto least = least_size(record.type); depth == 0 && least > 0) {
      if (record.data.size() >= least) return true;
      return base::failure(workbook_is_damaged("a cell is cut off", record.offset));
    }
  }
}

base::Result<bool> XlsSheetRows::next(SheetRow& row) {
  BiffRecord record;
  std::optional<std::uint32_t> number;
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, next_cell(record));
    if (!more) break;
    const auto here = u16_at(record.data, 0) + std::uint32_t{1};
    if (number && here != *number) {
      stream_.seek(record.offset);
      if (order_) --next_in_order_;
      break;
    }
    if (!number) row.start(here);
    number = here;
    RETURN_IF_FAILED(take(record, row));
  }
  if (!number) return false;
  row.finish();
  return true;
}

base::Result<> XlsSheetRows::take(const BiffRecord& record, SheetRow& row) {
  const auto data = record.data;
  const std::uint32_t column = u16_at(data, 2);
  const std::uint32_t style = u16_at(data, 4);
  switch (record.type) {
    case biff::number:
      return add_number(row, column, style, double_at(data, 6));
    case biff::rk:
      return add_number(row, column, style, number_of_rk(u32_at(data, 6)));
    case biff::mul_rk:
      return take_many_numbers(record, row);
    case biff::label_shared:
      return take_shared(record, row);
    case biff::label:
    case biff::rich_label:
      return take_text(BiffFields(stream_, data.subspan(6)), row, column);
    case biff::bool_or_error:
      return add_bool_or_error(row, column, data[6], data[7] != 0);
    default:
      return take_formula(record, row);
  }
}

base::Result<> XlsSheetRows::take_many_numbers(const BiffRecord& record, SheetRow& row) {
  const auto data = record.data;
  std::uint32_t column = u16_at(data, 2);
  for (std::size_t at = 4; at + 6 <= data.size() - 2; at += 6) {
    RETURN_IF_FAILED(add_number(row, column++, u16_at(data, at), number_of_rk(u32_at(data, at + 2))));
  }
  return {};
}

base::Result<> XlsSheetRows::take_shared(const BiffRecord& record, SheetRow& row) {
  const std::uint32_t column = u16_at(record.data, 2);
  const auto index = u32_at(record.data, 6);
  if (index >= strings_.size()) {
    row.warn(CellWarning::Kind::lost_text, column, std::to_string(index));
    return {};
  }
  ASSIGN_OR_RETURN(const auto text, strings_.get(index));
  return add(row, column, text);
}

base::Result<> XlsSheetRows::take_text(BiffFields fields, SheetRow& row, std::uint32_t column) {
  text_.clear();
  RETURN_IF_FAILED(globals_.text.read(fields, 2, text_));
  return add(row, column, text_);
}

base::Result<> XlsSheetRows::take_formula(const BiffRecord& record, SheetRow& row) {
  const auto data = record.data;
  const std::uint32_t column = u16_at(data, 2);
  const bool is_number = u16_at(data, 12) != 0xFFFF;
  if (is_number) return add_number(row, column, u16_at(data, 4), double_at(data, 6));
  switch (data[6]) {
    case 0:
      return take_formula_text(row, column);
    case 1:
    case 2:
      return add_bool_or_error(row, column, data[8], data[6] == 2);
    default:
      return {};
  }
}

// The text stands in a STRING record of its own, perhaps after the formula others share.
base::Result<> XlsSheetRows::take_formula_text(SheetRow& row, std::uint32_t column) {
  BiffRecord record;
  for (;;) {
    ASSIGN_OR_RETURN(const auto type, stream_.peek());
    const bool between =
        type == biff::shared_formula || type == biff::array || type == biff::table || type == biff::continuation;
    if (!between && type != biff::string) {
      row.warn(CellWarning::Kind::uncalculated_formula, column);
      return {};
    }
    RETURN_IF_FAILED(stream_.next(record));
    if (type == biff::string) return take_text(BiffFields(stream_, record.data), row, column);
  }
}

base::Result<> XlsSheetRows::add(SheetRow& row, std::uint32_t column, std::string_view text) {
  if (column >= SheetLimits::max_columns) {
    return base::failure(workbook_is_damaged("row " + std::to_string(row.number()) + " has a cell in column " +
                                             std::to_string(column + 1) + ", which no sheet has"));
  }
  if (!row.add(column, text)) return base::failure(row_too_long(row.number()));
  return {};
}

base::Result<> XlsSheetRows::add_number(SheetRow& row, std::uint32_t column, std::uint32_t style, double number) {
  text_.clear();
  const auto& kinds = globals_.style_kinds;
  append_formatted(text_, number, style < kinds.size() ? kinds[style] : NumberKind::plain, globals_.date_system);
  return add(row, column, text_);
}

base::Result<> XlsSheetRows::add_bool_or_error(SheetRow& row, std::uint32_t column, unsigned char value,
                                               bool is_error) {
  if (!is_error) return add(row, column, value != 0 ? "true" : "false");
  row.warn(CellWarning::Kind::error_value, column, error_name(value));
  return {};
}

}  // namespace imports
