#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/spreadsheet_number.h"
#include "domain/imports/formats/spreadsheet_row.h"
#include "domain/imports/formats/zip_archive.h"

namespace imports {

/// The parts an XLSX workbook is made of, found through its relationships.
struct XlsxPackage {
  ZipArchive archive;
  std::vector<Workbook::Sheet> sheets;     ///< worksheets only
  std::vector<std::string> sheet_entries;  ///< where each one's cells are
  std::string styles_entry;                ///< "" when there is none
  std::string shared_strings_entry;        ///< "" when there is none
  DateSystem date_system = DateSystem::from_1900;
  std::vector<NumberKind> style_kinds;  ///< what a cell's style (its place in cellXfs) makes of a number

  /// Fails with file_unreadable, file_encrypted, not_a_workbook, workbook_damaged and archive problems.
  static base::Result<XlsxPackage> open(const std::filesystem::path& path, std::string_view shown_name);
};

/// Reads which styles of styles.xml show dates and times.
base::Result<std::vector<NumberKind>> read_style_kinds(std::unique_ptr<ByteSource> styles);

}  // namespace imports
