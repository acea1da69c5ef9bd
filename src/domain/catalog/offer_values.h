#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace catalog {

/// What a supplier states about an offer, beside its reference. The order is the order of columns in diffs and exports.
enum class OfferField : std::uint8_t {
  gtin,  ///< 14 digits
  name,
  description,
  brand,
  category,  ///< path, levels separated by " > "
  manufacturer_reference,
  image_urls,              ///< one per line
  attributes,              ///< JSON object with sorted keys
  purchase_price,          ///< 1/10000 of `currency`, without VAT
  retail_price,            ///< 1/10000 of `currency`, with VAT
  currency,                ///< ISO 4217
  vat_rate,                ///< 1/10000 of a percent
  stock,                   ///< pieces
  weight,                  ///< milligrams
  minimum_order_quantity,  ///< pieces
};
inline constexpr std::size_t offer_field_count = 15;

enum class OfferFieldType : std::uint8_t { text, integer };
struct OfferFieldInfo {
  OfferField field;
  std::string_view name;  ///< column name in the offers table and in JSON
  OfferFieldType type;
  int decimals;  ///< integer fields: digits after the point when shown to people (4 for money, 3 for grams)
};
const std::array<OfferFieldInfo, offer_field_count>& offer_fields();
const OfferFieldInfo& info(OfferField field);
/// The stored value as people read it: "12345000" of purchase_price is "1234.50".
std::string display(OfferField field, std::string_view stored);

/// One supplier's statement about one offer: per field nothing said, explicitly empty, or a value in its stored form
/// (integers as plain decimal digits). A field not stated keeps what the catalogue has.
class OfferValues {
 public:
  bool is_stated(OfferField f) const { return (stated_ & bit(f)) != 0; }
  /// The value; nothing when the field is empty or not stated.
  std::optional<std::string_view> get(OfferField f) const;
  /// The value of a field that holds an integer.
  std::optional<std::int64_t> integer(OfferField f) const;
  void set(OfferField f, std::string_view value);
  void set(OfferField f, std::int64_t value);
  /// States that the field is empty.
  void clear(OfferField f);
  /// Says nothing about any field, keeping the buffers.
  void reset() { stated_ = present_ = 0; }
  std::uint32_t stated_mask() const { return stated_; }

  bool operator==(const OfferValues& other) const;

 private:
  static constexpr std::uint32_t bit(OfferField f) { return 1U << static_cast<unsigned>(f); }
  std::array<std::string, offer_field_count> values_;
  std::uint32_t stated_ = 0;
  std::uint32_t present_ = 0;
};

/// 64-bit fingerprint (XXH3) of all that is stated, field by field: equal statements have equal fingerprints.
std::uint64_t fingerprint(const OfferValues& values);

}  // namespace catalog
