#include "platform/db/sqlite_copy.h"

#include <memory>
#include <string>

#include "platform/db/db_problem.h"
#include "platform/db/sqlite_session.h"

namespace platform::db {
namespace {

struct CloseHandle {
  void operator()(sqlite::sqlite3* handle) const { sqlite::sqlite3_close(handle); }
};
using Handle = std::unique_ptr<sqlite::sqlite3, CloseHandle>;

constexpr int patience_ms = 10'000;

base::Result<Handle> open(std::string_view subject, const std::filesystem::path& file, int flags) {
  sqlite::sqlite3* raw = nullptr;
  const int code = sqlite::sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
  Handle handle(raw);
  if (code == SQLITE_OK) {
    sqlite::sqlite3_busy_timeout(raw, patience_ms);
    return handle;
  }
  if (!handle) return base::failure(db_problem(db_unavailable, subject, "db.copy", "there is no memory left"));
  return base::failure(sqlite_problem(raw, subject, "db.copy"));
}

}  // namespace

base::Result<> copy_sqlite(std::string_view subject, const std::filesystem::path& from,
                           const std::filesystem::path& to) {
  ASSIGN_OR_RETURN(const Handle source, open(subject, from, SQLITE_OPEN_READWRITE));
  ASSIGN_OR_RETURN(const Handle target, open(subject, to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  sqlite::sqlite3_backup* const copy = sqlite::sqlite3_backup_init(target.get(), "main", source.get(), "main");
  if (copy == nullptr) return base::failure(sqlite_problem(target.get(), subject, "db.copy"));
  // All pages in one step: that is one reader's moment, which in WAL mode holds nobody up.
  sqlite::sqlite3_backup_step(copy, -1);
  if (sqlite::sqlite3_backup_finish(copy) != SQLITE_OK) {
    return base::failure(sqlite_problem(target.get(), subject, "db.copy"));
  }
  // Otherwise the copy would want a log of its own beside it.
  if (sqlite::sqlite3_exec(target.get(), "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr) != SQLITE_OK) {
    return base::failure(sqlite_problem(target.get(), subject, "db.copy"));
  }
  return {};
}

}  // namespace platform::db
