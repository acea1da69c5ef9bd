#include "platform/db/db_problem.h"

#include <array>
#include <string>

#include "base/text.h"
#include "platform/db/connection.h"

namespace platform::db {

namespace {

struct Wording {
  const base::ProblemKind* kind;
  std::string_view event;  // follows 'The statement "x" on the y database'
  std::string_view cure;
};

constexpr std::array<Wording, 7> wordings{{
    {&db_failed, "was refused",
     "Run \"migrate verify\" to see whether the database is up to date; if it is, report this as a fault of the "
     "program."},
    {&db_unavailable, "got no answer", "Check that the database server runs and can be reached, then try again."},
    {&db_pool_exhausted, "got no connection", "Try again when fewer tasks run, or allow more connections."},
    {&db_timeout, "took longer than allowed", "Try again when the database is less busy, or allow more time."},
    {&db_disk_full, "found no room left on the disk", "Free some space on the database's disk, then try again."},
    {&db_conflict, "met a row that exists already", "Read the row again before writing it."},
    {&db_retry, "lost a race with another task", "Try again; nothing was changed."},
}};

const Wording& wording_of(const base::ProblemKind& kind) {
  for (const auto& wording : wordings) {
    if (wording.kind->code == kind.code) return wording;
  }
  return wordings.front();
}

}  // namespace

base::Problem db_problem(const base::ProblemKind& kind, std::string_view database, std::string_view statement,
                         std::string_view reason) {
  const auto& wording = wording_of(kind);
  std::string message = "The statement \"" + std::string(statement) + "\" on the " + std::string(database) +
                        " database " + std::string(wording.event);
  reason = base::trim(reason);
  while (!reason.empty() && reason.back() == '.') reason.remove_suffix(1);
  if (!reason.empty()) message += ": " + std::string(reason);
  message += '.';
  return {&kind, std::move(message), std::string(wording.cure), {}};
}

}  // namespace platform::db
