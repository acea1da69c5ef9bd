#include "domain/imports/formats/record_reader.h"

#include <array>

#include "domain/imports/formats/csv_reader.h"
#include "domain/imports/formats/file_place.h"
#include "domain/imports/formats/json_reader.h"
#include "domain/imports/formats/xls_reader.h"
#include "domain/imports/formats/xlsx_reader.h"
#include "domain/imports/formats/xml_reader.h"

namespace imports {
namespace {

struct Opener {
  Format format;
  base::Result<std::unique_ptr<RecordReader>> (*open)(const std::filesystem::path&, const Dialect&);
};

// A new format is a file with its reader and a line here.
constexpr std::array openers{
    Opener{Format::csv, open_csv},   Opener{Format::xlsx, open_xlsx},     Opener{Format::xls, open_xls},
    Opener{Format::json, open_json}, Opener{Format::ndjson, open_ndjson}, Opener{Format::xml, open_xml},
};

}  // namespace

base::Result<std::unique_ptr<RecordReader>> open_records(const std::filesystem::path& path, const Dialect& dialect) {
  for (const Opener& opener : openers) {
    if (opener.format == dialect.format) return opener.open(path, dialect);
  }
  return base::failure(file_unreadable, "No reader knows the format of " + shown_name(path, dialect) + ".",
                       "Save the file as CSV, XLSX, XLS, JSON, NDJSON or XML.");
}

}  // namespace imports
