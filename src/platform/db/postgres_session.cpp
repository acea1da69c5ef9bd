#include "platform/db/postgres_session.h"

#include <poll.h>

#include "platform/db/db_problem.h"
#include "platform/db/sql_text.h"

namespace platform::db {

namespace {

constexpr std::chrono::milliseconds alive_wait{1'000};

constexpr std::string_view session_settings =
    "SET TimeZone = 'UTC';"
    "SET DateStyle = 'ISO';"
    "SET client_encoding = 'UTF8';"
    "SET client_min_messages = warning;"
    "SET jit = off;"
    // A statement whose program was killed ends too, and lets go of its locks.
    "SET client_connection_check_interval = '2s'";

// SOCI keeps its classes' type information to itself, so neither dynamic_cast nor the sanitizer's type check can be
// used.
__attribute__((no_sanitize("vptr"))) PGconn* native_handle(soci::session& session) {
  return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
}

void ignore_notice(void* /*unused*/, const char* /*message*/) {}

bool wait_for_answer(PGconn* handle, std::chrono::steady_clock::time_point until) {
  while (PQisBusy(handle) != 0) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd socket{PQsocket(handle), POLLIN, 0};
    if (left.count() <= 0 || poll(&socket, 1, static_cast<int>(left.count())) <= 0) return false;
    if (PQconsumeInput(handle) == 0) return false;
  }
  return true;
}

std::optional<std::size_t> line_of(const PGresult* result, std::string_view sql) {
  const char* const position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
  if (position == nullptr) return std::nullopt;
  return line_at(sql, std::stoul(position) - 1);
}

}  // namespace

PostgresSession::PostgresSession(std::string database, const std::string& conninfo)
    : Impl(std::move(database)), session_(soci::postgresql, conninfo), handle_(native_handle(session_)) {
  PQsetNoticeProcessor(handle_, &ignore_notice, nullptr);
}

base::Result<std::unique_ptr<PostgresSession>> PostgresSession::open(std::string database,
                                                                     const std::string& conninfo) {
  try {
    std::unique_ptr<PostgresSession> session(new PostgresSession(database, conninfo));
    RETURN_IF_FAILED(session->run_script("session.set_up", session_settings));
    return session;
  } catch (const soci::soci_error& error) {
    return base::failure(db_problem(db_unavailable, database, "session.connect", error.what()));
  }
}

base::Problem PostgresSession::failed(std::string_view name, const PGresult* result) const {
  return postgres_problem(handle_, result, database(), name);
}

base::Result<PostgresResult> PostgresSession::run(std::string_view name, const std::string& sql,
                                                  ExecStatusType wanted) {
  PostgresResult result(PQexec(handle_, sql.c_str()));
  if (PQresultStatus(result.get()) == wanted) return result;
  return base::failure(failed(name, result.get()));
}

base::Result<> PostgresSession::run_script(std::string_view name, std::string_view sql) {
  const std::string text(sql);
  const PostgresResult result(PQexec(handle_, text.c_str()));
  const auto status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return {};
  auto problem = failed(name, result.get());
  if (result) problem.place.line = line_of(result.get(), sql);
  return base::failure(std::move(problem));
}

base::Result<std::int64_t> PostgresSession::finish_command(std::string_view name) {
  std::int64_t rows = 0;
  std::optional<base::Problem> problem;
  while (const PostgresResult result{PQgetResult(handle_)}) {
    const auto status = PQresultStatus(result.get());
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) {
      broken_ = true;  // it would answer so for ever
      break;
    }
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
      rows = std::strtoll(PQcmdTuples(result.get()), nullptr, 10);
    } else if (!problem) {
      problem = failed(name, result.get());
    }
  }
  if (problem) return base::failure(*std::move(problem));
  if (is_broken()) return base::failure(failed(name, nullptr));
  return rows;
}

base::Result<> PostgresSession::begin() {
  if (in_transaction() && !is_broken()) {
    return base::failure(
        db_problem(db_failed, database(), "transaction.begin", "another transaction is open on this connection"));
  }
  return run_script("transaction.begin", "BEGIN");
}

base::Result<> PostgresSession::commit() {
  ASSIGN_OR_RETURN(const auto result, run("transaction.commit", "COMMIT", PGRES_COMMAND_OK));
  // The server answers a COMMIT after a failed statement by rolling back, and calls that a success.
  if (std::string_view(PQcmdStatus(result.get())) == "ROLLBACK") {
    return base::failure(db_problem(db_failed, database(), "transaction.commit",
                                    "an earlier statement of the transaction failed, so nothing was kept"));
  }
  return {};
}

void PostgresSession::rollback() {
  static_cast<void>(run_script("transaction.rollback", "ROLLBACK"));
}

bool PostgresSession::is_alive() {
  if (is_broken() || PQsendQuery(handle_, "") == 0) return false;
  const auto until = std::chrono::steady_clock::now() + alive_wait;
  bool answered = true;
  while (answered) {
    answered = wait_for_answer(handle_, until);
    if (!answered) break;
    const PostgresResult result(PQgetResult(handle_));
    if (!result) break;
    answered = PQresultStatus(result.get()) == PGRES_EMPTY_QUERY;
  }
  broken_ = broken_ || !answered;
  return answered && PQstatus(handle_) == CONNECTION_OK;
}

base::Result<> PostgresSession::set_statement_timeout(std::chrono::milliseconds timeout) {
  RETURN_IF_FAILED(run_script("session.timeout", "SET statement_timeout = " + std::to_string(timeout.count())));
  has_timeout_ = timeout.count() > 0;
  return {};
}

}  // namespace platform::db
