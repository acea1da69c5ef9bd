#include "ops/backup/restore.h"

#include <fmt/format.h>

#include <algorithm>

#include "ops/backup/backup_lock.h"
#include "ops/backup/backup_problems.h"
#include "ops/backup/backups_store.h"
#include "ops/backup/exchange.h"
#include "ops/backup/objects.h"
#include "ops/backup/snapshot_store.h"
#include "platform/db/migrations.h"
#include "platform/queue/processes.h"

namespace backup {
namespace {

namespace db = platform::db;

constexpr std::string_view purpose = "restore";

base::Result<std::vector<Source>> chosen(const BackupOptions& options, const RestoreRequest& request) {
  if (!request.database) return options.sources;
  const auto one = std::ranges::find(options.sources, *request.database, &Source::name);
  if (one != options.sources.end()) return std::vector{*one};
  return base::failure(table_unknown, "There is no database \"" + *request.database + "\".",
                       "Name main, catalog, imports, media, code2asin or analytics.");
}

/// Those that hold something, with what they hold.
base::Result<std::vector<std::string>> at_stake(const std::vector<Source>& sources) {
  std::vector<std::string> names;
  for (const Source& source : sources) {
    ASSIGN_OR_RETURN(db::Database database, db::Database::open(source.name, source.url));
    const auto connection = database.connect();
    // Damaged beyond opening: whoever restores knows, and what is left of it must not go without a word.
    const auto holds = connection ? store::holds_data(**connection) : base::Result<bool>(true);
    if (!holds || *holds) names.push_back(source.name);
  }
  return names;
}

base::Result<> check_confirmed(const BackupOptions& options, const RestoreRequest& request,
                               const std::vector<Source>& sources, const Manifest& manifest) {
  ASSIGN_OR_RETURN(const auto live, at_stake(sources));
  const std::string word = request.database.value_or(options.site);
  if (request.confirm == word || (live.empty() && request.confirm.empty())) return {};
  std::string names;
  for (const std::string& name : live) names += (names.empty() ? "" : ", ") + name;
  return base::failure(
      not_confirmed,
      (request.confirm.empty() ? "" : "\"" + request.confirm + "\" is not the name to confirm with. ") +
          fmt::format("What is in {} now would be replaced by the backup of {} ({}).",
                      names.empty() ? "the databases" : names, manifest.started_at.to_string().substr(0, 19) + "Z",
                      manifest.site),
      "Add --confirm " + word + " if that is what you want.");
}

base::Result<> check_at_rest(const Source& source, const RestoreRequest& request) {
  if (request.while_at_work) return {};
  ASSIGN_OR_RETURN(db::Database main, db::Database::open(source.name, source.url));
  const auto processes = platform::queue::ProcessRegistry(main).list();
  if (!processes) return {};  // there is no such table yet, or no main database
  std::string names;
  const base::Timestamp now = base::Timestamp::now();
  for (const auto& one : *processes) {
    if (one.is_alive(now)) names += (names.empty() ? "" : ", ") + one.role + " (" + one.name + ")";
  }
  if (names.empty()) return {};
  return base::failure(site_at_work, "The installation is at work: " + names + ".",
                       "Stop these processes and wait half a minute, or add --while-at-work to restore all the same.");
}

base::Result<std::unique_ptr<Scratch>> prepared(const Workshop& shop, const Place& place, const Manifest& manifest,
                                                const Source& source) {
  ASSIGN_OR_RETURN(const DatabaseEntry* const entry, entry_of(manifest, source.name));
  ASSIGN_OR_RETURN(auto scratch, Scratch::restore(shop, place, manifest, *entry, source, purpose));
  ASSIGN_OR_RETURN(db::Database database, db::Database::open(source.name, scratch->source().url));
  RETURN_IF_FAILED(db::Migrator(database).up());
  return scratch;
}

/// Who was at work when the backup was made; it would keep a restore right after this one from beginning.
base::Result<> forget_processes(const Source& source) {
  ASSIGN_OR_RETURN(db::Database main, db::Database::open(source.name, source.url));
  platform::queue::ProcessRegistry registry(main);
  ASSIGN_OR_RETURN(const auto processes, registry.list());
  for (const auto& one : processes) RETURN_IF_FAILED(registry.sign_out(one.id));
  return {};
}

/// What the restored list of backups cannot know: this backup was whole, and others have been made since.
base::Result<> note_backups(const BackupOptions& options, const std::optional<std::string>& from) {
  ASSIGN_OR_RETURN(db::Database main, db::Database::open(options.main().name, options.main().url));
  ASSIGN_OR_RETURN(const auto connection, main.connect());
  ASSIGN_OR_RETURN(const auto places, open_places(options, from));
  ASSIGN_OR_RETURN(const auto all, list_backups(places));
  for (const FoundBackup& found : all) {
    const BackupRun run = run_of(found);
    RETURN_IF_FAILED(store::insert_run(*connection, run));
    RETURN_IF_FAILED(store::end_run(*connection, run));
    RETURN_IF_FAILED(store::note_proof(*connection, run.id, found.proven_at, ""));
  }
  return {};
}

}  // namespace

base::Result<RestoreOutcome> restore(const BackupOptions& options, platform::storage::ObjectStore& storage,
                                     const RestoreRequest& request, const Watch& watch) {
  ASSIGN_OR_RETURN(const ChosenBackup found, chosen_backup(options, request.from, request.id));
  const auto& [place, manifest] = found;
  ASSIGN_OR_RETURN(const auto sources, chosen(options, request));
  RETURN_IF_FAILED(check_confirmed(options, request, sources, manifest));

  RETURN_IF_FAILED(check_at_rest(options.main(), request));
  ASSIGN_OR_RETURN(std::optional<BackupLock> lock, BackupLock::take_if_reachable(options.main()));
  WorkFolder::remove_leftovers(options.work_below);
  for (const Source& source : sources) RETURN_IF_FAILED(drop_left_scratches(source, purpose));
  ASSIGN_OR_RETURN(const WorkFolder work, WorkFolder::create(options.work_below));
  const PostgresTools tools(options.pg_bin);
  const Workshop shop{work, tools, options.key.get(), watch};
  RestoreOutcome outcome{manifest.id, place.name(), {}};
  std::vector<std::unique_ptr<Scratch>> scratches;
  for (const Source& source : sources) {
    ASSIGN_OR_RETURN(auto scratch, prepared(shop, place, manifest, source));
    if (source.name == options.main().name) RETURN_IF_FAILED(forget_processes(scratch->source()));
    outcome.rows += scratch->rows();
    outcome.databases.push_back(source.name);
    scratches.push_back(std::move(scratch));
  }
  if (!request.database) {
    watch.tell("stored files");
    ASSIGN_OR_RETURN(outcome.objects, restore_objects(shop, place, manifest, storage));
  }
  RETURN_IF_FAILED(watch.check());
  lock.reset();  // nobody may have a live database open while it is replaced
  Exchange exchange;
  for (std::size_t i = 0; i < sources.size(); ++i) RETURN_IF_FAILED(exchange.add(sources[i], std::move(scratches[i])));
  exchange.finish();
  if (!request.database || *request.database == options.main().name)
    RETURN_IF_FAILED(note_backups(options, request.from));
  return outcome;
}

}  // namespace backup
