#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/catalog/catalog_merge.h"
#include "domain/imports/merge/feed_scan.h"
#include "domain/imports/merge/quarantine.h"

namespace imports {

/// A stretch of the feed on its way to the database.
struct FeedBatch {
  catalog::MergeBatch merge;
  std::vector<KeptRow> kept;
};

/// Sorts records into batches: accepted rows to merge, rejected ones to keep, all of them counted.
class BatchBuilder {
 public:
  /// `merge` has begun; it says which rows need not be mapped again.
  BatchBuilder(FeedScan& scan, DuplicatePolicy policy, const catalog::CatalogMerge& merge)
      : scan_(scan), policy_(policy), merge_(merge) {}

  base::Result<> add(const Record& record);
  /// The batch at hand is as large as a batch should be.
  bool is_full() const;
  bool is_empty() const { return batch_.merge.last_row == 0; }
  FeedBatch take();

 private:
  void accept(const Record& record);
  void keep(const Record& record);
  void settle_duplicate(const Record& record, const DuplicateVerdict& verdict);
  void count_problems();

  FeedScan& scan_;
  DuplicatePolicy policy_;
  const catalog::CatalogMerge& merge_;
  FeedBatch batch_;
  MappedRow row_;
  std::size_t bytes_ = 0;
  std::size_t warnings_kept_ = 0;
};

}  // namespace imports
