#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/uuid.h"
#include "domain/catalog/catalog_merge.h"
#include "domain/catalog/merge_store.h"
#include "platform/db/connection.h"

namespace catalog::store {

/// Problem counts as the batches table keeps them: "code=count" lines.
std::string problems_text(const std::map<std::string, std::uint64_t>& problems);
void add_problems(std::map<std::string, std::uint64_t>& problems, std::string_view text);

struct ChangeSetRow {
  std::string status;
  std::string effective_at;
};
base::Result<std::optional<ChangeSetRow>> find_change_set(Connection& connection, base::Uuid id);
/// The latest moment any change set of the supplier was effective; "" when it has none.
base::Result<std::string> latest_effective_at(Connection& connection, base::Uuid supplier_id);
base::Result<> insert_change_set(Connection& connection, base::Uuid id, const MergeRequest& request,
                                 std::string_view effective_at, std::uint64_t offers_before);
base::Result<> close_change_set(Connection& connection, base::Uuid id);

/// One committed step and what it did.
struct BatchMarker {
  std::uint64_t number = 0, first_row = 0, last_row = 0;
  MergeCounts counts;  ///< products.unchanged and offers.unchanged are not kept
};
base::Result<> insert_marker(Connection& connection, base::Uuid change_set_id, const BatchMarker& marker);
/// The sum of all markers: numbers add up, number and last_row are the highest.
base::Result<BatchMarker> sum_of_markers(Connection& connection, base::Uuid change_set_id);

base::Result<std::uint64_t> active_offers(Connection& connection, base::Uuid supplier_id);

/// What the database says of a change set, to prove the ledger by.
struct Evidence {
  std::uint64_t created = 0, updated = 0, withdrawn = 0;
  std::uint64_t offers_before = 0, offers_after = 0;
  MergeCounts::Changes changes;
};
base::Result<Evidence> read_evidence(Connection& connection, base::Uuid change_set_id, base::Uuid supplier_id);
/// Products of offers met in the file that this change set neither created nor updated.
base::Result<std::uint64_t> products_met_unchanged(Connection& connection, base::Uuid change_set_id, bool any_changed);

/// Lists the supplier's active offers that are not in the file, in stage_withdrawn; gives their number.
base::Result<std::uint64_t> list_missing_offers(Connection& connection);
/// Withdraws up to `limit` of them; gives the products they belong to, or nothing when none is left.
base::Result<std::uint64_t> withdraw_next(Connection& connection, std::uint64_t limit,
                                          std::vector<base::Uuid>& products);

/// Lines of a change set in file order, after `after`: withdrawals only, or all others.
base::Result<std::vector<Change>> changes_after(Connection& connection, base::Uuid change_set_id, ChangeFilter filter,
                                                const ChangeCursor& after, std::uint64_t limit);
/// The lines of a change set in file order, withdrawals last.
base::Result<> each_change(Connection& connection, base::Uuid change_set_id,
                           const std::function<void(const Change&)>& each);

/// Makes private copies of the catalogue's tables under the same names, empty: all that follows on this connection
/// reads and writes them.
base::Result<> make_overlay(Connection& connection, const MergeRequest& request);
/// Copies what the batch at hand (and the GTINs given) can touch into the overlay.
base::Result<> fill_overlay(Connection& connection, const std::vector<std::string>& gtins);
/// Copies all offers of the supplier that are not yet there, with their products.
base::Result<> fill_overlay_for_withdrawal(Connection& connection);

}  // namespace catalog::store
