#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "feed_generator/damage.h"
#include "feed_generator/options.h"
#include "feed_generator/permutation.h"

namespace feed_generator {

enum class Column : std::uint8_t {
  reference,
  ean,
  name,
  brand,
  category,
  price_without_vat,
  price_with_vat,
  vat,
  stock,
  weight,
  image,
  description,
};
inline constexpr std::size_t column_count = 12;

/// One line of the price list, as text.
struct Row {
  std::array<std::string, column_count> cells;
  bool has_stray_quote = false;  ///< the name holds a quote that a careless program did not escape

  std::string& operator[](Column column) { return cells[static_cast<std::size_t>(column)]; }
  const std::string& operator[](Column column) const { return cells[static_cast<std::size_t>(column)]; }
};

/// The columns' names, in the order of the enumeration: English for English feeds, French otherwise.
const std::array<std::string_view, column_count>& column_names(Language language);
constexpr bool is_number(Column column) {
  return column >= Column::price_without_vat && column <= Column::weight;
}

/// The shop's stock of invented goods: any row can be made on its own, in any order.
class Goods {
 public:
  explicit Goods(const Options& options);

  /// Makes row `index` (from 0) in `row`, reusing its buffers.
  void make(std::uint64_t index, Row& row) const;

  const DamagePlan& plan() const { return plan_; }

 private:
  void make_sound(std::uint64_t index, Row& row) const;
  void make_ean(std::uint64_t index, std::string_view prefix, std::string& ean) const;
  void damage(std::uint64_t index, Damage kind, Row& row) const;
  bool is_english(std::uint64_t index) const;
  void append_decimal(std::string& out, std::uint64_t value, unsigned decimals) const;

  Language language_;
  char decimal_mark_;
  std::uint64_t seed_;
  DamagePlan plan_;
  Permutation ean_bodies_;
};

}  // namespace feed_generator
