// The part of backups.h that proves a backup by restoring it.
#include <algorithm>

#include "ops/backup/backup_lock.h"
#include "ops/backup/backup_problems.h"
#include "ops/backup/backups_store.h"
#include "ops/backup/objects.h"
#include "ops/backup/place.h"
#include "ops/backup/scratch.h"

namespace backup {
namespace {

constexpr std::uint64_t sampled_objects = 200;
constexpr std::string_view purpose = "verify";

const Place& place_named(const std::vector<Place>& places, std::string_view name) {
  for (const Place& place : places) {
    if (place.name() == name) return place;
  }
  return places.front();
}

base::Result<> restore_all(const Workshop& shop, const Place& place, const Manifest& manifest,
                           const std::vector<Source>& sources, Proof& proof) {
  for (const Source& source : sources) {
    ASSIGN_OR_RETURN(const DatabaseEntry* const entry, entry_of(manifest, source.name));
    ASSIGN_OR_RETURN(const auto scratch, Scratch::restore(shop, place, manifest, *entry, source, purpose, false));
    proof.tables += scratch->tables();
    proof.rows += scratch->rows();
  }
  return {};
}

/// Whether a place where it was not restored from has the same bytes.
base::Result<> check_bytes(const Place& place, const Manifest& manifest, const Watch& watch) {
  for (const StoredFile& file : manifest.files()) {
    RETURN_IF_FAILED(watch.check());
    RETURN_IF_FAILED(place.read_stored(set_key(manifest.id, file.name), file, {},
                                       [](std::span<const char>) { return base::Result<>{}; }));
  }
  return {};
}

}  // namespace

base::Result<Proof> Backups::prove(const FoundBackup& backup, std::vector<Place>& places, const Watch& watch) {
  const auto begun = std::chrono::steady_clock::now();
  WorkFolder::remove_leftovers(options_.work_below);
  for (const Source& source : options_.sources) RETURN_IF_FAILED(drop_left_scratches(source, purpose));
  ASSIGN_OR_RETURN(const WorkFolder work, WorkFolder::create(options_.work_below));
  const PostgresTools tools(options_.pg_bin);
  const Workshop shop{work, tools, options_.key.get(), watch};
  const Place& place = place_named(places, backup.places.front());
  ASSIGN_OR_RETURN(const Manifest manifest, manifest_in(place, backup.manifest.id, shop.key));
  Proof proof{manifest.id, place.name()};
  RETURN_IF_FAILED(restore_all(shop, place, manifest, options_.sources, proof));
  for (const std::string& name : backup.places) {
    const Place& one = place_named(places, name);
    if (&one != &place) RETURN_IF_FAILED(check_bytes(one, manifest, watch));
    watch.tell("stored files in the " + name);
    ASSIGN_OR_RETURN(const ObjectCheck check, check_objects(one, manifest, shop.key, sampled_objects, watch));
    proof.objects_listed = check.listed;
    proof.objects_read += check.read;
  }
  proof.duration = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
  return proof;
}

base::Result<Proof> Backups::verify(std::string_view id, const std::optional<std::string>& only_from,
                                    const Watch& watch) {
  ASSIGN_OR_RETURN(const BackupLock lock, BackupLock::take(main_));
  ASSIGN_OR_RETURN(auto places, open_places(options_, only_from));
  ASSIGN_OR_RETURN(const FoundBackup found, find_backup(places, id));
  const auto proof = prove(found, places, watch);
  const base::Timestamp now = base::Timestamp::now();
  if (proof) {
    for (Place& place : places) {
      const bool has_it = std::ranges::find(found.places, place.name()) != found.places.end();
      if (has_it) RETURN_IF_FAILED(write_proof(place, found.manifest.id, now));
    }
  }
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  // A backup of before a restore, or made by another installation, is not in the list yet.
  RETURN_IF_FAILED(store::insert_run(*connection, run_of(found)));
  RETURN_IF_FAILED(store::note_proof(*connection, found.manifest.id, proof ? std::optional(now) : std::nullopt,
                                     proof ? "" : proof.error().text()));
  return proof;
}

BackupRun run_of(const FoundBackup& found) {
  const Manifest& manifest = found.manifest;
  BackupRun run;
  run.id = manifest.id;
  run.state = "finished";
  run.started_at = manifest.started_at;
  run.ended_at = manifest.ended_at;
  run.started_by = manifest.started_by;
  run.places = found.places;
  run.is_sealed = manifest.is_sealed();
  run.size_bytes = manifest.size_bytes() + manifest.objects.bytes;
  run.new_bytes = manifest.size_bytes() + manifest.objects.new_bytes;
  run.proven_at = found.proven_at;
  return run;
}

}  // namespace backup
