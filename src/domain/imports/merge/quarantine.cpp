#include "domain/imports/merge/quarantine.h"

#include <algorithm>

#include "base/json_writer.h"

namespace imports {
namespace {

/// PostgreSQL's text has no NUL; the mark for an unreadable character takes its place.
std::string without_nul(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == '\0') {
      out += "\xEF\xBF\xBD";
    } else {
      out += c;
    }
  }
  return out;
}

std::string cells_json(const Record& record) {
  base::JsonWriter json;
  json.begin_array();
  for (const std::string_view field : record.fields) json.value(field);
  json.end_array();
  return json.take();
}

std::string problems_json(const std::vector<RowProblem>& problems) {
  base::JsonWriter json;
  json.begin_array();
  for (const RowProblem& found : problems) {
    json.begin_object();
    json.member("severity", to_string(found.severity));
    json.member("code", found.problem.code());
    json.member("field", found.problem.place.field);
    json.member("message", found.problem.message);
    json.member("cure", found.problem.cure);
    json.end_object();
  }
  json.end_array();
  return json.take();
}

}  // namespace

KeptRow keep_row(const Record& record, const MappedRow& row) {
  KeptRow kept;
  kept.row_number = record.number;
  kept.line = record.line;
  kept.byte_offset = record.byte_offset;
  kept.rejected = row.rejected;
  const auto first = std::find_if(row.problems.begin(), row.problems.end(), [&](const RowProblem& found) {
    return !row.rejected || found.severity == Severity::reject;
  });
  if (first != row.problems.end()) {
    kept.code = first->problem.code();
    kept.field = first->problem.place.field;
  }
  kept.raw = without_nul(record.raw);
  kept.cells = cells_json(record);
  kept.problems = problems_json(row.problems);
  return kept;
}

}  // namespace imports
