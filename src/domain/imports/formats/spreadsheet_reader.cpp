#include "domain/imports/formats/spreadsheet_reader.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/csv_cell.h"
#include "domain/imports/formats/column_names.h"
#include "domain/imports/formats/csv_reader.h"
#include "domain/imports/formats/spreadsheet.h"

namespace imports {
namespace {

base::Problem describe(const CellWarning& warning, std::uint32_t row, const std::string& column) {
  base::Place place;
  place.row = row;
  place.column = warning.column + std::uint64_t{1};
  place.field = column;
  const auto cell = "Cell " + cell_address(warning.column, row);
  if (warning.kind == CellWarning::Kind::uncalculated_formula) {
    return {&formula_without_value, cell + " holds a formula whose result was never saved.",
            "It is read as empty; open the file in a spreadsheet program, save it, and import it again.",
            std::move(place)};
  }
  if (warning.kind == CellWarning::Kind::lost_text) {
    return {&cell_error, cell + " refers to text number " + warning.detail + ", which the file does not hold.",
            "It is read as empty; open the file in a spreadsheet program, correct the cell and save it again.",
            std::move(place)};
  }
  return {&cell_error, cell + " holds the error " + warning.detail + ".",
          "It is read as empty; correct the cell in the spreadsheet.", std::move(place)};
}

class SpreadsheetReader final : public RecordReader {
 public:
  SpreadsheetReader(OpenWorkbook opened, std::unique_ptr<SheetRows> rows)
      : opened_(std::move(opened)), rows_(std::move(rows)) {}

  base::Result<> begin(const Dialect& dialect, const std::string& sheet);

  const std::vector<std::string>& columns() const override { return columns_.names(); }
  base::Result<bool> next(Record& record) override;

 private:
  base::Result<> read_header(std::uint32_t header_row, const std::string& sheet);
  base::Result<bool> find_record_row();
  void fill(Record& record);
  void write_raw();

  OpenWorkbook opened_;
  std::unique_ptr<SheetRows> rows_;
  ColumnNames columns_;
  SheetRow row_;
  bool has_row_ = false;  // row_ was read ahead
  std::uint32_t first_data_row_ = 1;
  std::uint64_t records_ = 0;
  std::string raw_;
};

base::Result<> SpreadsheetReader::begin(const Dialect& dialect, const std::string& sheet) {
  first_data_row_ = std::max(dialect.first_data_row, dialect.header_row + 1);
  if (dialect.header_row > 0) return read_header(dialect.header_row, sheet);
  ASSIGN_OR_RETURN(has_row_, find_record_row());
  if (has_row_) columns_.widen_to(row_.width());
  return {};
}

base::Result<> SpreadsheetReader::read_header(std::uint32_t header_row, const std::string& sheet) {
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, rows_->next(row_));
    if (!more || row_.number() > header_row) {
      base::Place place;
      place.row = header_row;
      return base::failure(
          csv_header_missing, "Row " + std::to_string(header_row) + " of sheet “" + sheet + "” holds no column names.",
          "Say which row of the sheet the column names are in, or choose another sheet.", std::move(place));
    }
    if (row_.number() == header_row && !row_.cells().empty()) break;
  }
  for (const auto& cell : row_.cells()) {
    columns_.widen_to(cell.column);
    columns_.add(row_.text(cell));
  }
  return {};
}

base::Result<bool> SpreadsheetReader::find_record_row() {
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, rows_->next(row_));
    if (!more) return false;
    if (row_.number() >= first_data_row_ && !row_.is_blank()) return true;
  }
}

base::Result<bool> SpreadsheetReader::next(Record& record) {
  if (!std::exchange(has_row_, false)) {
    ASSIGN_OR_RETURN(const bool found, find_record_row());
    if (!found) return false;
  }
  fill(record);
  return true;
}

void SpreadsheetReader::fill(Record& record) {
  columns_.widen_to(row_.width());
  record.number = ++records_;
  record.line = row_.number();
  record.byte_offset = 0;
  record.fields.assign(columns_.size(), std::string_view(""));
  for (const auto& cell : row_.cells()) record.fields[cell.column] = row_.text(cell);
  write_raw();
  record.raw = raw_;
  record.problems.clear();
  for (const auto& warning : row_.warnings()) {
    const auto& names = columns_.names();
    const auto name = warning.column < names.size() ? names[warning.column] : std::string();
    record.problems.push_back({RecordProblem::Severity::warn, describe(warning, row_.number(), name)});
  }
}

void SpreadsheetReader::write_raw() {
  raw_.clear();
  std::size_t column = 0;
  for (const auto& cell : row_.cells()) {
    raw_.append(cell.column - column, ',');
    base::append_csv_cell(raw_, row_.text(cell));
    column = cell.column;
  }
}

}  // namespace

base::Result<std::unique_ptr<RecordReader>> read_spreadsheet(OpenWorkbook opened, const Dialect& dialect) {
  ASSIGN_OR_RETURN(const auto index, find_sheet(*opened.workbook, dialect.sheet));
  const auto name = opened.workbook->sheets()[index].name;
  ASSIGN_OR_RETURN(auto rows, opened.workbook->open_sheet(index));
  auto reader = std::make_unique<SpreadsheetReader>(std::move(opened), std::move(rows));
  RETURN_IF_FAILED(reader->begin(dialect, name));
  return reader;
}

}  // namespace imports
