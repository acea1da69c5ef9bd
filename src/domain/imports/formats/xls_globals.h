#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/biff_stream.h"
#include "domain/imports/formats/spreadsheet_number.h"
#include "domain/imports/formats/spreadsheet_row.h"
#include "domain/imports/formats/spreadsheet_strings.h"
#include "domain/imports/formats/transcoder.h"

namespace imports {

/// The texts of a workbook: 8-bit in a code page before Excel 97 (BIFF5), Unicode since (BIFF8).
class XlsText {
 public:
  explicit XlsText(bool is_biff8) : is_biff8_(is_biff8) {}

  bool is_biff8() const { return is_biff8_; }
  /// The CODEPAGE record's number; an unknown one is taken for Windows-1252.
  base::Result<> set_code_page(std::uint32_t number);
  /// Appends a text whose length takes `length_width` bytes.
  base::Result<> read(BiffFields& fields, std::size_t length_width, std::string& out);

 private:
  bool is_biff8_;
  std::unique_ptr<Transcoder> code_page_;
  std::string bytes_;
};

/// What the front part of a workbook stream says about all of its sheets.
struct XlsGlobals {
  XlsText text{true};
  DateSystem date_system = DateSystem::from_1900;
  std::vector<Workbook::Sheet> sheets;       ///< worksheets only
  std::vector<std::uint64_t> sheet_offsets;  ///< where each one's records begin
  std::vector<NumberKind> style_kinds;       ///< what a cell's XF record makes of a number
  std::uint64_t shared_strings_offset = 0;   ///< 0 when there are none

  /// Fails with file_encrypted, not_a_workbook, workbook_damaged.
  static base::Result<XlsGlobals> read(BiffStream& stream);
};

/// Reads the shared strings; a list that is cut off gives those before the cut.
base::Result<StringStore> read_shared_strings(BiffStream& stream, std::uint64_t offset);

}  // namespace imports
