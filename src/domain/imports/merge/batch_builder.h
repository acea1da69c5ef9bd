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
  bool replayed = false;  ///< merged by an earlier run: only merge.held_skus matters
};

/// Sorts records into batches: accepted rows to merge, rejected ones to keep, all of them counted.
class BatchBuilder {
 public:
  BatchBuilder(FeedScan& scan, DuplicatePolicy policy, std::uint64_t merged_up_to)
      : scan_(scan), policy_(policy), merged_up_to_(merged_up_to) {}

  base::Result<> add(const Record& record);
  /// The batch at hand is as large as a batch should be, or the next record must not join it.
  bool is_full() const;
  bool is_empty() const { return batch_.merge.last_row == 0; }
  FeedBatch take();

 private:
  void replay(const Record& record);
  void accept(const Record& record);
  void keep(const Record& record);
  base::Result<bool> settle_duplicate(const Record& record);
  void count_problems();

  FeedScan& scan_;
  DuplicatePolicy policy_;
  std::uint64_t merged_up_to_;
  FeedBatch batch_;
  MappedRow row_;
  std::size_t bytes_ = 0;
  std::size_t warnings_kept_ = 0;
};

}  // namespace imports
