#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "domain/imports/formats/dialect.h"
#include "domain/imports/formats/spreadsheet_row.h"
#include "domain/imports/formats/temporary_file.h"

namespace imports {

/// A workbook with what must live as long as it does.
struct OpenWorkbook {
  std::optional<TemporaryFile> unpacked;  ///< the workbook itself, when the file was compressed
  std::unique_ptr<Workbook> workbook;
};

/// Opens an XLSX or XLS file, also inside .gz or .zip.
base::Result<OpenWorkbook> open_workbook(const std::filesystem::path& path, const Dialect& dialect);

/// Which sheet `name` means: that one (case is ignored when nothing else fits); for "" the first that holds data,
/// visible ones before hidden ones. Fails with sheet_missing.
base::Result<std::size_t> find_sheet(Workbook& workbook, std::string_view name);

}  // namespace imports
