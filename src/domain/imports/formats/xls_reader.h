#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "domain/imports/formats/record_reader.h"
#include "domain/imports/formats/spreadsheet_row.h"

namespace imports {

/// Reads one sheet of an Excel 5.0 to 2003 workbook (BIFF5, BIFF8). Fails with file_unreadable, file_encrypted,
/// not_a_workbook, workbook_damaged, sheet_missing, header_missing.
base::Result<std::unique_ptr<RecordReader>> open_xls(const std::filesystem::path& path, const Dialect& dialect);

/// The workbook behind it. `path` is the workbook itself, not compressed again; problems call it `shown_name`.
base::Result<std::unique_ptr<Workbook>> open_xls_workbook(const std::filesystem::path& path,
                                                          std::string_view shown_name);

}  // namespace imports
