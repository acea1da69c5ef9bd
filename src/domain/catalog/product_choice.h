#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/uuid.h"
#include "domain/catalog/offer_values.h"

namespace catalog {

/// The fields a product shows, in the order of its columns. Currency goes with the retail price.
enum class ShownField : std::uint8_t {
  name,
  description,
  brand,
  category,
  manufacturer_reference,
  image_urls,
  attributes,
  retail_price,
  currency,
  vat_rate,
  weight
};
inline constexpr std::size_t shown_field_count = 11;
OfferField offer_field(ShownField field);
std::string_view name_of(ShownField field);

/// One active offer of a product, as far as choosing needs it.
struct Candidate {
  base::Uuid offer_id;
  int supplier_priority = 0;
  std::string supplier_code;
  std::string sku;
  std::string described_at;  ///< RFC 3339, so that text order is time order
  std::array<std::optional<std::string>, shown_field_count> values;
};

/// What a product shows, and which offer said so.
struct Shown {
  std::array<std::optional<std::string>, shown_field_count> values;
  base::Uuid source_offer_id;  ///< gives every field but those in field_sources; nil without offers
  std::string field_sources;   ///< JSON {"field":"offer id"}; "" when there is nothing to list
  bool operator==(const Shown&) const = default;
};

/// Picks each field from the offer of the supplier with the highest priority that has a value; among equals the one
/// described last, then the first by supplier code and sku. The rank order never depends on ids, so an import repeated
/// elsewhere shows the same. Needs at least one candidate.
Shown choose(std::vector<Candidate> candidates);

}  // namespace catalog
