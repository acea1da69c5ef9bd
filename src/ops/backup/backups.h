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

/// How old the latest backup may get, of which one is made each day, and the latest proof, before somebody is told.
inline constexpr std::chrono::hours backup_late_after{26}, proof_late_after{8 * 24};

/// How new the backups are.
struct Freshness {
  std::optional<base::Timestamp> last_success;         ///< when the latest whole backup was begun
  std::optional<base::Timestamp> last_proven_restore;  ///< when one was last restored beside the live data and compared
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

/// A backup that is whole in one place at least.
struct MadeBackup {
  Manifest manifest;
  std::optional<base::Problem> missed{};  ///< why it is not in every place, or old ones could not be let go
  bool is_proven = false;                 ///< in every place that has it
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
  /// of several places fails, the backup is whole in the others, and that place's Problem is beside it.
  base::Result<MadeBackup> run(const RunRequest& request, const Watch& watch);
  /// Brings a backup to the places that missed it, from one that has it: nothing is made again. Fails with unknown,
  /// damaged, key_missing.
  base::Result<MadeBackup> catch_up(std::string_view id, const Watch& watch);
  /// Restores a backup beside the live data, compares and throws the copy away. `id`: "latest" or one of
  /// list_backups(); `only_from` is a place as open_places() takes it. Fails with unknown, damaged, differs,
  /// key_missing.
  base::Result<Proof> verify(std::string_view id, const std::optional<std::string>& only_from, const Watch& watch);

 private:
  /// Makes it in the places that answer, notes in `run` what became of it, and lets old ones go.
  base::Result<MadeBackup> fill(std::vector<Place>& places, const RunRequest& request, BackupRun& run,
                                const Watch& watch);
  base::Result<MadeBackup> make(const RunRequest& request, const std::string& id, std::vector<Place>& places,
                                std::vector<std::string>& whole_in, const Watch& watch);
  base::Result<> carry(const Place& from, const Manifest& manifest, Place& to, const Watch& watch);
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
/// "latest" or an id, looked up in every place; a place that fails is passed over where another has that id. Fails with
/// unknown.
base::Result<FoundBackup> find_backup(const std::vector<Place>& places, std::string_view id);

/// A backup to read from, in the place that has it.
struct ChosenBackup {
  Place place;
  Manifest manifest;
};
/// Fails as open_places(), find_backup() and manifest_in() do.
base::Result<ChosenBackup> chosen_backup(const BackupOptions& options, const std::optional<std::string>& from,
                                         std::string_view id);

}  // namespace backup
