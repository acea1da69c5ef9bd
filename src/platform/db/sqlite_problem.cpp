#include <cerrno>

#include "platform/db/db_problem.h"
#include "platform/db/sqlite_session.h"

namespace platform::db {

namespace {

const base::ProblemKind& kind_of(int extended_code, int system_error) {
  switch (extended_code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return db_conflict;
    default:
      break;
  }
  switch (extended_code & 0xff) {
    case SQLITE_FULL:
      return db_disk_full;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return db_retry;
    case SQLITE_INTERRUPT:
      return db_timeout;
    case SQLITE_IOERR:
      return system_error == ENOSPC || system_error == EDQUOT ? db_disk_full : db_unavailable;
    case SQLITE_CANTOPEN:
      return system_error == ENOSPC ? db_disk_full : db_unavailable;
    default:
      return db_failed;
  }
}

}  // namespace

base::Problem sqlite_problem(sqlite::sqlite3* handle, std::string_view database, std::string_view statement) {
  const auto& kind = kind_of(sqlite::sqlite3_extended_errcode(handle), sqlite::sqlite3_system_errno(handle));
  return db_problem(kind, database, statement, sqlite::sqlite3_errmsg(handle));
}

}  // namespace platform::db
