#include "domain/analytics/analytics_store.h"

namespace analytics::store {
namespace {

using platform::db::Row;
using platform::db::Statement;

constexpr Statement put_run{
    "analytics.runs.put",
    "INSERT INTO import_runs (import_id, supplier, mode, status, file_name, day, ended_at, rows_read, rows_created, "
    "rows_updated, rows_unchanged, rows_quarantined, rows_skipped, products_created, offers_withdrawn, duration_ms, "
    "problems) VALUES (:p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10, :p11, :p12, :p13, :p14, :p15, :p16, :p17) "
    "ON CONFLICT (import_id) DO UPDATE SET status = excluded.status, day = excluded.day, ended_at = excluded.ended_at, "
    "rows_read = excluded.rows_read, rows_created = excluded.rows_created, rows_updated = excluded.rows_updated, "
    "rows_unchanged = excluded.rows_unchanged, rows_quarantined = excluded.rows_quarantined, "
    "rows_skipped = excluded.rows_skipped, products_created = excluded.products_created, "
    "offers_withdrawn = excluded.offers_withdrawn, duration_ms = excluded.duration_ms, problems = excluded.problems "
    "WHERE import_runs.ended_at <= excluded.ended_at"};
constexpr Statement find_latest_end{"analytics.runs.latest_end", "SELECT max(ended_at) FROM import_runs"};
constexpr Statement page_of_runs{
    "analytics.runs.page",
    "SELECT import_id, supplier, mode, status, file_name, ended_at, rows_read, rows_created, rows_updated, "
    "rows_unchanged, rows_quarantined, rows_skipped, products_created, offers_withdrawn, duration_ms, problems "
    "FROM import_runs WHERE (day, import_id) > (:p1, :p2) AND day <= :p3 AND (:p4 = '' OR supplier = :p5) "
    "ORDER BY day, import_id LIMIT :p6"};
constexpr Statement list_latest{
    "analytics.runs.latest",
    "SELECT import_id, supplier, mode, status, file_name, ended_at, rows_read, rows_created, rows_updated, "
    "rows_unchanged, rows_quarantined, rows_skipped, products_created, offers_withdrawn, duration_ms, problems "
    "FROM import_runs ORDER BY ended_at DESC LIMIT :p1"};
constexpr Statement count_statuses{"analytics.runs.count",
                                   "SELECT status, count(*) FROM import_runs WHERE ended_at >= :p1 GROUP BY status"};
constexpr Statement list_feeds{
    "analytics.runs.feeds",
    "SELECT r.supplier, r.ended_at, r.rows_quarantined FROM import_runs r JOIN "
    "(SELECT supplier, max(ended_at) AS latest FROM import_runs WHERE status = 'finished' GROUP BY supplier) l "
    "ON l.supplier = r.supplier AND l.latest = r.ended_at WHERE r.status = 'finished' ORDER BY r.supplier"};
constexpr Statement sum_growth{
    "analytics.runs.growth",
    "SELECT day, sum(products_created), sum(rows_created), sum(offers_withdrawn) FROM import_runs "
    "WHERE day >= :p1 AND status = 'finished' GROUP BY day ORDER BY day"};

std::uint64_t count_of(const Row& row, std::size_t i) {
  return static_cast<std::uint64_t>(row.integer(i));
}

std::vector<ImportRun> runs_of(const std::vector<Row>& rows) {
  std::vector<ImportRun> runs;
  runs.reserve(rows.size());
  for (const Row& row : rows) {
    runs.push_back({.id = row.uuid(0),
                    .supplier = row.text(1),
                    .mode = row.text(2),
                    .file_name = row.text(4),
                    .status = row.text(3),
                    .ended_at = row.timestamp(5),
                    .rows_read = count_of(row, 6),
                    .created = count_of(row, 7),
                    .updated = count_of(row, 8),
                    .unchanged = count_of(row, 9),
                    .quarantined = count_of(row, 10),
                    .skipped = count_of(row, 11),
                    .products_created = count_of(row, 12),
                    .offers_withdrawn = count_of(row, 13),
                    .duration_ms = count_of(row, 14),
                    .problems = parse_problems(row.text(15))});
  }
  return runs;
}

}  // namespace

base::Result<> put(Connection& connection, const ImportRun& run) {
  RETURN_IF_FAILED(connection.execute(put_run, run.id, run.supplier, run.mode, run.status, run.file_name,
                                      day_of(run.ended_at), run.ended_at, run.rows_read, run.created, run.updated,
                                      run.unchanged, run.quarantined, run.skipped, run.products_created,
                                      run.offers_withdrawn, run.duration_ms, problems_text(run.problems)));
  return {};
}

base::Result<std::optional<base::Timestamp>> latest_end(Connection& connection) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(find_latest_end));
  return row ? row->optional_timestamp(0) : std::nullopt;
}

base::Result<std::vector<ImportRun>> runs_after(Connection& connection, const ImportsQuery& query,
                                                const RunCursor& after, std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(page_of_runs, after.day, after.id, query.to, query.supplier,
                                                     query.supplier, limit));
  return runs_of(rows);
}

base::Result<std::vector<ImportRun>> latest_runs(Connection& connection, std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_latest, limit));
  return runs_of(rows);
}

base::Result<std::map<std::string, std::uint64_t>> count_by_status(Connection& connection, base::Timestamp since) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(count_statuses, since));
  std::map<std::string, std::uint64_t> counts;
  for (const Row& row : rows) counts[row.text(0)] = count_of(row, 1);
  return counts;
}

base::Result<std::vector<FeedState>> feeds(Connection& connection) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(list_feeds));
  std::vector<FeedState> states;
  for (const Row& row : rows) {
    // Two imports that ended in the same microsecond are one feed all the same.
    if (states.empty() || states.back().supplier != row.text(0)) {
      states.push_back({row.text(0), row.timestamp(1), count_of(row, 2)});
    }
  }
  return states;
}

base::Result<std::vector<GrowthDay>> growth(Connection& connection, std::string_view from_day) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(sum_growth, from_day));
  std::vector<GrowthDay> days;
  for (const Row& row : rows) days.push_back({row.text(0), count_of(row, 1), count_of(row, 2), count_of(row, 3)});
  return days;
}

}  // namespace analytics::store
