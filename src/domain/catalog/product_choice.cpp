#include "domain/catalog/product_choice.h"

#include <algorithm>
#include <tuple>

#include "base/json_writer.h"

namespace catalog {
namespace {

constexpr std::array<OfferField, shown_field_count> sources{OfferField::name,
                                                            OfferField::description,
                                                            OfferField::brand,
                                                            OfferField::category,
                                                            OfferField::manufacturer_reference,
                                                            OfferField::image_urls,
                                                            OfferField::attributes,
                                                            OfferField::retail_price,
                                                            OfferField::currency,
                                                            OfferField::vat_rate,
                                                            OfferField::weight};

bool ranks_before(const Candidate& a, const Candidate& b) {
  return std::tie(b.supplier_priority, b.described_at, a.supplier_code, a.sku) <
         std::tie(a.supplier_priority, a.described_at, b.supplier_code, b.sku);
}

const Candidate* first_with(const std::vector<Candidate>& ranked, std::size_t field) {
  const auto found =
      std::find_if(ranked.begin(), ranked.end(), [&](const Candidate& c) { return c.values[field].has_value(); });
  return found == ranked.end() ? nullptr : &*found;
}

}  // namespace

OfferField offer_field(ShownField field) {
  return sources[static_cast<std::size_t>(field)];
}
std::string_view name_of(ShownField field) {
  return info(offer_field(field)).name;
}

Shown choose(std::vector<Candidate> candidates) {
  std::sort(candidates.begin(), candidates.end(), ranks_before);
  Shown shown;
  shown.source_offer_id = candidates.front().offer_id;
  base::JsonWriter exceptions;
  exceptions.begin_object();
  bool any_exception = false;
  constexpr auto price = static_cast<std::size_t>(ShownField::retail_price);
  constexpr auto currency = static_cast<std::size_t>(ShownField::currency);
  for (std::size_t i = 0; i < shown_field_count; ++i) {
    // An amount and its currency come from one hand.
    const Candidate* winner = i == currency ? first_with(candidates, price) : nullptr;
    if (winner == nullptr) winner = first_with(candidates, i);
    if (winner == nullptr) continue;
    shown.values[i] = winner->values[i];
    if (winner->offer_id != shown.source_offer_id) {
      exceptions.member(name_of(static_cast<ShownField>(i)), winner->offer_id.to_string());
      any_exception = true;
    }
  }
  exceptions.end_object();
  if (any_exception) shown.field_sources = exceptions.take();
  return shown;
}

}  // namespace catalog
