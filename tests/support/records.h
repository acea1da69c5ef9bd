#pragma once

#include <string>
#include <utility>
#include <vector>

#include "domain/imports/formats/record_reader.h"
#include "support/result_check.h"

namespace test {

/// A record that outlives its reader.
struct KeptRecord {
  std::uint64_t number = 0;
  std::uint64_t line = 0;
  std::uint64_t byte_offset = 0;
  std::vector<std::string> fields;
  std::string raw;
  std::vector<std::string> problems;  // codes, "!" behind those that reject
  bool operator==(const KeptRecord&) const = default;
};

inline KeptRecord keep(const imports::Record& record) {
  KeptRecord kept{record.number, record.line, record.byte_offset, {}, std::string(record.raw), {}};
  for (const std::string_view field : record.fields) kept.fields.emplace_back(field);
  for (const imports::RecordProblem& found : record.problems) {
    const bool rejects = found.severity == imports::RecordProblem::Severity::reject;
    kept.problems.push_back(std::string(found.problem.code()) + (rejects ? "!" : ""));
  }
  return kept;
}

/// Reads to the end; a failure of the reader fails the test.
inline std::vector<KeptRecord> read_all(imports::RecordReader& reader) {
  std::vector<KeptRecord> records;
  imports::Record record;
  while (must(reader.next(record))) records.push_back(keep(record));
  return records;
}

}  // namespace test
