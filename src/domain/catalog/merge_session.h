#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"
#include "domain/catalog/catalog_merge.h"
#include "domain/catalog/change_set_store.h"
#include "domain/catalog/merge_plan.h"
#include "domain/catalog/merge_store.h"
#include "domain/catalog/taxonomy.h"
#include "platform/db/database.h"
#include "platform/db/named_lock.h"

namespace catalog {

/// The state of one merge. The connection is the session's own: it holds the supplier's lock and the temporary tables.
struct CatalogMerge::Session {
  MergeRequest request;
  std::unique_ptr<platform::db::Connection> connection;
  std::optional<platform::db::NamedLock> lock;
  store::SessionFacts facts;
  store::BatchMarker done;  ///< the sum of what is committed
  Taxonomy taxonomy;

  Session(MergeRequest wanted, std::unique_ptr<platform::db::Connection> own)
      : request(std::move(wanted)), connection(std::move(own)), taxonomy(*connection) {}

  bool is_dry_run() const { return request.effect == MergeEffect::dry_run; }

  std::optional<platform::db::BulkLoad> keys;  ///< open while rows are announced
  std::uint64_t keys_in_load = 0;
  std::vector<bool> unchanged_rows;  ///< by row number

  bool is_unchanged(std::uint64_t number) const { return number < unchanged_rows.size() && unchanged_rows[number]; }

  base::Result<> finish_keys();
  base::Result<> start(base::Uuid change_set_id);
  /// Runs `step` as one transaction that ends with the marker it filled in; tries again when it lost a race.
  base::Result<> commit_step(const std::function<base::Result<>(store::BatchMarker&)>& step);
  base::Result<> merge_batch(const MergeBatch& batch, store::BatchMarker& marker);
  base::Result<> write_plan(const MergePlan& plan, store::BatchMarker& marker);
  /// Chooses the shown fields of these products anew; gives how many this change set changed for the first time.
  base::Result<std::uint64_t> choose_products(std::vector<base::Uuid> products);
  base::Result<> withdraw_missing();
  base::Result<> prove_ledger(std::uint64_t rows_read, MergeCounts& counts);
};

}  // namespace catalog
