#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/imports/formats/spreadsheet_number.h"
#include "domain/imports/formats/spreadsheet_row.h"
#include "domain/imports/formats/xlsx_shared_strings.h"
#include "domain/imports/formats/xlsx_xml.h"

namespace imports {

/// What the cells of a sheet refer to; belongs to the workbook.
struct XlsxCellContext {
  SharedStrings* strings = nullptr;  ///< null when the workbook has none
  const std::vector<NumberKind>* style_kinds = nullptr;
  DateSystem date_system = DateSystem::from_1900;
};

/// The 0-based column of a cell reference such as "AB12"; nothing when it does not begin with letters. References
/// beyond the last column give SheetLimits::max_columns.
std::optional<std::uint32_t> column_of_reference(std::string_view reference);

/// The rows of one worksheet's XML.
class XlsxSheetRows final : public SheetRows, private XmlPart {
 public:
  /// `size` is the part's uncompressed size as the archive declares it, used only for fraction_read().
  XlsxSheetRows(std::unique_ptr<ByteSource> source, std::string entry, std::uint64_t size, XlsxCellContext context);

  base::Result<bool> next(SheetRow& row) override;
  double fraction_read() const override;

 private:
  enum class CellType : std::uint8_t { number, shared, text, boolean, error, date };

  void on_start(std::string_view element, const XmlAttributes& attributes) override;
  void on_end(std::string_view element) override;
  void on_text(std::string_view text) override;
  void start_row(const XmlAttributes& attributes);
  void start_cell(const XmlAttributes& attributes);
  void end_cell();
  void end_shared();
  void end_number();
  void add(std::string_view text);
  void too_large(std::string message);

  std::uint64_t size_;
  XlsxCellContext context_;
  SheetRow* row_ = nullptr;  // where the row being read goes
  std::uint32_t rows_seen_ = 0;
  std::uint32_t row_number_ = 0;
  std::uint32_t next_column_ = 0;
  bool row_ready_ = false;
  bool in_row_ = false;

  bool in_cell_ = false;
  bool in_value_ = false;
  bool in_phonetic_ = false;
  bool has_formula_ = false;
  CellType type_ = CellType::number;
  std::uint32_t column_ = 0;
  std::uint32_t style_ = 0;
  std::string value_;
  std::string shown_;
};

}  // namespace imports
