#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/uuid.h"
#include "domain/catalog/catalog_merge.h"
#include "domain/catalog/merge_store.h"

namespace catalog {

/// What one batch will do, worked out from the batch and what the catalogue has. Plain computing, no database.
struct MergePlan {
  std::deque<OfferValues> merged;  ///< owns the values of `updated`
  std::vector<store::OfferWrite> created;
  std::vector<store::OfferWrite> updated;
  std::vector<store::OfferWrite> refreshed;  ///< same values, another fingerprint
  std::uint64_t unchanged = 0;               ///< refreshed ones included
  std::uint64_t revived = 0;

  struct NewProduct {
    base::Uuid product_id;
    std::optional<std::string> gtin;
    const OfferValues* values = nullptr;  ///< of the offer that brought it
    base::Uuid source_offer_id;
  };
  struct Learnt {
    base::Uuid product_id;
    std::string gtin;
  };
  struct Merged {
    base::Uuid product_id, target;
  };
  std::vector<NewProduct> new_products;
  std::vector<Learnt> learnt;               ///< products without a GTIN that get one
  std::vector<Merged> products_merged;      ///< products without a GTIN whose offer turned out to be of another product
  std::unordered_set<base::Uuid> affected;  ///< products whose shown fields must be chosen anew
  std::vector<store::OfferWrite> joined;    ///< created offers of products the catalogue already had
};

/// First half: sorts the batch's rows into created, updated and unchanged, with their differences.
/// `stored` holds the offers that rows of the batch's range state something else of, in row order.
MergePlan plan_offers(const MergeBatch& batch, const std::vector<store::StoredOffer>& stored,
                      const std::function<bool(std::uint64_t)>& is_unchanged);

/// GTINs whose products plan_products needs to know, sorted, each once.
std::vector<std::string> gtins_to_find(const MergePlan& plan);

using ProductsByGtin = std::unordered_map<std::string, base::Uuid>;

/// Second half: gives each offer its product by the identity rule. A valid GTIN identifies a product; without one the
/// supplier's reference does until a GTIN is learnt.
void plan_products(MergePlan& plan, ProductsByGtin known, const std::vector<store::StoredOffer>& stored);

}  // namespace catalog
