#include "domain/catalog/merge_plan.h"

#include <algorithm>

namespace catalog {
namespace {

std::string gtin_of(const OfferValues& values) {
  return std::string(values.get(OfferField::gtin).value_or(""));
}

void add_created(MergePlan& plan, const MergeRow& row) {
  store::OfferWrite offer;
  offer.offer_id = base::Uuid::generate();
  offer.row = &row;
  offer.values = &row.values;
  offer.fingerprint = fingerprint(row.values);
  offer.after = values_json(row.values);
  plan.created.push_back(std::move(offer));
}

void add_differing(MergePlan& plan, const MergeRow& row, const store::StoredOffer& stored) {
  store::OfferWrite offer;
  offer.offer_id = stored.offer_id;
  offer.product_id = stored.product_id;
  offer.row = &row;
  offer.fingerprint = fingerprint(row.values);
  offer.revived = stored.withdrawn;
  OfferValues& values = plan.merged.emplace_back(stored.values);
  offer.diff = merge_values(values, row.values);
  offer.values = &values;
  if (!offer.diff.any() && !offer.revived) {
    plan.refreshed.push_back(std::move(offer));
    ++plan.unchanged;
    return;
  }
  offer.before = values_json(stored.values, offer.diff.changed);
  offer.after = values_json(values, offer.diff.changed);
  if (offer.revived) {
    add_json_member(offer.before, "withdrawn", true);
    add_json_member(offer.after, "withdrawn", false);
    ++plan.revived;
  }
  plan.updated.push_back(std::move(offer));
}

/// Creates the product a new code or a code-less offer stands for.
base::Uuid add_product(MergePlan& plan, const std::string& gtin, const store::OfferWrite& offer) {
  const base::Uuid id = base::Uuid::generate();
  plan.new_products.push_back({id, gtin.empty() ? std::nullopt : std::optional(gtin), offer.values, offer.offer_id});
  return id;
}

void place_created(MergePlan& plan, ProductsByGtin& known, store::OfferWrite& offer) {
  const std::string gtin = gtin_of(*offer.values);
  if (gtin.empty()) {
    offer.product_id = add_product(plan, gtin, offer);
    return;
  }
  const auto found = known.find(gtin);
  if (found == known.end()) {
    offer.product_id = add_product(plan, gtin, offer);
    known.emplace(gtin, offer.product_id);
    return;
  }
  offer.product_id = found->second;
  plan.affected.insert(offer.product_id);
  plan.joined.push_back(offer);
}

void move_offer(MergePlan& plan, store::OfferWrite& offer, base::Uuid target) {
  add_json_member(offer.before, "product_id", offer.product_id);
  add_json_member(offer.after, "product_id", target);
  plan.affected.insert(offer.product_id);
  plan.affected.insert(target);
  offer.product_id = target;
  offer.moved = true;
}

void place_updated(MergePlan& plan, ProductsByGtin& known, store::OfferWrite& offer,
                   const std::optional<std::string>& product_gtin) {
  const std::string gtin = gtin_of(*offer.values);
  if (gtin.empty() || gtin == product_gtin) return;
  const auto found = known.find(gtin);
  if (found != known.end() && found->second == offer.product_id) return;
  if (found != known.end()) {
    // A product without a code has this one offer only: nothing is left of it.
    if (!product_gtin) plan.products_merged.push_back({offer.product_id, found->second});
    move_offer(plan, offer, found->second);
  } else if (!product_gtin) {
    plan.learnt.push_back({offer.product_id, gtin});
    known.emplace(gtin, offer.product_id);
  } else {
    const base::Uuid target = add_product(plan, gtin, offer);
    known.emplace(gtin, target);
    move_offer(plan, offer, target);
  }
}

}  // namespace

MergePlan plan_offers(const MergeBatch& batch, const std::vector<store::StoredOffer>& stored,
                      const std::function<bool(std::uint64_t)>& is_unchanged) {
  MergePlan plan;
  plan.unchanged = batch.unchanged;
  plan.updated.reserve(stored.size());
  plan.created.reserve(batch.rows.size() - std::min(batch.rows.size(), stored.size()));
  auto offer = stored.begin();
  for (const MergeRow& row : batch.rows) {
    // Rows that are announced but not merged have offers too.
    while (offer != stored.end() && offer->row_number < row.number) ++offer;
    if (offer != stored.end() && offer->row_number == row.number) {
      add_differing(plan, row, *offer);
    } else if (is_unchanged(row.number)) {
      ++plan.unchanged;
    } else {
      add_created(plan, row);
    }
  }
  return plan;
}

std::vector<std::string> gtins_to_find(const MergePlan& plan) {
  std::vector<std::string> gtins;
  gtins.reserve(plan.created.size());
  for (const auto* offers : {&plan.created, &plan.updated}) {
    for (const store::OfferWrite& offer : *offers) {
      if (std::string gtin = gtin_of(*offer.values); !gtin.empty()) gtins.push_back(std::move(gtin));
    }
  }
  std::sort(gtins.begin(), gtins.end());
  gtins.erase(std::unique(gtins.begin(), gtins.end()), gtins.end());
  return gtins;
}

void plan_products(MergePlan& plan, ProductsByGtin known, const std::vector<store::StoredOffer>& stored) {
  std::unordered_map<base::Uuid, const store::StoredOffer*> by_offer;
  by_offer.reserve(stored.size());
  for (const store::StoredOffer& offer : stored) by_offer.emplace(offer.offer_id, &offer);

  // In file order across both kinds, so that the result does not depend on where a batch ends.
  auto created = plan.created.begin();
  auto updated = plan.updated.begin();
  while (created != plan.created.end() || updated != plan.updated.end()) {
    const bool take_created =
        updated == plan.updated.end() || (created != plan.created.end() && created->row->number < updated->row->number);
    if (take_created) {
      place_created(plan, known, *created++);
    } else {
      if (updated->diff.description() || updated->revived) plan.affected.insert(updated->product_id);
      place_updated(plan, known, *updated, by_offer.at(updated->offer_id)->product_gtin);
      ++updated;
    }
  }
}

}  // namespace catalog
