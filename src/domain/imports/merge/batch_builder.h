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
  BatchBuilder(FeedScan& scan, DuplicatePolicy policy) : scan_(scan), policy_(policy) {}

  base::Result<> add(const Record& record);
  /// The batch at hand is as large as a batch should be.
  bool is_full() const;
  bool is_empty() const { return batch_.merge.last_row == 0; }
  FeedBatch take();

 private:
  void accept(const Record& record);
  void keep(const Record& record);
  base::Result<bool> settle_duplicate(const Record& record);
  void count_problems();

  FeedScan& scan_;
  DuplicatePolicy policy_;
  FeedBatch batch_;
  MappedRow row_;
  std::size_t bytes_ = 0;
  std::size_t warnings_kept_ = 0;
};

}  // namespace imports
