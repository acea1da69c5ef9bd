#include <boost/json.hpp>

#include "domain/imports/imports.h"
#include "domain/imports/imports_store.h"

namespace imports {
namespace {

namespace json = boost::json;

constexpr std::uint64_t rows_per_page = 2'000;

/// One CSV cell (RFC 4180).
void append_cell(std::string& line, std::string_view cell, char delimiter) {
  if (!line.empty()) line += delimiter;
  const bool quoted =
      cell.find_first_of("\"\r\n") != std::string_view::npos || cell.find(delimiter) != std::string_view::npos;
  if (!quoted) {
    line += cell;
    return;
  }
  line += '"';
  for (const char c : cell) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

std::string what_is_wrong(const std::string& problems) {
  std::string text;
  const json::value parsed = json::parse(problems);
  for (const json::value& problem : parsed.as_array()) {
    if (!text.empty()) text += " | ";
    text += std::string(problem.at("message").as_string()) + " " + std::string(problem.at("cure").as_string());
  }
  return text;
}

std::string row_line(const ImportError& row, std::size_t columns) {
  constexpr char delimiter = ',';
  std::string line = std::to_string(row.row_number);
  append_cell(line, what_is_wrong(row.problems), delimiter);
  const json::value parsed = json::parse(row.cells);
  const json::array& cells = parsed.as_array();
  for (std::size_t i = 0; i < std::max(columns, cells.size()); ++i) {
    append_cell(line, i < cells.size() ? std::string_view(cells[i].as_string()) : std::string_view{}, delimiter);
  }
  return line + "\r\n";
}

}  // namespace

base::Result<std::uint64_t> ImportService::export_quarantine(base::Uuid job_id,
                                                             const std::function<void(std::string_view)>& write) {
  ASSIGN_OR_RETURN(const ImportJob job, find(job_id));
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  ASSIGN_OR_RETURN(const auto columns_text, store::columns_of_job(*connection, job_id));
  const json::value parsed = json::parse(columns_text);
  const json::array& columns = parsed.as_array();
  std::string header(quarantine_row_column);
  append_cell(header, quarantine_problem_column, ',');
  for (const json::value& column : columns) append_cell(header, column.as_string(), ',');
  write(header + "\r\n");

  std::uint64_t written = 0;
  std::uint64_t after = 0;
  for (;;) {
    ASSIGN_OR_RETURN(const auto rows, store::kept_rows(*connection, job_id, "reject", after, rows_per_page));
    if (rows.empty()) return written;
    for (const ImportError& row : rows) write(row_line(row, columns.size()));
    written += rows.size();
    after = rows.back().row_number;
  }
}

}  // namespace imports
