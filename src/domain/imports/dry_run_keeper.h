#pragma once

#include <cstdint>
#include <unordered_set>
#include <utility>

#include "domain/imports/dry_run_store.h"
#include "domain/imports/merge/quarantine.h"

namespace imports {

/// Of each kind of change, and of rejected rows, a dry run keeps so many; its counts are exact all the same.
inline constexpr std::uint64_t most_kept_of_a_kind = 20'000;

/// Keeps what a dry run finds, so that a person can look at it before anything is done.
class DryRunKeeper : public KeptRowSink {
 public:
  DryRunKeeper(platform::db::Connection& connection, store::DryRun dry_run,
               std::uint64_t most_kept = most_kept_of_a_kind)
      : connection_(connection), dry_run_(std::move(dry_run)), most_kept_(most_kept) {}

  base::Result<> begin() { return store::begin_dry_run(connection_, dry_run_); }
  base::Result<> write(std::span<const KeptRow> rows) override;
  /// Takes the changes of the finished merge over.
  base::Result<> finish(catalog::CatalogMerge& merge, const catalog::MergeCounts& counts);

 private:
  base::Result<> keep(catalog::CatalogMerge& merge, catalog::ChangeFilter filter, std::uint64_t wanted);

  platform::db::Connection& connection_;
  store::DryRun dry_run_;
  std::uint64_t most_kept_;
  std::uint64_t rows_kept_ = 0;
  std::unordered_set<base::Uuid> offers_kept_;  ///< an offer may be of more than one kind
};

}  // namespace imports
