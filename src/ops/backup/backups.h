#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "ops/backup/backup_options.h"
#include "ops/backup/manifest.h"
#include "ops/backup/place.h"
#include "platform/db/database.h"
#include "platform/storage/object_store.h"

namespace backup {

/// How new the backups are.
struct Freshness {
  std::optional<base::Timestamp> last_success;         ///< when the latest whole backup was begun
  std::optional<base::Timestamp> last_proven_restore;  ///< when one was last restored beside the live data and compared
  std::optional<std::string> last_proven_id;           ///< of that backup
  std::optional<std::uint64_t> last_size_bytes;        ///< of the latest whole one
  std::optional<std::chrono::milliseconds> last_duration;
  std::uint64_t failures = 0;  ///< runs that failed since the latest whole one
};
/// Read from the main database: cheap. For whoever must know before a release.
base::Result<Freshness> freshness(platform::db::Database& main);

/// A run of `backup` and what became of it.
struct BackupRun {
  std::string id;
  std::string state;  ///< running, finished, failed
  base::Timestamp started_at{};
  std::optional<base::Timestamp> ended_at{};
  std::string started_by;
  std::vector<std::string> places;  ///< "folder", "s3"
  bool is_sealed = false;
  std::uint64_t size_bytes = 0, new_bytes = 0;
  std::string problem;
  std::optional<base::Timestamp> proven_at{};
  std::string proof_problem;
};
/// Latest first. A run whose process was killed is ended by this: no other would do so before the next backup.
base::Result<std::vector<BackupRun>> runs(platform::db::Database& main, std::uint64_t limit);

/// What a restore beside the live data showed.
struct Proof {
  std::string id, place;
  std::uint64_t tables = 0, rows = 0, objects_listed = 0, objects_read = 0;
  std::chrono::milliseconds duration{};
};

struct RunRequest {
  std::string started_by;
  std::string program_version;
  std::optional<std::string> only_to{};  ///< "s3", or a folder; otherwise where the settings say
  bool must_seal = false;                ///< fail rather than write what is not encrypted
};

/// A whole backup as a place holds it.
struct FoundBackup {
  Manifest manifest;
  std::vector<std::string> places;
  std::optional<base::Timestamp> proven_at;
};

/// Makes, lists and proves backups. One at a time in an installation, whichever process does it.
class Backups {
 public:
  /// All must outlive this.
  Backups(const BackupOptions& options, platform::db::Database& main, platform::storage::ObjectStore& storage)
      : options_(options), main_(main), storage_(storage) {}

  /// Fails with already_running, settings_invalid, no_room, tool_missing, tool_failed; then no part is left. When one
  /// of several places fails, the backup is whole in the others, and that place's Problem is the answer.
  base::Result<Manifest> run(const RunRequest& request, const Watch& watch);
  /// Restores a backup beside the live data, compares and throws the copy away. `id`: "latest" or one of
  /// list_backups(). Fails with unknown, damaged, differs, key_missing.
  base::Result<Proof> verify(std::string_view id, const Watch& watch);

 private:
  /// Makes it in the places that answer, notes in `run` what became of it, and lets old ones go.
  base::Result<Manifest> fill(std::vector<Place>& places, const RunRequest& request, BackupRun& run,
                              const Watch& watch);
  base::Result<Manifest> make(const RunRequest& request, const std::string& id, std::vector<Place>& places,
                              std::vector<std::string>& whole_in, const Watch& watch);
  base::Result<Proof> prove(const FoundBackup& backup, std::vector<Place>& places, const Watch& watch);

  const BackupOptions& options_;
  platform::db::Database& main_;
  platform::storage::ObjectStore& storage_;
};

/// What the table of runs says of a whole backup.
BackupRun run_of(const FoundBackup& found);

/// The places the settings name, or only one of them: "s3", "folder", or a folder of another name. Fails with
/// settings_invalid.
base::Result<std::vector<Place>> open_places(const BackupOptions& options, const std::optional<std::string>& only);
/// What the places hold, latest first.
base::Result<std::vector<FoundBackup>> list_backups(const std::vector<Place>& places);
/// "latest" or an id, looked up in every place. Fails with unknown.
base::Result<FoundBackup> find_backup(const std::vector<Place>& places, std::string_view id);

}  // namespace backup
