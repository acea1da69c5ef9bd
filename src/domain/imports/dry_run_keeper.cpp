#include "domain/imports/dry_run_keeper.h"

#include <algorithm>

#include "domain/imports/imports_store.h"

namespace imports {
namespace {

using catalog::ChangeFilter;

constexpr std::uint64_t changes_per_step = 5'000;

}  // namespace

base::Result<> DryRunKeeper::write(std::span<const KeptRow> rows) {
  const auto room = static_cast<std::size_t>(most_kept_ - rows_kept_);
  const auto taken = rows.first(std::min(rows.size(), room));
  rows_kept_ += taken.size();
  return taken.empty() ? base::Result<>{} : store::insert_kept_rows(connection_, dry_run_.id, taken);
}

base::Result<> DryRunKeeper::keep(catalog::CatalogMerge& merge, ChangeFilter filter, std::uint64_t wanted) {
  catalog::ChangeCursor after{filter == ChangeFilter::withdrawn, 0, {}};
  while (wanted > 0) {
    ASSIGN_OR_RETURN(auto changes, merge.changes(filter, after, std::min(wanted, changes_per_step)));
    if (changes.empty()) return {};
    after.row = changes.back().row;
    after.sku = changes.back().sku;
    wanted -= changes.size();
    std::erase_if(changes, [&](const catalog::Change& one) { return !offers_kept_.insert(one.offer_id).second; });
    RETURN_IF_FAILED(store::insert_dry_run_changes(connection_, dry_run_.id, changes));
  }
  return {};
}

base::Result<> DryRunKeeper::finish(catalog::CatalogMerge& merge, const catalog::MergeCounts& counts) {
  for (const ChangeFilter filter : {ChangeFilter::created, ChangeFilter::withdrawn, ChangeFilter::price_up,
                                    ChangeFilter::price_down, ChangeFilter::stock_to_zero, ChangeFilter::other}) {
    RETURN_IF_FAILED(keep(merge, filter, std::min(catalog::count_of(counts, filter), most_kept_)));
  }
  return store::finish_dry_run(connection_, dry_run_);
}

}  // namespace imports
