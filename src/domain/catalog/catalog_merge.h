#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "domain/catalog/offer_values.h"
#include "platform/db/database.h"

namespace catalog {

/// One accepted row of a feed. Within one change set each sku comes once.
struct MergeRow {
  std::uint64_t number = 0;
  std::uint64_t byte_offset = 0;
  std::string sku;
  OfferValues values;
};

/// Consecutive rows of a feed that commit together.
struct MergeBatch {
  std::uint64_t first_row = 0;  ///< the range of rows read, whatever became of them
  std::uint64_t last_row = 0;
  std::vector<MergeRow> rows;
  std::uint64_t unchanged = 0;  ///< rows left out of `rows`, as is_unchanged() allows
  std::uint64_t quarantined = 0;
  std::uint64_t skipped = 0;
  std::map<std::string, std::uint64_t> problems;  ///< how often each problem code was met
};

/// What a change set has done so far. rows.* describe the file, offers.* and products.* the catalogue.
struct MergeCounts {
  struct Rows {
    std::uint64_t created = 0, updated = 0, unchanged = 0, quarantined = 0, skipped = 0;
    std::uint64_t total() const { return created + updated + unchanged + quarantined + skipped; }
  } rows;
  struct Offers {
    std::uint64_t created = 0, updated = 0, unchanged = 0, withdrawn = 0, revived = 0;
  } offers;
  struct Products {
    std::uint64_t created = 0, updated = 0, unchanged = 0;
  } products;
  /// Offers that were there before and changed, by what changed; one may be in several of the first three. Unknown of
  /// imports older than this count.
  struct Changes {
    std::uint64_t price_up = 0, price_down = 0, stock_to_zero = 0, other = 0;
  };
  std::optional<Changes> changes;
  std::map<std::string, std::uint64_t> problems;
};

enum class MergeMode : std::uint8_t { partial, full };
enum class MergeEffect : std::uint8_t { apply, dry_run };

struct MergeRequest {
  base::Uuid supplier_id;
  std::string supplier_code;
  MergeMode mode = MergeMode::partial;
  MergeEffect effect = MergeEffect::apply;
  std::string file_name;
  std::string file_digest;
};

/// One line of a change set: an offer created, updated or withdrawn.
struct Change {
  base::Uuid offer_id;
  std::string kind;
  std::string sku;
  std::string name;
  std::uint64_t row = 0;
  std::uint32_t flags = 0;  ///< ChangeFlags
  std::string before;       ///< JSON object of the fields that differ; "" for none
  std::string after;
};

/// Which lines of a change set are wanted. `other`: changed offers that are in none of the three before it.
enum class ChangeFilter : std::uint8_t { all, created, withdrawn, price_up, price_down, stock_to_zero, other };
/// How many lines of a finished merge a filter lets through.
std::uint64_t count_of(const MergeCounts& counts, ChangeFilter filter);

/// A filter as statements take it: the kind ("" any), flags of which one must be set (0 for none), flags that must not.
struct ChangeCondition {
  std::string_view kind;
  std::int64_t any_of = 0, none_of = 0;
};
ChangeCondition condition_of(ChangeFilter filter);

/// Where a list of changes goes on: after this row's reference, among the withdrawals or among the others.
struct ChangeCursor {
  bool is_withdrawn = false;
  std::uint64_t row = 0;
  std::string sku;
};

/// Merges one feed of one supplier into the catalogue, batch by batch. Each batch is one transaction that also holds
/// its own marker, so a merge killed at any instant goes on after the last committed batch and every row takes effect
/// exactly once. A dry run does the very same to a private copy of the rows it touches and leaves the catalogue alone.
///
/// Only one merge per supplier runs at a time (merge_supplier_busy otherwise); the right to merge ends with the process
/// or its database connection, and nothing can be written after it has ended. Not shared by threads.
///
/// Use: open, announce every row that has a reference, begin, apply the batches after merged_up_to(), finish.
class CatalogMerge {
 public:
  /// Takes the right to merge this supplier's feeds. Writes nothing yet.
  static base::Result<CatalogMerge> open(platform::db::Database& catalog, const MergeRequest& request);
  CatalogMerge(CatalogMerge&&) noexcept;
  CatalogMerge& operator=(CatalogMerge&&) noexcept;
  ~CatalogMerge();

  /// Says that row `number` of the file states something of `sku` (see fingerprint()), whatever will become of the row:
  /// an offer whose reference is announced is in the file, so a full merge does not withdraw it.
  base::Result<> announce(std::uint64_t number, std::string_view sku, std::uint64_t fingerprint);
  /// Looks up all that was announced, and opens the change set or takes up an interrupted one of this id.
  base::Result<> begin(base::Uuid change_set_id);

  /// Number of the last row already merged by an earlier, interrupted run of this change set; 0 at the start.
  std::uint64_t merged_up_to() const;
  /// After begin(): row `number` states what the catalogue has already. Merging it changes nothing, so it need not be
  /// in a batch's rows if it is counted there. May be asked from any thread.
  bool is_unchanged(std::uint64_t number) const;
  base::Result<> apply(const MergeBatch& batch);

  /// Withdraws what a full feed no longer lists, closes the change set and proves the ledger against the database.
  /// `rows_read`: rows counted while parsing. Fails with merge_ledger_unbalanced, leaving the change set open.
  base::Result<MergeCounts> finish(std::uint64_t rows_read);

  /// The changes of a dry run (they are gone afterwards) or of a finished merge, in file order.
  base::Result<> each_change(const std::function<void(const Change&)>& each);
  /// Up to `limit` of them, as CatalogService::changes() gives them.
  base::Result<std::vector<Change>> changes(ChangeFilter filter, const ChangeCursor& after, std::uint64_t limit);

  struct Session;

 private:
  explicit CatalogMerge(std::unique_ptr<Session> session);
  std::unique_ptr<Session> session_;
};

inline constexpr base::ProblemKind merge_supplier_busy{
    "import.supplier_busy", "Another import of this supplier is running", 409, base::LogLevel::info};
inline constexpr base::ProblemKind merge_ledger_unbalanced{"import.ledger_unbalanced", "The ledger does not balance",
                                                           500, base::LogLevel::error};

}  // namespace catalog
