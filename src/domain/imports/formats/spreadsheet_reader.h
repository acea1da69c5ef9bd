#pragma once

#include <memory>

#include "base/result.h"
#include "domain/imports/formats/dialect.h"
#include "domain/imports/formats/record_reader.h"
#include "domain/imports/formats/spreadsheet_workbook.h"

namespace imports {

/// Reads the records of the sheet `dialect` names.
base::Result<std::unique_ptr<RecordReader>> read_spreadsheet(OpenWorkbook opened, const Dialect& dialect);

}  // namespace imports
