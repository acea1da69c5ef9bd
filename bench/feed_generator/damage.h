#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "feed_generator/permutation.h"

namespace feed_generator {

/// What can be wrong with a row. Every damaged row has exactly one of these.
enum class Damage : std::uint8_t {
  missing_reference,
  bad_ean_checksum,
  scientific_ean,
  lost_zeros,
  missing_ean,
  negative_price,
  price_as_text,
  non_numeric_stock,
  duplicate_reference,
  duplicate_row,
  stray_quote,
};
inline constexpr std::size_t damage_count = 11;

/// Where a sound import puts such a row.
enum class Outcome : std::uint8_t { created, quarantined, skipped };

struct DamageInfo {
  Damage damage;
  std::string_view name;
  Outcome outcome;
};

/// All kinds in the order of the enumeration.
std::span<const DamageInfo, damage_count> damage_kinds();
std::optional<Damage> parse_damage_kind(std::string_view name);

struct DamageShare {
  Damage damage;
  double percent;
};

/// Which rows are damaged and which are changed. Exact counts, spread over the file by the seed; the first row is
/// always sound, so that a duplicate has something to repeat.
class DamagePlan {
 public:
  DamagePlan(std::uint64_t rows, std::uint64_t seed, std::span<const DamageShare> shares, double changed_percent);

  std::optional<Damage> damage_of(std::uint64_t row) const;
  bool is_changed(std::uint64_t row) const;
  /// The nearest sound row above `row`, which is not the first.
  std::uint64_t sound_row_before(std::uint64_t row) const;

  std::uint64_t count(Damage damage) const { return counts_[static_cast<std::size_t>(damage)]; }
  std::uint64_t damaged() const { return damaged_; }
  std::uint64_t changed() const { return changed_; }
  std::uint64_t count(Outcome outcome) const;

 private:
  std::uint64_t rows_;
  Permutation places_;
  std::array<std::uint64_t, damage_count> counts_{};
  std::uint64_t damaged_ = 0;
  std::uint64_t changed_ = 0;
};

}  // namespace feed_generator
