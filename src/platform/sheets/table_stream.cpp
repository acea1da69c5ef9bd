#include "platform/sheets/table_stream.h"

#include <utility>

#include "base/csv_cell.h"

namespace platform::sheets {
namespace {

void add_cell(std::string& line, std::string_view text, bool is_first) {
  if (!is_first) line += ',';
  base::append_csv_cell(line, text);
}

}  // namespace

std::string_view content_type(TableFormat format) {
  return format == TableFormat::csv ? "text/csv; charset=utf-8; header=present" : workbook_type;
}

std::string csv_heading(std::span<const Column> columns) {
  std::string line;
  for (const Column& column : columns) add_cell(line, column.name, &column == columns.data());
  return line + "\r\n";
}

std::string csv_line(std::span<const Cell> cells) {
  std::string line;
  for (const Cell& cell : cells)
    add_cell(line, cell.is_number ? cell.text : base::without_formula(cell.text), &cell == cells.data());
  return line + "\r\n";
}

TableStream::TableStream(TableFormat format, std::string name, std::vector<Column> columns) {
  if (format == TableFormat::csv) {
    csv_ = csv_heading(columns);
  } else {
    workbook_.emplace(std::move(name), std::move(columns));
  }
}

base::Result<> TableStream::row(std::span<const Cell> cells) {
  if (workbook_) return workbook_->row(cells);
  csv_ += csv_line(cells);
  return {};
}

void TableStream::finish() {
  if (workbook_) workbook_->finish();
}

std::string TableStream::take() {
  return workbook_ ? workbook_->take() : std::exchange(csv_, {});
}

}  // namespace platform::sheets
