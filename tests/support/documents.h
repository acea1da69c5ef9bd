#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/imports/formats/record_reader.h"
#include "support/records.h"

namespace test {

/// A record whose values are looked up by column; columns without a value are left out.
struct NamedRecord : KeptRecord {
  std::map<std::string, std::string> values;

  std::string at(const std::string& column) const {
    const auto found = values.find(column);
    return found == values.end() ? "" : found->second;
  }
  bool operator==(const NamedRecord& other) const {
    return values == other.values && number == other.number && line == other.line && raw == other.raw &&
           byte_offset == other.byte_offset && problems == other.problems;
  }
};

/// A document read to its end, or to the failure that stopped it.
struct Document {
  std::vector<NamedRecord> records;
  std::vector<std::string> columns;
  std::optional<base::Problem> failure;

  std::string failure_code() const { return failure ? std::string(failure->code()) : "none"; }
};

inline Document read_document(imports::RecordReader& reader) {
  Document document;
  imports::Record record;
  for (;;) {
    const auto more = reader.next(record);
    if (!more) document.failure = more.error();
    if (!more || !*more) break;
    auto& named = document.records.emplace_back(NamedRecord{keep(record), {}});
    for (std::size_t column = 0; column < named.fields.size(); ++column) {
      if (!named.fields[column].empty()) named.values[reader.columns()[column]] = named.fields[column];
    }
  }
  document.columns = reader.columns();
  return document;
}

}  // namespace test
