#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "base/csv_cell.h"
#include "domain/imports/dry_run_store.h"
#include "domain/imports/imports.h"
#include "domain/imports/imports_store.h"

namespace imports {
namespace {

namespace json = boost::json;

constexpr std::uint64_t rows_per_page = 2'000;

void add_cell(std::string& line, std::string_view cell) {
  line += ',';
  base::append_csv_cell(line, cell);
}

/// Typographic marks written as plain ones: the file stays readable when a spreadsheet saves it in another encoding.
std::string plain_marks(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> marks{{{"“", "\""},
                                                                                       {"”", "\""},
                                                                                       {"„", "\""},
                                                                                       {"‘", "'"},
                                                                                       {"’", "'"},
                                                                                       {"…", "..."},
                                                                                       {"–", "-"},
                                                                                       {"—", "-"},
                                                                                       {"→", "->"}}};
  std::string plain;
  while (!text.empty()) {
    const auto mark = std::ranges::find_if(marks, [text](const auto& known) { return text.starts_with(known.first); });
    if (mark == marks.end()) {
      plain += text.front();
      text.remove_prefix(1);
    } else {
      plain += mark->second;
      text.remove_prefix(mark->first.size());
    }
  }
  return plain;
}

std::string what_is_wrong(const std::string& problems) {
  std::string text;
  const json::value parsed = json::parse(problems);
  for (const json::value& problem : parsed.as_array()) {
    if (!text.empty()) text += " | ";
    text += std::string(problem.at("message").as_string()) + " " + std::string(problem.at("cure").as_string());
  }
  return plain_marks(text);
}

std::string row_line(const ImportError& row, std::size_t columns) {
  std::string line = std::to_string(row.row_number);
  add_cell(line, what_is_wrong(row.problems));
  const json::value parsed = json::parse(row.cells);
  const json::array& cells = parsed.as_array();
  for (std::size_t i = 0; i < std::max(columns, cells.size()); ++i) {
    add_cell(line, i < cells.size() ? std::string_view(cells[i].as_string()) : std::string_view{});
  }
  return line + "\r\n";
}

}  // namespace

base::Result<std::string> ImportService::columns_of(base::Uuid job_id) {
  {
    ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
    ASSIGN_OR_RETURN(auto dry_run, store::find_dry_run(*connection, job_id));
    if (dry_run) return std::move(dry_run->columns);
  }
  RETURN_IF_FAILED(find(job_id));
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  return store::columns_of_job(*connection, job_id);
}

base::Result<QuarantineExport> ImportService::open_quarantine(base::Uuid job_id) {
  ASSIGN_OR_RETURN(const std::string columns_text, columns_of(job_id));
  const json::value parsed = json::parse(columns_text);
  std::string header(quarantine_row_column);
  add_cell(header, quarantine_problem_column);
  for (const json::value& column : parsed.as_array()) add_cell(header, column.as_string());
  return QuarantineExport(*this, job_id, header + "\r\n", parsed.as_array().size());
}

base::Result<bool> QuarantineExport::next(std::string& text) {
  text.clear();
  if (!header_.empty()) {
    text.swap(header_);
    return true;
  }
  ASSIGN_OR_RETURN(const auto rows, imports_->errors(job_id_, "reject", after_, rows_per_page));
  for (const ImportError& row : rows) text += row_line(row, columns_);
  rows_ += rows.size();
  if (!rows.empty()) after_ = rows.back().row_number;
  return !rows.empty();
}

base::Result<std::uint64_t> ImportService::export_quarantine(base::Uuid job_id,
                                                             const std::function<void(std::string_view)>& write) {
  ASSIGN_OR_RETURN(QuarantineExport rows, open_quarantine(job_id));
  std::string text;
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, rows.next(text));
    if (!more) return rows.rows();
    write(text);
  }
}

}  // namespace imports
