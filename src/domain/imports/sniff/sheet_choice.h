#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "domain/imports/mapping/mapping.h"
#include "domain/imports/sniff/header_row.h"
#include "domain/imports/sniff/unread.h"

namespace imports::sniffing {

/// The sheet of a workbook that looks most like a price list.
struct SheetChoice {
  std::string sheet;
  HeaderRow header;
  std::uint64_t data_rows = 0;  ///< estimated
  double confidence = 0;
  std::string reason;
  Unread others;  ///< the other sheets that have rows
};

/// Fails with the problems of workbooks, and with file_empty when no sheet has rows.
base::Result<SheetChoice> choose_sheet(const std::filesystem::path& path, const Dialect& dialect,
                                       const Mapping::FileHints& hints);

}  // namespace imports::sniffing
