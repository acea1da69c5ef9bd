#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "domain/imports/formats/record_reader.h"

namespace test {

/// What a reader gives, in a form easy to compare: one line "row: field|field" a record, then "code" of each problem in
/// brackets; a failure is the last line.
inline std::vector<std::string> lines_of(base::Result<std::unique_ptr<imports::RecordReader>> reader) {
  if (!reader) return {std::string(reader.error().code())};
  std::vector<std::string> lines;
  imports::Record record;
  for (;;) {
    const auto more = (*reader)->next(record);
    if (!more) lines.emplace_back(more.error().code());
    if (!more || !*more) return lines;
    std::string line = std::to_string(record.line) + ":";
    for (const auto field : record.fields) line.append(line.back() == ':' ? " " : "|").append(field);
    for (const auto& problem : record.problems) line.append(" [").append(problem.problem.code()).append("]");
    lines.push_back(std::move(line));
  }
}

}  // namespace test
