// The rows an import kept: quarantined ones, and samples of those that went on with a warning.
#include "domain/imports/imports_store.h"
#include "platform/db/transaction.h"

namespace imports::store {

using platform::db::Row;
using platform::db::Statement;

namespace {

constexpr Statement sweep{"imports.errors.sweep",
                          "DELETE FROM import_errors WHERE import_job_id = :p1 AND row_number > :p2"};
constexpr Statement count{"imports.errors.count",
                          "SELECT count(*) FROM import_errors WHERE import_job_id = :p1 AND severity = 'reject'"};
constexpr Statement page{
    "imports.errors.page",
    "SELECT row_number, line, byte_offset, severity, code, field, raw, cells, problems FROM import_errors "
    "WHERE import_job_id = :p1 AND (:p2 = '' OR severity = :p3) AND row_number > :p4 ORDER BY row_number LIMIT :p5"};

}  // namespace

base::Result<> insert_kept_rows(Connection& connection, base::Uuid job_id, std::span<const KeptRow> rows) {
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(connection));
  ASSIGN_OR_RETURN(auto load,
                   connection.bulk_load("import_errors", {"import_job_id", "row_number", "severity", "line",
                                                          "byte_offset", "code", "field", "raw", "cells", "problems"}));
  const std::string job = job_id.to_string();
  for (const KeptRow& row : rows) {
    load.text(job);
    load.integer(static_cast<std::int64_t>(row.row_number));
    load.text(row.rejected ? "reject" : "warn");
    load.integer(static_cast<std::int64_t>(row.line));
    load.integer(static_cast<std::int64_t>(row.byte_offset));
    load.text(row.code);
    load.text(row.field);
    load.text(row.raw);
    load.text(row.cells);
    load.text(row.problems);
    load.end_row();
  }
  RETURN_IF_FAILED(load.finish());
  return transaction.commit();
}

base::Result<> sweep_kept_rows(Connection& connection, base::Uuid job_id, std::uint64_t row) {
  RETURN_IF_FAILED(connection.execute(sweep, job_id, row));
  return {};
}

base::Result<std::uint64_t> count_quarantined(Connection& connection, base::Uuid job_id) {
  ASSIGN_OR_RETURN(const auto row, connection.query_one(count, job_id));
  return static_cast<std::uint64_t>(row->integer(0));
}

base::Result<std::vector<ImportError>> kept_rows(Connection& connection, base::Uuid job_id, std::string_view severity,
                                                 std::uint64_t after, std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto rows, connection.query(page, job_id, severity, severity, after, limit));
  std::vector<ImportError> kept;
  kept.reserve(rows.size());
  for (const Row& row : rows) {
    const auto number = [&](std::size_t i) { return static_cast<std::uint64_t>(row.integer(i)); };
    kept.push_back({number(0), number(1), number(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7),
                    row.text(8)});
  }
  return kept;
}

}  // namespace imports::store
