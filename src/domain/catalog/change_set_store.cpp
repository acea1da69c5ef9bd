// Change sets, their markers, and the proof of their ledger.
#include "domain/catalog/change_set_store.h"

#include <charconv>

#include "domain/catalog/merge_sql.h"

namespace catalog::store {

using platform::db::Engine;
using platform::db::Row;
using platform::db::Statement;

namespace {

constexpr Statement find_set{"catalog.change_sets.find", "SELECT status, effective_at FROM change_sets WHERE id = :p1"};
constexpr Statement latest_set{
    "catalog.change_sets.latest",
    "SELECT effective_at FROM change_sets WHERE supplier_id = :p1 ORDER BY effective_at DESC LIMIT 1"};
constexpr Statement insert_set{"catalog.change_sets.insert",
                               "INSERT INTO change_sets (id, supplier_id, mode, status, file_name, file_digest, "
                               "offers_before, effective_at, opened_at) "
                               "VALUES (:p1, :p2, :p3, 'open', :p4, :p5, :p6, :p7, :p8)"};
constexpr Statement close_set{"catalog.change_sets.close",
                              "UPDATE change_sets SET status = 'complete', closed_at = :p1 WHERE id = :p2"};

constexpr Statement insert_batch{
    "catalog.batches.insert",
    "INSERT INTO change_set_batches (change_set_id, batch_number, first_row, last_row, rows_created, rows_updated, "
    "rows_unchanged, rows_quarantined, rows_skipped, offers_revived, offers_withdrawn, products_created, "
    "products_updated, "
    "problems, committed_at) VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10, :p11, :p12, :p13, :p14, :p15)"};
constexpr Statement read_batches{
    "catalog.batches.read",
    "SELECT batch_number, last_row, rows_created, rows_updated, rows_unchanged, rows_quarantined, rows_skipped, "
    "offers_revived, offers_withdrawn, products_created, products_updated, problems "
    "FROM change_set_batches WHERE change_set_id = :p1 ORDER BY batch_number"};

constexpr Statement count_active{"catalog.offers.count_active",
                                 "SELECT count(*) FROM offers WHERE supplier_id = :p1 AND withdrawn_at IS NULL"};
constexpr Statement count_items{"catalog.change_items.count",
                                "SELECT kind, flags, count(*) FROM change_items WHERE change_set_id = :p1 "
                                "GROUP BY kind, flags"};
constexpr Statement offers_before{"catalog.change_sets.offers_before",
                                  "SELECT offers_before FROM change_sets WHERE id = :p1"};
constexpr Statement count_met{"catalog.merge.products_met",
                              "SELECT count(*) FROM (SELECT DISTINCT product_id FROM feed_matches) d"};
constexpr Statement count_met_unchanged{
    "catalog.merge.products_met_unchanged",
    "SELECT count(*) FROM (SELECT DISTINCT product_id FROM feed_matches) d JOIN products p ON p.id = d.product_id "
    "WHERE p.change_set_id <> :p1"};

/// A page of a change set, each item with the offer it is about.
std::string page_of_items(std::string_view with_offer) {
  return "SELECT i.offer_id, i.kind, o.sku, o.name, i.source_row, i.flags, i.before, i.after FROM change_items i " +
         std::string(with_offer) +
         " WHERE i.change_set_id = :p1 AND (i.kind = 'withdrawn') = (:p2 = 1) "
         "AND (i.source_row > :p3 OR (i.source_row = :p4 AND o.sku > :p5)) AND (:p6 = '' OR i.kind = :p7) "
         "AND (:p8 = 0 OR (i.flags & :p9) <> 0) AND (i.flags & :p10) = 0 ORDER BY i.source_row, o.sku LIMIT :p11";
}

std::uint64_t count_of(const Row& row, std::size_t i) {
  return static_cast<std::uint64_t>(row.integer(i));
}

/// Counts `offers` updated ones with these flags under each filter that finds them.
void add(MergeCounts::Changes& changes, std::int64_t flags, std::uint64_t offers) {
  const auto finds = [flags](ChangeFilter filter) {
    const ChangeCondition condition = condition_of(filter);
    return (condition.any_of == 0 || (flags & condition.any_of) != 0) && (flags & condition.none_of) == 0;
  };
  if (finds(ChangeFilter::price_up)) changes.price_up += offers;
  if (finds(ChangeFilter::price_down)) changes.price_down += offers;
  if (finds(ChangeFilter::stock_to_zero)) changes.stock_to_zero += offers;
  if (finds(ChangeFilter::other)) changes.other += offers;
}

}  // namespace

std::string problems_text(const std::map<std::string, std::uint64_t>& problems) {
  std::string text;
  for (const auto& [code, count] : problems) text += code + '=' + std::to_string(count) + '\n';
  return text;
}

void add_problems(std::map<std::string, std::uint64_t>& problems, std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    problems[std::string(line.substr(0, equals))] += static_cast<std::uint64_t>(to_integer(line.substr(equals + 1)));
  }
}

base::Result<std::optional<ChangeSetRow>> find_change_set(Connection& connection, base::Uuid id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_set, id));
  if (!row) return std::optional<ChangeSetRow>{};
  return std::optional(ChangeSetRow{row->text(0), row->timestamp(1).to_string()});
}

base::Result<std::string> latest_effective_at(Connection& connection, base::Uuid supplier_id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(latest_set, supplier_id));
  return row ? row->timestamp(0).to_string() : std::string{};
}

base::Result<> insert_change_set(Connection& connection, base::Uuid id, const MergeRequest& request,
                                 std::string_view effective_at, std::uint64_t active_before) {
  RETURN_IF_FAILED(connection.execute(insert_set, id, request.supplier_id,
                                      request.mode == MergeMode::full ? "full" : "partial", request.file_name,
                                      request.file_digest, active_before, effective_at, base::Timestamp::now()));
  return {};
}

base::Result<> close_change_set(Connection& connection, base::Uuid id) {
  RETURN_IF_FAILED(connection.execute(close_set, base::Timestamp::now(), id));
  return {};
}

base::Result<> insert_marker(Connection& connection, base::Uuid change_set_id, const BatchMarker& marker) {
  const MergeCounts& c = marker.counts;
  RETURN_IF_FAILED(connection.execute(insert_batch, change_set_id, marker.number, marker.first_row, marker.last_row,
                                      c.rows.created, c.rows.updated, c.rows.unchanged, c.rows.quarantined,
                                      c.rows.skipped, c.offers.revived, c.offers.withdrawn, c.products.created,
                                      c.products.updated, problems_text(c.problems), base::Timestamp::now()));
  return {};
}

base::Result<BatchMarker> sum_of_markers(Connection& connection, base::Uuid change_set_id) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(read_batches, change_set_id));
  BatchMarker sum;
  for (const Row& row : rows) {
    sum.number = count_of(row, 0);
    sum.last_row = std::max(sum.last_row, count_of(row, 1));
    sum.counts.rows.created += count_of(row, 2);
    sum.counts.rows.updated += count_of(row, 3);
    sum.counts.rows.unchanged += count_of(row, 4);
    sum.counts.rows.quarantined += count_of(row, 5);
    sum.counts.rows.skipped += count_of(row, 6);
    sum.counts.offers.revived += count_of(row, 7);
    sum.counts.offers.withdrawn += count_of(row, 8);
    sum.counts.products.created += count_of(row, 9);
    sum.counts.products.updated += count_of(row, 10);
    add_problems(sum.counts.problems, row.text(11));
  }
  sum.counts.offers.created = sum.counts.rows.created;
  sum.counts.offers.updated = sum.counts.rows.updated;
  sum.counts.offers.unchanged = sum.counts.rows.unchanged;
  return sum;
}

base::Result<std::uint64_t> active_offers(Connection& connection, base::Uuid supplier_id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(count_active, supplier_id));
  return count_of(*row, 0);
}

base::Result<Evidence> read_evidence(Connection& connection, base::Uuid change_set_id, base::Uuid supplier_id) {
  Evidence evidence;
  ASSIGN_OR_RETURN(const auto items, connection.query(count_items, change_set_id));
  for (const Row& row : items) {
    const std::string kind = row.text(0);
    const std::uint64_t count = count_of(row, 2);
    (kind == "created" ? evidence.created : kind == "updated" ? evidence.updated : evidence.withdrawn) += count;
    if (kind == "updated") add(evidence.changes, row.integer(1), count);
  }
  ASSIGN_OR_RETURN(const auto before, connection.query_one(offers_before, change_set_id));
  evidence.offers_before = before ? count_of(*before, 0) : 0;
  ASSIGN_OR_RETURN(evidence.offers_after, active_offers(connection, supplier_id));
  return evidence;
}

base::Result<std::uint64_t> products_met_unchanged(Connection& connection, base::Uuid change_set_id, bool any_changed) {
  ASSIGN_OR_RETURN(const auto row, any_changed ? connection.query_one(count_met_unchanged, change_set_id)
                                               : connection.query_one(count_met));
  return count_of(*row, 0);
}

base::Result<std::vector<Change>> changes_after(Connection& connection, base::Uuid change_set_id, ChangeFilter filter,
                                                const ChangeCursor& after, std::uint64_t limit) {
  // OFFSET 0 keeps PostgreSQL from turning the look-up into a join whose order statistics would decide.
  static const EngineTexts sql([](Engine engine) {
    return page_of_items(engine == Engine::sqlite ? "JOIN offers o ON o.id = i.offer_id"
                                                  : "CROSS JOIN LATERAL (SELECT o.sku, o.name FROM offers o WHERE "
                                                    "o.id = i.offer_id OFFSET 0) o");
  });
  static const Statement items_in_order = sql.named("catalog.change_items.each");
  const ChangeCondition wanted = condition_of(filter);
  ASSIGN_OR_RETURN(const auto rows,
                   connection.query(items_in_order, change_set_id, after.is_withdrawn, after.row, after.row, after.sku,
                                    wanted.kind, wanted.kind, wanted.any_of, wanted.any_of, wanted.none_of, limit));
  std::vector<Change> changes;
  changes.reserve(rows.size());
  for (const Row& row : rows) {
    changes.push_back({row.uuid(0), row.text(1), row.text(2), row.text(3), count_of(row, 4),
                       static_cast<std::uint32_t>(row.integer(5)), row.text(6), row.text(7)});
  }
  return changes;
}

base::Result<> each_change(Connection& connection, base::Uuid change_set_id,
                           const std::function<void(const Change&)>& each) {
  constexpr std::uint64_t page = 5'000;
  for (const bool withdrawn : {false, true}) {
    ChangeCursor after{withdrawn, 0, {}};
    for (;;) {
      ASSIGN_OR_RETURN(const auto changes, changes_after(connection, change_set_id, ChangeFilter::all, after, page));
      if (changes.empty()) break;
      for (const Change& change : changes) each(change);
      after.row = changes.back().row;
      after.sku = changes.back().sku;
    }
  }
  return {};
}

}  // namespace catalog::store
