#pragma once

#include <cstdint>
#include <functional>

#include "base/result.h"
#include "domain/catalog/catalog_merge.h"
#include "domain/imports/merge/feed_scan.h"
#include "domain/imports/merge/quarantine.h"

namespace imports {

/// Second pass: maps every row and merges it into the catalogue, batch by batch. Reading and mapping run on a thread of
/// their own beside the database work; memory is bounded by a few batches. Rows the merge already has (an interrupted
/// run) are passed over. `progress` is told the rows merged so far; its failure ends the merge between two batches.
base::Result<> merge_feed(const Feed& feed, FeedScan& scan, catalog::CatalogMerge& merge, KeptRowSink& sink,
                          const std::function<base::Result<>(std::uint64_t)>& progress);

}  // namespace imports
