#include "domain/catalog/catalog_merge.h"

#include <fmt/format.h>

#include "domain/catalog/merge_session.h"
#include "platform/db/transaction.h"

namespace catalog {
namespace {

constexpr std::uint64_t withdrawals_per_step = 10'000;
/// On SQLite a load holds the database's write lock, and the supplier's file may be long.
constexpr std::uint64_t keys_per_load = 50'000;

base::Result<> unbalanced(const std::string& what, std::uint64_t ledger, std::uint64_t database) {
  return base::failure(merge_ledger_unbalanced,
                       fmt::format("The ledger says {} {}, the database {}.", ledger, what, database),
                       "Nothing was lost: the import is kept as failed. Please report it with its number.");
}

}  // namespace

CatalogMerge::CatalogMerge(std::unique_ptr<Session> session) : session_(std::move(session)) {}
CatalogMerge::CatalogMerge(CatalogMerge&&) noexcept = default;
CatalogMerge& CatalogMerge::operator=(CatalogMerge&&) noexcept = default;
CatalogMerge::~CatalogMerge() = default;

base::Result<CatalogMerge> CatalogMerge::open(platform::db::Database& catalog, const MergeRequest& request) {
  ASSIGN_OR_RETURN(auto connection, catalog.connect());
  auto session = std::make_unique<Session>(request, std::move(connection));
  if (request.effect == MergeEffect::apply) {
    ASSIGN_OR_RETURN(session->lock, platform::db::NamedLock::try_take(catalog, *session->connection,
                                                                      "merge:" + request.supplier_id.to_string()));
    if (!session->lock) {
      return base::failure(merge_supplier_busy,
                           "Another import of supplier \"" + request.supplier_code + "\" is running.",
                           "Wait until it has finished, then start this one again.");
    }
  }
  RETURN_IF_FAILED(store::make_tables(*session->connection));
  return CatalogMerge(std::move(session));
}

std::uint64_t CatalogMerge::merged_up_to() const {
  return session_->done.last_row;
}

base::Result<> CatalogMerge::announce(std::uint64_t number, std::string_view sku, std::uint64_t fingerprint) {
  if (!session_->keys) {
    ASSIGN_OR_RETURN(session_->keys, store::load_keys(*session_->connection));
  }
  session_->keys->integer(static_cast<std::int64_t>(number));
  session_->keys->text(sku);
  session_->keys->integer(static_cast<std::int64_t>(fingerprint));
  session_->keys->end_row();
  return ++session_->keys_in_load == keys_per_load ? session_->finish_keys() : base::Result<>{};
}

base::Result<> CatalogMerge::begin(base::Uuid change_set_id) {
  return session_->start(change_set_id);
}

bool CatalogMerge::is_unchanged(std::uint64_t number) const {
  return session_->is_unchanged(number);
}

base::Result<> CatalogMerge::apply(const MergeBatch& batch) {
  return session_->commit_step([&](store::BatchMarker& marker) { return session_->merge_batch(batch, marker); });
}

base::Result<> CatalogMerge::Session::withdraw_missing() {
  if (is_dry_run()) RETURN_IF_FAILED(store::fill_overlay_for_withdrawal(*connection));
  ASSIGN_OR_RETURN(std::uint64_t missing, store::list_missing_offers(*connection));
  while (missing > 0) {
    std::uint64_t taken = 0;
    RETURN_IF_FAILED(commit_step([&](store::BatchMarker& marker) -> base::Result<> {
      std::vector<base::Uuid> products;
      ASSIGN_OR_RETURN(taken, store::withdraw_next(*connection, withdrawals_per_step, products));
      marker.counts.offers.withdrawn = taken;
      ASSIGN_OR_RETURN(marker.counts.products.updated, choose_products(std::move(products)));
      return {};
    }));
    if (taken == 0) break;
    missing -= std::min(missing, taken);
  }
  return {};
}

base::Result<> CatalogMerge::Session::prove_ledger(std::uint64_t rows_read, MergeCounts& counts) {
  ASSIGN_OR_RETURN(const store::BatchMarker sum, store::sum_of_markers(*connection, facts.change_set_id));
  counts = sum.counts;
  ASSIGN_OR_RETURN(const store::Evidence evidence,
                   store::read_evidence(*connection, facts.change_set_id, request.supplier_id));
  if (counts.rows.total() != rows_read) return unbalanced("rows read", rows_read, counts.rows.total());
  if (counts.offers.created != evidence.created)
    return unbalanced("offers created", counts.offers.created, evidence.created);
  if (counts.offers.updated != evidence.updated)
    return unbalanced("offers updated", counts.offers.updated, evidence.updated);
  if (counts.offers.withdrawn != evidence.withdrawn) {
    return unbalanced("offers withdrawn", counts.offers.withdrawn, evidence.withdrawn);
  }
  // A dry run's copies hold only what the feed touches; there the count of all active offers proves nothing.
  counts.changes = evidence.changes;
  const std::uint64_t expected =
      evidence.offers_before + counts.offers.created + counts.offers.revived - counts.offers.withdrawn;
  if (!is_dry_run() && expected != evidence.offers_after)
    return unbalanced("active offers", expected, evidence.offers_after);
  const bool any_product_changed = counts.products.created > 0 || counts.products.updated > 0;
  ASSIGN_OR_RETURN(counts.products.unchanged,
                   store::products_met_unchanged(*connection, facts.change_set_id, any_product_changed));
  return {};
}

base::Result<MergeCounts> CatalogMerge::finish(std::uint64_t rows_read) {
  Session& session = *session_;
  if (session.request.mode == MergeMode::full) RETURN_IF_FAILED(session.withdraw_missing());
  RETURN_IF_FAILED(store::set_planner(*session.connection, store::Planner::by_hash));
  MergeCounts counts;
  RETURN_IF_FAILED(session.prove_ledger(rows_read, counts));
  // This commit waits for the disk, and with it all before it.
  RETURN_IF_FAILED(store::set_durability(*session.connection, store::Durability::full));
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*session.connection));
  RETURN_IF_FAILED(store::close_change_set(*session.connection, session.facts.change_set_id));
  RETURN_IF_FAILED(transaction.commit());
  RETURN_IF_FAILED(store::set_planner(*session.connection, store::Planner::by_index));  // for who reads the changes
  return counts;
}

base::Result<> CatalogMerge::each_change(const std::function<void(const Change&)>& each) {
  return store::each_change(*session_->connection, session_->facts.change_set_id, each);
}

base::Result<std::vector<Change>> CatalogMerge::changes(ChangeFilter filter, const ChangeCursor& after,
                                                        std::uint64_t limit) {
  return store::changes_after(*session_->connection, session_->facts.change_set_id, filter, after, limit);
}

}  // namespace catalog
