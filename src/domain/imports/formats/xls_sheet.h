#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/imports/formats/biff_stream.h"
#include "domain/imports/formats/spreadsheet_row.h"
#include "domain/imports/formats/xls_globals.h"

namespace imports {

/// The number an RK value packs into four bytes ([MS-XLS] 2.5.218).
double number_of_rk(std::uint32_t rk);

/// The rows of one worksheet's records. Cells are read as they come; only where their rows are out of order are the
/// places of all cell records kept and sorted.
class XlsSheetRows final : public SheetRows {
 public:
  /// `strings` and `globals` belong to the workbook.
  static base::Result<std::unique_ptr<SheetRows>> open(std::shared_ptr<const StoredBytes> bytes, std::uint64_t offset,
                                                       XlsGlobals& globals, StringStore& strings);

  base::Result<bool> next(SheetRow& row) override;
  double fraction_read() const override;

 private:
  XlsSheetRows(std::shared_ptr<const StoredBytes> bytes, XlsGlobals& globals, StringStore& strings)
      : stream_(std::move(bytes)), globals_(globals), strings_(strings) {}

  base::Result<> survey(std::uint64_t offset);
  base::Result<bool> next_cell(BiffRecord& record);
  base::Result<> take(const BiffRecord& record, SheetRow& row);
  base::Result<> take_many_numbers(const BiffRecord& record, SheetRow& row);
  base::Result<> take_shared(const BiffRecord& record, SheetRow& row);
  base::Result<> take_text(BiffFields fields, SheetRow& row, std::uint32_t column);
  base::Result<> take_formula(const BiffRecord& record, SheetRow& row);
  base::Result<> take_formula_text(SheetRow& row, std::uint32_t column);
  base::Result<> add(SheetRow& row, std::uint32_t column, std::string_view text);
  base::Result<> add_number(SheetRow& row, std::uint32_t column, std::uint32_t style, double number);
  base::Result<> add_bool_or_error(SheetRow& row, std::uint32_t column, unsigned char value, bool is_error);

  BiffStream stream_;
  XlsGlobals& globals_;
  StringStore& strings_;
  std::uint64_t begin_ = 0;
  std::uint64_t end_ = 0;
  std::optional<std::vector<std::uint64_t>>
      order_;  // places of the cell records by row, when the file's order is not that
  std::size_t next_in_order_ = 0;
  std::string text_;
};

}  // namespace imports
