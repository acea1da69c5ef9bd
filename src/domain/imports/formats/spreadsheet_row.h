#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace imports {

/// Something about a cell the user should hear of.
struct CellWarning {
  enum class Kind : std::uint8_t { error_value, lost_text, uncalculated_formula };
  Kind kind = Kind::error_value;
  std::uint32_t column = 0;  ///< 0-based
  std::string detail;        ///< "#N/A", or the number of the text
};

/// The cells of one sheet row that hold text, their texts side by side in one buffer.
class SheetRow {
 public:
  struct Cell {
    std::uint32_t column = 0;  ///< 0-based
    std::size_t begin = 0;
    std::size_t size = 0;
  };

  /// Empties the row; `number` is its 1-based place in the sheet.
  void start(std::uint32_t number);
  /// Adds a cell; an empty text leaves no trace. False when the row outgrows ReadLimits.
  [[nodiscard]] bool add(std::uint32_t column, std::string_view text);
  void warn(CellWarning::Kind kind, std::uint32_t column, std::string_view detail = {});
  /// To be called once the row is complete: puts the cells in order; of two in one place the later stays.
  void finish();

  std::uint32_t number() const { return number_; }
  std::span<const Cell> cells() const { return cells_; }
  std::string_view text(const Cell& cell) const { return std::string_view(text_).substr(cell.begin, cell.size); }
  std::span<const CellWarning> warnings() const { return warnings_; }
  bool is_blank() const { return cells_.empty() && warnings_.empty(); }
  /// One past the last column that holds text or a warning.
  std::size_t width() const { return width_; }

 private:
  std::uint32_t number_ = 0;
  std::size_t width_ = 0;
  std::string text_;
  std::vector<Cell> cells_;
  std::vector<CellWarning> warnings_;
};

/// The rows of one sheet from top to bottom, in bounded memory.
class SheetRows {
 public:
  virtual ~SheetRows() = default;
  /// The next row the file has, blank or not; false at the sheet's end. A failure is final.
  virtual base::Result<bool> next(SheetRow& row) = 0;
  /// How much of the sheet has been read, 0 to 1.
  virtual double fraction_read() const = 0;
};

/// A workbook opened for reading, whatever its format.
class Workbook {
 public:
  struct Sheet {
    std::string name;
    bool hidden = false;
  };

  virtual ~Workbook() = default;
  virtual std::span<const Sheet> sheets() const = 0;
  /// The rows of sheets()[index]. The workbook must outlive them.
  virtual base::Result<std::unique_ptr<SheetRows>> open_sheet(std::size_t index) = 0;
};

/// "B12" for column 1 of row 12.
std::string cell_address(std::uint32_t column, std::uint32_t row);

/// The failure of a row that add() refused.
base::Problem row_too_long(std::uint32_t row);

}  // namespace imports
