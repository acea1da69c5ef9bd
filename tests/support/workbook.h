#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "domain/imports/formats/record_reader.h"
#include "support/result_check.h"
#include "support/temporary_folder.h"

namespace test {

/// What the importer itself reads of an XLSX workbook: the names of the columns, then the rows. `sheet`: "" the first.
inline std::vector<std::vector<std::string>> read_workbook(const std::string& workbook, const std::string& sheet = "") {
  const TemporaryFolder folder;
  const auto path = folder / "book.xlsx";
  std::ofstream(path, std::ios::binary) << workbook;
  imports::Dialect dialect;
  dialect.format = imports::Format::xlsx;
  dialect.sheet = sheet;
  const auto reader = must(imports::open_records(path, dialect));
  std::vector<std::vector<std::string>> rows{reader->columns()};
  imports::Record record;
  while (must(reader->next(record))) rows.emplace_back(record.fields.begin(), record.fields.end());
  return rows;
}

}  // namespace test
