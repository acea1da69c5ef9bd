#include "domain/catalog/catalog_merge.h"
#include "domain/catalog/offer_diff.h"

namespace catalog {

ChangeCondition condition_of(ChangeFilter filter) {
  switch (filter) {
    case ChangeFilter::all:
      return {};
    case ChangeFilter::created:
      return {"created"};
    case ChangeFilter::withdrawn:
      return {"withdrawn"};
    case ChangeFilter::price_up:
      return {"updated", ChangeFlag::price_up};
    case ChangeFilter::price_down:
      return {"updated", ChangeFlag::price_down};
    case ChangeFilter::stock_to_zero:
      return {"updated", ChangeFlag::stock_to_zero};
    case ChangeFilter::other:
      return {"updated", 0, ChangeFlag::price_up | ChangeFlag::price_down | ChangeFlag::stock_to_zero};
  }
  return {};
}

std::uint64_t count_of(const MergeCounts& counts, ChangeFilter filter) {
  const MergeCounts::Changes changes = counts.changes.value_or(MergeCounts::Changes{});
  switch (filter) {
    case ChangeFilter::all:
      return counts.offers.created + counts.offers.updated + counts.offers.withdrawn;
    case ChangeFilter::created:
      return counts.offers.created;
    case ChangeFilter::withdrawn:
      return counts.offers.withdrawn;
    case ChangeFilter::price_up:
      return changes.price_up;
    case ChangeFilter::price_down:
      return changes.price_down;
    case ChangeFilter::stock_to_zero:
      return changes.stock_to_zero;
    case ChangeFilter::other:
      return changes.other;
  }
  return 0;
}

}  // namespace catalog
