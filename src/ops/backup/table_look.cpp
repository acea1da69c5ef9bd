// The part of restore.h that puts one table beside the live data.
#include <algorithm>

#include "base/text.h"
#include "ops/backup/backup_lock.h"
#include "ops/backup/backup_problems.h"
#include "ops/backup/restore.h"
#include "ops/backup/scratch.h"
#include "ops/backup/snapshot_store.h"

namespace backup {
namespace {

namespace db = platform::db;
namespace fs = std::filesystem;

tl::unexpected<base::Problem> taken(const std::string& what) {
  return base::failure(place_taken, what + " exists already.", "Choose another name after --into.");
}

bool is_plain_name(std::string_view name) {
  return !name.empty() && name.size() <= 40 && !base::is_digit(name.front()) &&
         std::ranges::all_of(name, [](char c) { return base::is_digit(c) || c == '_' || (c >= 'a' && c <= 'z'); });
}

base::Result<std::unique_ptr<db::Connection>> session_of(const std::string& name, const std::string& url) {
  ASSIGN_OR_RETURN(db::Database database, db::Database::open(name, url));
  return database.connect();
}

base::Result<> into_schema(const Workshop& shop, const Place& place, const Manifest& manifest,
                           const DatabaseEntry& entry, const Source& live, const TableRequest& request) {
  if (!is_plain_name(request.into)) {
    return base::failure(place_taken, "\"" + request.into + "\" cannot be the name of a schema.",
                         "Use small letters, digits and _, such as before_import.");
  }
  {
    ASSIGN_OR_RETURN(const auto connection, session_of(live.name, live.url));
    ASSIGN_OR_RETURN(const bool has, store::has_schema(*connection, request.into));
    if (has) return taken("The schema \"" + request.into + "\"");
  }
  ASSIGN_OR_RETURN(const auto scratch, Scratch::restore_table(shop, place, manifest, entry, live, request.table));
  {
    ASSIGN_OR_RETURN(const auto connection, session_of(live.name, scratch->source().url));
    RETURN_IF_FAILED(store::copy_to_schema(*connection, request.table, request.into));
  }
  const std::string file = shop.work / "table.dump";
  RETURN_IF_FAILED(
      shop.tools.run("pg_dump", scratch->source(),
                     {"--format=custom", "--no-owner", "--no-privileges", "--schema=" + request.into, "--file=" + file},
                     shop.work, shop.watch));
  return shop.tools.run("pg_restore", live,
                        {"--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", file}, shop.work,
                        shop.watch);
}

base::Result<> into_file(const Workshop& shop, const Place& place, const Manifest& manifest, const DatabaseEntry& entry,
                         const Source& live, const TableRequest& request) {
  if (fs::exists(request.into)) return taken("The file \"" + request.into + "\"");
  RETURN_IF_FAILED(check_restorable(entry, live));
  ASSIGN_OR_RETURN(const fs::path raw, fetch_dump(shop, place, manifest, entry, shop.work / "table.raw"));
  const fs::path half = shop.work / "table.db";
  {
    ASSIGN_OR_RETURN(const auto connection, session_of(live.name, "sqlite:///" + raw.string()));
    RETURN_IF_FAILED(store::copy_to_file(*connection, request.table, half));
  }
  std::error_code error;
  fs::copy_file(half, request.into, error);
  if (!error) return {};
  fs::remove(request.into);
  return not_written(request.into, error.value());
}

}  // namespace

base::Result<std::uint64_t> restore_table(const BackupOptions& options, const TableRequest& request,
                                          const Watch& watch) {
  ASSIGN_OR_RETURN(const ChosenBackup found, chosen_backup(options, request.from, request.id));
  const auto& [place, manifest] = found;
  const DatabaseEntry* const entry = manifest.find(request.database);
  const auto live = std::ranges::find(options.sources, request.database, &Source::name);
  if (entry == nullptr || live == options.sources.end()) {
    return base::failure(table_unknown, "There is no database \"" + request.database + "\".",
                         "Name the table as catalog.products, for instance.");
  }
  const bool is_sqlite = entry->engine == "sqlite";
  const auto table = std::ranges::find(entry->tables, request.table, &TableEntry::name);
  // A table that is divided is not among the counted ones, its parts are.
  if (table == entry->tables.end() && is_sqlite) return no_such_table(*entry, request.table);
  ASSIGN_OR_RETURN(const auto lock, BackupLock::take_if_reachable(options.main()));
  WorkFolder::remove_leftovers(options.work_below);
  if (!is_sqlite) RETURN_IF_FAILED(drop_left_scratches(*live, "look"));
  ASSIGN_OR_RETURN(const WorkFolder work, WorkFolder::create(options.work_below));
  const PostgresTools tools(options.pg_bin);
  const Workshop shop{work, tools, options.key.get(), watch};
  RETURN_IF_FAILED(is_sqlite ? into_file(shop, place, manifest, *entry, *live, request)
                             : into_schema(shop, place, manifest, *entry, *live, request));
  return table == entry->tables.end() ? 0 : table->rows;
}

}  // namespace backup
