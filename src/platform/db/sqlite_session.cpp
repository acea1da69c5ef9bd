#include "platform/db/sqlite_session.h"

#include <algorithm>
#include <thread>

#include "platform/db/db_problem.h"
#include "platform/db/sql_text.h"

namespace platform::db {

namespace {

constexpr std::chrono::milliseconds busy_wait{10'000};
constexpr int steps_between_clock_looks = 10'000;

// Memory stays bounded: 16 MB of page cache for each of a pool that may hold thirty, sorting and temporary tables in
// files, a log that shrinks again.
constexpr std::string_view session_settings =
    "PRAGMA synchronous = NORMAL;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA cache_size = -16384;"
    "PRAGMA temp_store = FILE;"
    "PRAGMA journal_size_limit = 67108864;";

// SOCI keeps its classes' type information to itself, so neither dynamic_cast nor the sanitizer's type check can be
// used.
__attribute__((no_sanitize("vptr"))) sqlite::sqlite3* native_handle(soci::session& session) {
  return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

/// Where the statement at the head of `sql` went wrong, as far as SQLite knows; otherwise where it begins.
std::size_t place_in_statement(sqlite::sqlite3* handle, std::string_view sql) {
  const int offset = sqlite::sqlite3_error_offset(handle);
  if (offset >= 0) return static_cast<std::size_t>(offset);
  return std::min(sql.find_first_not_of(" \t\r\n"), sql.size());
}

int milliseconds(std::chrono::milliseconds duration) {
  return static_cast<int>(duration.count());
}

}  // namespace

SqliteSession::SqliteSession(std::string database, std::string file)
    : Impl(std::move(database)),
      session_(soci::sqlite3, "dbname=\"" + file + "\""),
      handle_(native_handle(session_)),
      file_(std::move(file)) {}

base::Result<std::unique_ptr<SqliteSession>> SqliteSession::open(std::string database, std::string file) {
  try {
    std::unique_ptr<SqliteSession> session(new SqliteSession(database, file));
    RETURN_IF_FAILED(session->set_up());
    return session;
  } catch (const soci::soci_error& error) {
    return base::failure(db_unavailable,
                         "The " + database + " database \"" + file + "\" cannot be opened: " + error.what() + ".",
                         "Check that its folder exists and that this user may write there.");
  }
}

base::Result<> SqliteSession::set_up() {
  sqlite::sqlite3_extended_result_codes(handle_, 1);
  sqlite::sqlite3_busy_timeout(handle_, milliseconds(busy_wait));
  RETURN_IF_FAILED(switch_to_wal());
  return run_script("session.set_up", session_settings);
}

// Two processes that open a new file at once may meet a lock SQLite does not wait for.
base::Result<> SqliteSession::switch_to_wal() {
  const auto give_up = std::chrono::steady_clock::now() + busy_wait;
  while (true) {
    auto switched = run_script("session.journal", "PRAGMA journal_mode = WAL");
    if (switched || switched.error().code() != db_retry.code || std::chrono::steady_clock::now() > give_up) {
      return switched;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

base::Result<> SqliteSession::run_script(std::string_view name, std::string_view sql) {
  RETURN_IF_FAILED(check_transaction(name));
  start_clock();
  const char* next = sql.data();
  const char* const end = sql.data() + sql.size();
  while (next != end) {
    const char* const here = next;
    const auto fail_here = [&] {
      const auto offset = static_cast<std::size_t>(here - sql.data());
      const auto line = line_at(sql, offset + place_in_statement(handle_, sql.substr(offset)));
      auto problem = failed(name);
      problem.place.line = line;
      return base::failure(std::move(problem));
    };
    sqlite::sqlite3_stmt* raw = nullptr;
    if (sqlite::sqlite3_prepare_v2(handle_, here, static_cast<int>(end - here), &raw, &next) != SQLITE_OK) {
      return fail_here();
    }
    const SqliteStatement statement(raw);
    if (!statement) continue;  // only blanks or a comment
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) code = sqlite::sqlite3_step(statement.get());
    if (code != SQLITE_DONE) return fail_here();
  }
  return {};
}

base::Result<> SqliteSession::begin() {
  if (in_transaction()) {
    return base::failure(
        db_problem(db_failed, database(), "transaction.begin", "another transaction is open on this connection"));
  }
  spoiled_ = false;
  RETURN_IF_FAILED(run_script("transaction.begin", "BEGIN IMMEDIATE"));
  in_block_ = true;
  return {};
}

base::Result<> SqliteSession::commit() {
  RETURN_IF_FAILED(check_transaction("transaction.commit"));
  if (spoiled_) {
    return base::failure(db_problem(db_failed, database(), "transaction.commit",
                                    "an earlier statement of the transaction failed, so nothing was kept"));
  }
  RETURN_IF_FAILED(run_script("transaction.commit", "COMMIT"));
  in_block_ = false;
  return {};
}

void SqliteSession::rollback() {
  in_block_ = false;
  if (in_transaction()) static_cast<void>(run_script("transaction.rollback", "ROLLBACK"));
  spoiled_ = false;
}

bool SqliteSession::in_transaction() const {
  return in_block_ || sqlite::sqlite3_get_autocommit(handle_) == 0;
}

// After a full disk SQLite may have rolled back by itself; what follows must not be committed one statement at a time.
base::Result<> SqliteSession::check_transaction(std::string_view name) const {
  if (in_block_ && sqlite::sqlite3_get_autocommit(handle_) != 0) {
    return base::failure(
        db_problem(db_failed, database(), name, "its transaction was rolled back after an earlier failure"));
  }
  return {};
}

base::Problem SqliteSession::failed(std::string_view name) {
  auto problem = sqlite_problem(handle_, database(), name);
  const int code = sqlite::sqlite3_errcode(handle_) & 0xff;
  broken_ = broken_ || code == SQLITE_IOERR || code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
  spoiled_ = true;
  return problem;
}

bool SqliteSession::is_alive() {
  int moved = 0;
  sqlite::sqlite3_file_control(handle_, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  return !broken_ && moved == 0 && run_script("session.alive", "PRAGMA schema_version").has_value();
}

base::Result<> SqliteSession::set_statement_timeout(std::chrono::milliseconds timeout) {
  timeout_ = timeout;
  has_timeout_ = timeout.count() > 0;
  if (has_timeout_) {
    sqlite::sqlite3_progress_handler(handle_, steps_between_clock_looks, &SqliteSession::is_late, this);
  } else {
    sqlite::sqlite3_progress_handler(handle_, 0, nullptr, nullptr);
  }
  sqlite::sqlite3_busy_timeout(handle_, milliseconds(has_timeout_ ? std::min(timeout, busy_wait) : busy_wait));
  return {};
}

void SqliteSession::start_clock() {
  if (has_timeout_) deadline_ = std::chrono::steady_clock::now() + timeout_;
}

int SqliteSession::is_late(void* session) {
  return std::chrono::steady_clock::now() > static_cast<const SqliteSession*>(session)->deadline_ ? 1 : 0;
}

}  // namespace platform::db
