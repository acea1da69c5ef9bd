#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/imports/validate/row_mapper.h"

namespace imports {

/// A mapping document and a file's columns, with short ways to map one row and look at what came out.
class Mapper {
 public:
  Mapper(std::string_view json, std::vector<std::string> columns)
      : mapper_(RowMapper::create(parse_mapping(json).value(), columns).value()) {}

  /// Maps the cells of one row that stands on line 42.
  Mapper& map(const std::vector<std::string_view>& cells) {
    Record record;
    record.fields = cells;
    return map(record);
  }
  Mapper& map(Record record) {
    record.number = 41;
    record.line = 42;
    record.byte_offset = 1234;
    mapper_.map(record, row_);
    return *this;
  }

  const MappedRow& row() const { return row_; }

  /// The value; "(empty)" when stated empty, "(not stated)" when nothing is said.
  std::string value(catalog::OfferField field) const {
    if (!row_.values.is_stated(field)) return "(not stated)";
    const auto found = row_.values.get(field);
    return found ? std::string(*found) : "(empty)";
  }

  /// The codes of the problems, in order, joined with a blank; rejecting ones end in an exclamation mark.
  std::string problems() const {
    std::string out;
    for (const auto& found : row_.problems) {
      if (!out.empty()) out += ' ';
      out += found.problem.code();
      if (found.severity == Severity::reject) out += '!';
    }
    return out;
  }

 private:
  RowMapper mapper_;
  MappedRow row_;
};

/// A mapper of "sku" and one more field, whose rule is given as JSON; the columns are "ref" and "value".
inline Mapper one_field(std::string_view field, std::string_view rule = R"({"from": "value"})",
                        std::string_view more = "") {
  auto json = R"({"fields": {"sku": "ref", ")" + std::string(field) + R"(": )" + std::string(rule) + "}";
  if (!more.empty()) json.append(", ").append(more);
  return {json + "}", {"ref", "value"}};
}

}  // namespace imports
