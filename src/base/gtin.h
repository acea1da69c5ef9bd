#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace base {

/// How a GTIN was written. The lengths are GS1's; upc_e is the zero-suppressed form of a GTIN-12.
enum class GtinForm : std::uint8_t { gtin8, gtin12, gtin13, gtin14, upc_e };

/// What a GTIN's prefix says about it (GS1 General Specifications, prefix list). Everything but `trade_item` is a
/// reason to warn, not to refuse.
enum class GtinRange : std::uint8_t {
  trade_item,
  restricted,      ///< 02, 04, 20-29: numbers of one shop or one country, also GTIN-8 beginning with 2
  coupon,          ///< 05, 981-984, 99
  refund,          ///< 980
  demonstration,   ///< 952
  serial,          ///< 977, ISSN
  book,            ///< 978 and 979 except 9790, ISBN
  music,           ///< 9790, ISMN
  unassigned_low,  ///< GTIN-8 prefixes 000-099: company-internal velocity codes (03 drugs in GTIN-12 is trade_item)
};

/// A Global Trade Item Number with a right check digit. Kept as 14 digits; compared on them.
class Gtin {
 public:
  /// Takes 8, 12, 13 or 14 digits with a right check digit and nothing else. Fails with gtin_length, gtin_not_digits or
  /// gtin_checksum (whose message names the digit expected).
  static Result<Gtin> parse(std::string_view digits);

  /// The 14 digits, zero-padded on the left.
  std::string_view digits() const { return {digits_.data(), digits_.size()}; }
  /// The code in the length it was written in (a UPC-E in its eight digits).
  std::string written() const;
  GtinForm form() const { return form_; }

  /// First digit of the 14: 0 for the item itself, 1-8 a packaging level, 9 variable measure.
  int indicator() const { return digits_[0] - '0'; }
  /// The prefix range, judged on the form written (GTIN-8 has a table of its own; a 14's indicator is dropped first).
  GtinRange range() const;
  /// All zeros or nines, one digit repeated, 1234567890128 and its like: a code somebody typed to fill the column.
  bool is_placeholder() const;

  friend std::strong_ordering operator<=>(const Gtin& a, const Gtin& b) { return a.digits_ <=> b.digits_; }
  friend bool operator==(const Gtin& a, const Gtin& b) { return a.digits_ == b.digits_; }

 private:
  friend struct GtinReader;
  std::array<char, 14> digits_{};
  GtinForm form_ = GtinForm::gtin13;
};

/// The check digit ('0'-'9') for a body of digits, weights 3,1 from the right (GS1 General Specifications 7.9).
char gtin_check_digit(std::string_view body);

/// A change made to a written code before it was right. Each is provable from the code itself.
enum class GtinRepair : std::uint8_t {
  separators_removed,      ///< blanks, dashes, dots between digits, a leading apostrophe
  decimals_removed,        ///< ".0" or ",00" a spreadsheet added
  scientific_expanded,     ///< 3.760001234567E+12, every digit present
  leading_zeros_restored,  ///< the check digit agrees once zeros lost on the left are back
  upc_e_expanded,
};

std::string_view to_string(GtinRepair repair);
std::string_view to_string(GtinRange range);

/// What a cell of a supplier's file says about a GTIN.
struct GtinReading {
  std::optional<Gtin> gtin;  ///< the code, when the cell holds one or it could be repaired with proof
  std::optional<Gtin>
      alternative;  ///< an eight-digit code that is right both as GTIN-8 and as UPC-E: the UPC-E reading
  std::vector<GtinRepair> repairs;  ///< in the order they were made
  std::optional<Problem> problem;   ///< why there is no code; absent for an empty cell
};

/// Reads a GTIN as suppliers write it: repairs what can be proved, refuses what would be a guess (a shortened
/// scientific notation fails with gtin_digits_lost). An empty or blank cell gives neither code nor problem.
GtinReading read_gtin(std::string_view cell);

inline constexpr ProblemKind gtin_not_digits{"import.gtin_not_digits", "Code is not made of digits", 422,
                                             LogLevel::info};
inline constexpr ProblemKind gtin_length{"import.gtin_length", "Code has a wrong length", 422, LogLevel::info};
inline constexpr ProblemKind gtin_checksum{"import.gtin_checksum", "Wrong check digit", 422, LogLevel::info};
inline constexpr ProblemKind gtin_digits_lost{"import.gtin_digits_lost", "Digits lost to scientific notation", 422,
                                              LogLevel::info};

}  // namespace base
