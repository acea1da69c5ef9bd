#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "ops/release/release.h"
#include "platform/db/database.h"
#include "platform/db/named_lock.h"

namespace ops::release {

/// The releases of an installation, in its main database. Whoever releases holds the lock, on a session of its own that
/// ends with the process.
class ReleaseBook {
 public:
  /// Brings the tables it needs. `main` must outlive this.
  static base::Result<ReleaseBook> open(platform::db::Database& main);

  /// Fails with release_locked, saying who is at it, while another process releases.
  base::Result<> lock();

  base::Result<> begin(const Release& release);
  base::Result<> update(const Release& release);
  base::Result<> note(const Release& release, const Step& step);
  /// Newest first.
  base::Result<std::vector<Release>> list(std::string_view project, std::int64_t limit = 50);
  base::Result<std::vector<Step>> steps(base::Uuid release);
  /// The release that was cut off, if there is one. Meaningful under the lock only.
  base::Result<std::optional<Release>> unfinished(std::string_view project);
  /// The version to go back to: of the newest finished release that is not `present`, or the one before the first.
  base::Result<std::optional<std::string>> previous_version(std::string_view project, std::string_view present);
  /// The release after which `version` can no longer work, if there is one.
  base::Result<std::optional<Release>> barrier_to(std::string_view project, std::string_view version);

 private:
  explicit ReleaseBook(platform::db::Database& main) : main_(&main) {}
  platform::db::Database* main_;
  std::unique_ptr<platform::db::Connection> session_;
  std::optional<platform::db::NamedLock> lock_;  // before its session is closed
};

}  // namespace ops::release
