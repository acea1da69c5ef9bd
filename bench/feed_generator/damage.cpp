#include "feed_generator/damage.h"

#include <algorithm>
#include <cmath>

namespace feed_generator {
namespace {

constexpr std::array<DamageInfo, damage_count> kinds{{
    {Damage::missing_reference, "missing_reference", Outcome::quarantined},
    {Damage::bad_ean_checksum, "bad_ean_checksum", Outcome::quarantined},
    {Damage::scientific_ean, "scientific_ean", Outcome::quarantined},
    {Damage::lost_zeros, "lost_zeros", Outcome::created},
    {Damage::missing_ean, "missing_ean", Outcome::created},
    {Damage::negative_price, "negative_price", Outcome::quarantined},
    {Damage::price_as_text, "price_as_text", Outcome::quarantined},
    {Damage::non_numeric_stock, "non_numeric_stock", Outcome::quarantined},
    {Damage::duplicate_reference, "duplicate_reference", Outcome::quarantined},
    {Damage::duplicate_row, "duplicate_row", Outcome::skipped},
    {Damage::stray_quote, "stray_quote", Outcome::created},
}};

constexpr std::uint64_t place_salt = 0x706C61636573;

std::uint64_t share_of(std::uint64_t rows, double percent) {
  return static_cast<std::uint64_t>(std::llround(static_cast<double>(rows) * percent / 100));
}

}  // namespace

std::span<const DamageInfo, damage_count> damage_kinds() {
  return kinds;
}

std::optional<Damage> parse_damage_kind(std::string_view name) {
  const auto* const found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.name == name; });
  return found == kinds.end() ? std::nullopt : std::optional(found->damage);
}

DamagePlan::DamagePlan(std::uint64_t rows, std::uint64_t seed, std::span<const DamageShare> shares,
                       double changed_percent)
    : rows_(rows), places_(rows > 0 ? rows - 1 : 0, mix(seed) ^ place_salt) {
  const auto places = rows_ > 0 ? rows_ - 1 : 0;
  for (const auto& share : shares) {
    const auto count = std::min(share_of(rows_, share.percent), places - damaged_);
    counts_[static_cast<std::size_t>(share.damage)] += count;
    damaged_ += count;
  }
  changed_ = std::min(share_of(rows_, changed_percent), places - damaged_);
}

std::optional<Damage> DamagePlan::damage_of(std::uint64_t row) const {
  if (row == 0 || damaged_ == 0) return std::nullopt;
  auto place = places_(row - 1);
  if (place >= damaged_) return std::nullopt;
  std::size_t kind = 0;
  while (place >= counts_[kind]) place -= counts_[kind++];
  return kinds[kind].damage;
}

bool DamagePlan::is_changed(std::uint64_t row) const {
  return row != 0 && changed_ != 0 && places_(row - 1) >= rows_ - 1 - changed_;
}

std::uint64_t DamagePlan::sound_row_before(std::uint64_t row) const {
  do --row;
  while (damage_of(row));
  return row;
}

std::uint64_t DamagePlan::count(Outcome outcome) const {
  std::uint64_t sum = outcome == Outcome::created ? rows_ - damaged_ : 0;
  for (const auto& kind : kinds) {
    if (kind.outcome == outcome) sum += count(kind.damage);
  }
  return sum;
}

}  // namespace feed_generator
