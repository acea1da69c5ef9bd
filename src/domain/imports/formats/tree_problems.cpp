#include "domain/imports/formats/tree_problems.h"

#include <cstdint>
#include <utility>

#include "base/text.h"
#include "domain/imports/formats/csv_reader.h"
#include "domain/imports/formats/file_place.h"

namespace imports {

std::string describe(const base::Place& place) {
  std::string text = "line " + base::group_thousands(place.line.value_or(1));
  if (place.column) text += ", column " + base::group_thousands(*place.column);
  if (place.byte) text += " (byte " + base::group_thousands(*place.byte) + ")";
  return text;
}

std::string excerpt(std::string_view text) {
  constexpr std::size_t shown = 30;
  const auto first_line = text.substr(0, text.find_first_of("\r\n", 1));
  std::string printable;
  for (const char c : base::utf8_prefix(first_line, shown)) {
    printable += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return first_line.size() > printable.size() ? printable + "…" : printable;
}

base::Problem record_too_long(base::Place place) {
  auto message = "The record at " + describe(place) + " is larger than " +
                 base::group_thousands(ReadLimits::max_record_bytes >> 20U) + " MB.";
  return {&csv_record_too_long, std::move(message),
          "Check that the right place of the file is taken as the record, or ask the supplier for a new export.",
          std::move(place)};
}

base::Problem record_path_missing(std::string_view record_path, const std::string& file) {
  std::string message = record_path.empty() ? "The file has nothing that could be a list of records."
                                            : "The file has no records at “" + std::string(record_path) + "”.";
  return {&record_path_not_found, std::move(message),
          "Give the path of the repeating element, or leave it out and let it be found.", place_in(file)};
}

void note_repairs(Record& record, RepairLog* repairs, std::uint64_t end, const std::string& file) {
  if (repairs == nullptr || repairs->empty()) return;
  const auto count = repairs->take_before(end);
  if (count == 0) return;
  record.problems.push_back(
      {RecordProblem::Severity::warn,
       {&encoding_repaired,
        "The record on line " + base::group_thousands(record.line) + " had " + base::group_thousands(count) +
            (count == 1 ? " character" : " characters") + " of another encoding.",
        "Check the accents of this record; set the encoding if many are wrong.",
        place_in(file, record.line, record.byte_offset)}});
}

}  // namespace imports
