#pragma once

#include <cstdint>
#include <string>

#include "base/uuid.h"
#include "domain/catalog/offer_values.h"

namespace catalog {

/// What a change means to people; stored with each change item (change_items.flags).
enum ChangeFlag : std::uint32_t {
  price_up = 1,
  price_down = 2,
  stock_to_zero = 4,
  stock_up = 8,
  stock_down = 16,
  revived = 32,
  moved = 64,
};

/// The difference between what the catalogue has of an offer and what a feed states.
struct OfferDiff {
  std::uint32_t changed = 0;  ///< bit per OfferField
  std::uint32_t flags = 0;    ///< ChangeFlags of the values (not revived and moved)

  bool any() const { return changed != 0; }
  bool has(OfferField field) const { return (changed >> static_cast<unsigned>(field) & 1U) != 0; }
  bool price() const;
  bool stock() const { return has(OfferField::stock); }
  /// A field that products show has changed.
  bool description() const;
};

/// True for the fields of an offer that a product shows.
bool is_shown_by_product(OfferField field);

/// Brings `stored` up to what `stated` says and tells what that changed. Fields not stated stay.
OfferDiff merge_values(OfferValues& stored, const OfferValues& stated);

/// JSON object of the fields in `mask` (bit per OfferField), empty ones as null: {"name":"Four","stock":3}.
std::string values_json(const OfferValues& values, std::uint32_t mask);
/// All fields that hold a value.
std::string values_json(const OfferValues& values);
/// Appends a member that is no field to a JSON object made by values_json.
void add_json_member(std::string& object, std::string_view name, bool truth);
void add_json_member(std::string& object, std::string_view name, const base::Uuid& id);

}  // namespace catalog
