#include "domain/imports/detected.h"

namespace imports {

Detected detected_of(const Sniffed& sniffed) {
  Detected detected;
  const Dialect& dialect = sniffed.dialect;
  detected.format = to_string(dialect.format);
  detected.encoding = dialect.encoding;
  detected.compression = to_string(dialect.compression);
  if (dialect.format == Format::csv) detected.delimiter = std::string(1, dialect.delimiter);
  for (const ColumnProfile& column : sniffed.columns) detected.columns.push_back(column.name);
  detected.zip_entry = dialect.zip_entry;
  detected.sheet = dialect.sheet;
  detected.other_entries = sniffed.other_entries;
  detected.other_sheets = sniffed.other_sheets;
  for (const base::Problem& note : sniffed.notes) {
    detected.notes.push_back({std::string(note.code()), note.message, note.cure});
  }
  return detected;
}

}  // namespace imports
