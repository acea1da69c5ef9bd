#include <string>

#include "platform/db/db_problem.h"
#include "platform/db/postgres_session.h"

namespace platform::db {

namespace {

bool starts_with_any(std::string_view state, std::initializer_list<std::string_view> classes) {
  for (const auto prefix : classes) {
    if (state.starts_with(prefix)) return true;
  }
  return false;
}

// SQLSTATE classes, PostgreSQL manual, appendix A.
const base::ProblemKind& kind_of(std::string_view state, std::string_view reason) {
  if (state == "53100" || reason.find("No space left on device") != std::string_view::npos) return db_disk_full;
  if (starts_with_any(state, {"40", "55P03"})) return db_retry;
  if (starts_with_any(state, {"23505", "23P01"})) return db_conflict;
  if (state == "57014") return db_timeout;
  if (state == "08P01") return db_failed;  // the statement's parameters, not the line
  if (starts_with_any(state, {"08", "28", "3D", "53", "57P"})) return db_unavailable;
  return db_failed;
}

std::string_view field(const PGresult* result, int code) {
  const char* const text = result == nullptr ? nullptr : PQresultErrorField(result, code);
  return text == nullptr ? std::string_view{} : std::string_view{text};
}

}  // namespace

bool is_stale_statement(const PGresult* result) {
  const auto state = field(result, PG_DIAG_SQLSTATE);
  // "cached plan must not change result type", and a statement the server (or a proxy before it) has dropped.
  return state == "26000" || state == "0A000";
}

base::Problem postgres_problem(PGconn* handle, const PGresult* result, std::string_view database,
                               std::string_view statement) {
  const auto state = field(result, PG_DIAG_SQLSTATE);
  std::string reason(field(result, PG_DIAG_MESSAGE_PRIMARY));
  if (reason.empty()) reason = PQerrorMessage(handle);
  if (const auto detail = field(result, PG_DIAG_MESSAGE_DETAIL); !detail.empty()) {
    reason += " (" + std::string(detail) + ")";
  }
  const bool is_lost = PQstatus(handle) != CONNECTION_OK;
  const auto& kind = is_lost && !state.starts_with("53100") ? db_unavailable : kind_of(state, reason);
  return db_problem(kind, database, statement, reason);
}

}  // namespace platform::db
