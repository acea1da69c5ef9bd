#include "ops/backup/backups.h"

#include <algorithm>
#include <future>

#include "ops/backup/backup_lock.h"
#include "ops/backup/backup_problems.h"
#include "ops/backup/backups_store.h"
#include "ops/backup/objects.h"
#include "ops/backup/place.h"
#include "platform/http/codec.h"

namespace backup {
namespace {

namespace db = platform::db;

constexpr std::string_view settings_name = "settings.json";
constexpr std::chrono::hours remembered{24 * 400};

/// All databases at once; each is a process or a thread of its own.
base::Result<std::vector<DatabaseEntry>> dump_all(const Workshop& shop, const std::string& id,
                                                  const std::vector<Source>& sources) {
  std::vector<std::future<base::Result<DatabaseEntry>>> running;
  for (const Source& source : sources) {
    running.push_back(std::async(std::launch::async, [&shop, &id, &source] { return dump(shop, id, source); }));
  }
  std::vector<DatabaseEntry> entries;
  std::optional<base::Problem> problem;
  for (auto& one : running) {
    auto entry = one.get();
    if (entry) {
      entries.push_back(*std::move(entry));
    } else if (!problem) {
      problem = std::move(entry).error();
    }
  }
  if (problem) return base::failure(*std::move(problem));
  return entries;
}

base::Result<StoredFile> write_settings(const Workshop& shop, const std::string& id, const BackupOptions& options) {
  base::JsonWriter json(base::JsonWriter::Style::indented);
  json.begin_object();
  for (const auto& [name, value] : options.settings) json.member(name, value);
  json.end_object();
  const std::string name = std::string(settings_name) + (shop.key == nullptr ? "" : ".sealed");
  ASSIGN_OR_RETURN(const auto writer, FileWriter::create(shop.work / name, form_of(id, name, Packed::no, shop.key)));
  RETURN_IF_FAILED(writer->add(json.take() + "\n"));
  ASSIGN_OR_RETURN(StoredFile stored, writer->finish());
  stored.name = name;
  return stored;
}

base::Result<> bring(Place& place, const Manifest& manifest, const Workshop& shop) {
  for (const StoredFile& file : manifest.files()) {
    RETURN_IF_FAILED(shop.watch.check());
    RETURN_IF_FAILED(place.put(set_key(manifest.id, file.name), file, shop.work / file.name));
  }
  return publish(place, manifest, shop.key);
}

/// Into the work folder, from where bring() takes them.
base::Result<> fetch_files(const Place& place, const Manifest& manifest, const Workshop& shop) {
  for (const StoredFile& file : manifest.files()) {
    RETURN_IF_FAILED(shop.watch.check());
    ASSIGN_OR_RETURN(const auto writer, FileWriter::create(shop.work / file.name, {}));
    RETURN_IF_FAILED(place.read_stored(set_key(manifest.id, file.name), file, {},
                                       [&writer](std::span<const char> bytes) { return writer->add(bytes); }));
    RETURN_IF_FAILED(writer->finish());
  }
  return {};
}

/// Whether it can be used; rids it of what killed runs have left.
base::Result<> prepare(Place& place) {
  RETURN_IF_FAILED(place.check());
  return remove_half_sets(place);
}

/// Lets go what the rules no longer keep.
base::Result<> tidy(Place& place, const BackupOptions& options, base::Timestamp now) {
  ASSIGN_OR_RETURN(const auto manifests, manifests_in(place));
  std::vector<KeptBackup> kept;
  for (const Manifest& one : manifests) {
    ASSIGN_OR_RETURN(const auto proven, proof_of(place, one.id));
    kept.push_back({one.id, one.started_at, proven});
  }
  const auto gone = expired(std::move(kept), options.keep, now);
  for (const std::string& id : gone) RETURN_IF_FAILED(remove_set(place, id));
  if (!gone.empty()) RETURN_IF_FAILED(remove_unneeded_copies(place, options.key.get(), now));
  return {};
}

base::Result<std::optional<Manifest>> latest_in(const Place& place) {
  ASSIGN_OR_RETURN(auto all, manifests_in(place));
  return all.empty() ? std::nullopt : std::optional(std::move(all.front()));
}

std::vector<std::string> names_of(const std::vector<Place>& places) {
  std::vector<std::string> names;
  for (const Place& place : places) names.push_back(place.name());
  return names;
}

}  // namespace

base::Result<std::vector<Place>> open_places(const BackupOptions& options, const std::optional<std::string>& only) {
  std::vector<Place> places;
  const bool is_named = only && *only != "s3" && *only != "folder";
  if (is_named || (!options.folder.empty() && (!only || *only == "folder"))) {
    ASSIGN_OR_RETURN(Place folder, Place::in_folder(is_named ? std::filesystem::path(*only) : options.folder));
    places.push_back(std::move(folder));
  }
  if (options.s3 && !is_named && (!only || *only == "s3")) places.push_back(Place::on_s3(*options.s3, options.bucket));
  if (!places.empty()) return places;
  return base::failure(settings_invalid,
                       only ? "There is no place \"" + *only + "\" for backups." : "No place for backups is set.",
                       "Set BACKUP_DIR to a folder or BACKUP_S3_BUCKET to a bucket, or name a folder with --to.",
                       {.field = "BACKUP_DIR"});
}

base::Result<FoundBackup> find_backup(const std::vector<Place>& places, std::string_view id) {
  const bool is_latest = id == "latest";
  FoundBackup found;
  std::optional<base::Problem> problem;
  for (const Place& place : places) {
    auto one = is_latest ? latest_in(place) : unmarked_manifest_in(place, id);
    // A place that does not answer may well have a later one.
    if (!one && is_latest) return base::failure(std::move(one).error());
    if (!one && !problem) problem = std::move(one).error();
    if (!one || !*one || (*one)->id < found.manifest.id) continue;
    if ((*one)->id != found.manifest.id) found = {**std::move(one), {}, {}};
    found.places.push_back(place.name());
  }
  if (!found.places.empty()) return found;
  if (problem) return base::failure(*std::move(problem));
  return base::failure(unknown,
                       id == "latest" ? "There is no backup yet." : "There is no backup \"" + std::string(id) + "\".",
                       "`backup list` shows those there are; `backup` makes one.");
}

base::Result<ChosenBackup> chosen_backup(const BackupOptions& options, const std::optional<std::string>& from,
                                         std::string_view id) {
  ASSIGN_OR_RETURN(auto places, open_places(options, from));
  ASSIGN_OR_RETURN(const FoundBackup found, find_backup(places, id));
  Place& place = *std::ranges::find(places, found.places.front(), &Place::name);
  ASSIGN_OR_RETURN(Manifest manifest, manifest_in(place, found.manifest.id, options.key.get()));
  return ChosenBackup{std::move(place), std::move(manifest)};
}

base::Result<MadeBackup> Backups::make(const RunRequest& request, const std::string& id, std::vector<Place>& places,
                                       std::vector<std::string>& whole_in, const Watch& watch) {
  ASSIGN_OR_RETURN(const WorkFolder work, WorkFolder::create(options_.work_below));
  const PostgresTools tools(options_.pg_bin);
  const Workshop shop{work, tools, options_.key.get(), watch};
  Manifest manifest;
  manifest.id = id;
  manifest.site = options_.site;
  manifest.program_version = request.program_version;
  manifest.started_at = base::Timestamp::now();
  manifest.started_by = request.started_by;
  if (shop.key != nullptr) manifest.key_id = shop.key->id();
  ASSIGN_OR_RETURN(manifest.databases, dump_all(shop, id, options_.sources));
  ASSIGN_OR_RETURN(manifest.settings, write_settings(shop, id, options_));
  ObjectCopies objects(shop, storage_);
  RETURN_IF_FAILED(objects.list_live());
  std::optional<base::Problem> problem;
  const auto keep_first = [&problem](const base::Result<>& result) {
    if (!result && !problem) problem = result.error();
    return result.has_value();
  };
  std::vector<Place*> reached;
  for (Place& place : places) {
    watch.tell("stored files to the " + place.name());
    if (keep_first(objects.copy_to(place))) reached.push_back(&place);
  }
  ASSIGN_OR_RETURN(manifest.objects, objects.write_index(id));
  manifest.ended_at = base::Timestamp::now();
  for (Place* const place : reached) {
    if (keep_first(bring(*place, manifest, shop))) {
      whole_in.push_back(place->name());
    } else {
      static_cast<void>(remove_set(*place, id));  // where that fails too, the next run does it
    }
  }
  if (whole_in.empty()) return base::failure(*std::move(problem));
  return MadeBackup{std::move(manifest), std::move(problem)};
}

base::Result<MadeBackup> Backups::run(const RunRequest& request, const Watch& watch) {
  if (request.must_seal && !options_.key) {
    return base::failure(settings_invalid, "The backup is to be encrypted, but BACKUP_KEY is not set.",
                         "Set BACKUP_KEY or BACKUP_KEY_FILE.", {.field = "BACKUP_KEY"});
  }
  ASSIGN_OR_RETURN(const BackupLock lock, BackupLock::take(main_));
  auto places = open_places(options_, request.only_to);
  if (!places && request.only_to) return base::failure(std::move(places).error());  // a slip of the one who typed it
  WorkFolder::remove_leftovers(options_.work_below);
  ASSIGN_OR_RETURN(const auto connection, main_.connect());
  BackupRun run;
  run.started_at = base::Timestamp::now();
  run.id = new_id(run.started_at);
  run.state = "running";
  run.started_by = request.started_by;
  if (places) run.places = names_of(*places);
  run.is_sealed = options_.key != nullptr;
  RETURN_IF_FAILED(store::end_interrupted(*connection, run.started_at));
  RETURN_IF_FAILED(store::forget_runs(*connection, run.started_at + -std::chrono::microseconds(remembered)));
  RETURN_IF_FAILED(store::insert_run(*connection, run));
  // A run without a place is one that failed, too: it is seen, and the daily backup is not begun again each minute.
  auto made = places ? fill(*places, request, run, watch) : base::failure(std::move(places).error());
  run.ended_at = base::Timestamp::now();
  run.state = run.places.empty() ? "failed" : "finished";
  if (!made) run.problem = made.error().text();
  if (made && made->missed) run.problem = made->missed->text();
  RETURN_IF_FAILED(store::end_run(*connection, run));
  return made;
}

base::Result<MadeBackup> Backups::fill(std::vector<Place>& places, const RunRequest& request, BackupRun& run,
                                       const Watch& watch) {
  std::optional<base::Problem> away;
  std::erase_if(places, [&away](Place& place) {
    const auto ready = prepare(place);
    if (!ready && !away) away = ready.error();
    return !ready;
  });
  run.places.clear();
  auto made = places.empty() ? base::failure(*away) : make(request, run.id, places, run.places, watch);
  if (!made) return made;
  const Manifest& manifest = made->manifest;
  run.size_bytes = manifest.size_bytes() + manifest.objects.bytes;
  run.new_bytes = manifest.size_bytes() + manifest.objects.new_bytes;
  if (away) made->missed = away;
  for (Place& place : places) {
    const auto tidied = made->missed ? base::Result<>{} : tidy(place, options_, base::Timestamp::now());
    if (!tidied) made->missed = tidied.error();
  }
  return made;
}

base::Result<MadeBackup> Backups::catch_up(std::string_view id, const Watch& watch) {
  ASSIGN_OR_RETURN(const BackupLock lock, BackupLock::take(main_));
  ASSIGN_OR_RETURN(auto places, open_places(options_, std::nullopt));
  ASSIGN_OR_RETURN(FoundBackup found, find_backup(places, id));
  const auto missed = std::stable_partition(places.begin(), places.end(), [&found](const Place& place) {
    return std::ranges::find(found.places, place.name()) != found.places.end();
  });
  MadeBackup made;
  ASSIGN_OR_RETURN(made.manifest, manifest_in(places.front(), id, options_.key.get()));
  WorkFolder::remove_leftovers(options_.work_below);
  for (auto place = missed; place != places.end(); ++place) {
    const auto brought = carry(places.front(), made.manifest, *place, watch);
    if (brought) found.places.push_back(place->name());
    if (!brought && !made.missed) made.missed = brought.error();
  }
  made.is_proven = true;
  for (const Place& place : places) {
    if (std::ranges::find(found.places, place.name()) == found.places.end()) continue;
    ASSIGN_OR_RETURN(const auto proven, proof_of(place, id));
    made.is_proven = made.is_proven && proven;
  }
  if (missed == places.end()) return made;
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  BackupRun run = run_of(found);
  if (made.missed) run.problem = made.missed->text();
  RETURN_IF_FAILED(store::end_run(*connection, run));
  return made;
}

base::Result<> Backups::carry(const Place& from, const Manifest& manifest, Place& to, const Watch& watch) {
  RETURN_IF_FAILED(prepare(to));
  watch.tell("the backup to the " + to.name());
  ASSIGN_OR_RETURN(const WorkFolder work, WorkFolder::create(options_.work_below));
  const PostgresTools tools(options_.pg_bin);
  const Workshop shop{work, tools, manifest.is_sealed() ? options_.key.get() : nullptr, watch};
  RETURN_IF_FAILED(carry_copies(shop, from, manifest, to));
  RETURN_IF_FAILED(fetch_files(from, manifest, shop));
  auto brought = bring(to, manifest, shop);
  if (!brought) static_cast<void>(remove_set(to, manifest.id));  // where that fails too, the next run does it
  return brought;
}

base::Result<std::vector<FoundBackup>> list_backups(const std::vector<Place>& places) {
  std::vector<FoundBackup> all;
  for (const Place& place : places) {
    ASSIGN_OR_RETURN(auto manifests, manifests_in(place));
    for (Manifest& one : manifests) {
      auto known = std::ranges::find_if(all, [&](const FoundBackup& other) { return other.manifest.id == one.id; });
      if (known == all.end()) known = all.insert(all.end(), {std::move(one), {}, {}});
      known->places.push_back(place.name());
      ASSIGN_OR_RETURN(const auto proven, proof_of(place, known->manifest.id));
      if (proven) known->proven_at = std::max(known->proven_at.value_or(*proven), *proven);
    }
  }
  std::ranges::sort(all, std::greater<>{}, [](const FoundBackup& one) { return one.manifest.id; });
  return all;
}

base::Result<Freshness> freshness(db::Database& main) {
  ASSIGN_OR_RETURN(const auto connection, main.acquire());
  Freshness fresh;
  ASSIGN_OR_RETURN(const auto finished, store::last_finished(*connection));
  if (finished) {
    fresh.last_success = finished->started_at;
    fresh.last_size_bytes = finished->size_bytes;
    if (finished->ended_at) {
      fresh.last_duration =
          std::chrono::duration_cast<std::chrono::milliseconds>(*finished->ended_at - finished->started_at);
    }
  }
  ASSIGN_OR_RETURN(fresh.failures, store::failures_since(*connection, fresh.last_success.value_or(base::Timestamp{})));
  ASSIGN_OR_RETURN(const auto proven, store::last_proven(*connection));
  if (proven) fresh.last_proven_restore = proven->proven_at;
  return fresh;
}

base::Result<std::vector<BackupRun>> runs(db::Database& main, std::uint64_t limit) {
  ASSIGN_OR_RETURN(const auto connection, main.acquire());
  ASSIGN_OR_RETURN(auto latest, store::list_runs(*connection, limit));
  if (std::ranges::find(latest, "running", &BackupRun::state) == latest.end()) return latest;
  const auto lock = BackupLock::take(main);
  if (!lock && lock.error().kind == &already_running) return latest;
  if (!lock) return base::failure(lock.error());
  RETURN_IF_FAILED(store::end_interrupted(*connection, base::Timestamp::now()));
  return store::list_runs(*connection, limit);
}

}  // namespace backup
