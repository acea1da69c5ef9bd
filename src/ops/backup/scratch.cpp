#include "ops/backup/scratch.h"

#include <algorithm>

#include "ops/backup/backup_problems.h"
#include "ops/backup/snapshot_store.h"
#include "platform/crypto/random.h"
#include "platform/db/database_url.h"
#include "platform/db/migrations.h"
#include "platform/db/postgres_client.h"

namespace backup {
namespace {

namespace db = platform::db;
namespace fs = std::filesystem;

constexpr std::size_t mark_size = 8;

base::Result<bool> is_sqlite(const Source& source) {
  ASSIGN_OR_RETURN(const db::DatabaseAddress address, db::parse_database_url(source.name, source.url));
  return address.engine == db::Engine::sqlite;
}

tl::unexpected<base::Problem> not_the_same(const DatabaseEntry& entry, const std::string& what) {
  return base::failure(differs, "The database " + entry.name + " was restored, but " + what + ".",
                       "Use another backup, and keep this one for whoever looks into it.");
}

/// What the names of databases beside this one begin with; PostgreSQL keeps 63 characters of a name.
std::string beginning_of(const std::string& own) {
  return own.substr(0, 40) + "_";
}

void remove_sqlite(const std::string& file) {
  for (const char* const ending : {"", "-wal", "-shm", "-journal"}) {
    std::error_code ignored;
    fs::remove(file + ending, ignored);
  }
}

}  // namespace

base::Result<std::unique_ptr<db::Connection>> maintenance_session(const Source& live) {
  base::Result<std::unique_ptr<db::Connection>> session;
  for (const std::string_view name : {"postgres", "template1"}) {
    ASSIGN_OR_RETURN(db::Database server, db::Database::open(live.name, db::url_with_database(live.url, name)));
    session = server.connect();
    if (session) break;
  }
  return session;
}

base::Result<std::string> name_on_server(const Source& live) {
  ASSIGN_OR_RETURN(const auto settings, db::client_settings(live.name, live.url));
  for (const auto& [keyword, value] : settings) {
    if (keyword == "dbname") return value;
  }
  ASSIGN_OR_RETURN(db::Database database, db::Database::open(live.name, live.url));
  ASSIGN_OR_RETURN(const auto connection, database.connect());
  return store::current_database(*connection);
}

tl::unexpected<base::Problem> no_such_table(const DatabaseEntry& entry, const std::string& table) {
  return base::failure(table_unknown, "The backup's database " + entry.name + " has no table \"" + table + "\".",
                       "Name one of those in the backup's manifest.json, such as catalog.products.");
}

base::Result<> check_restorable(const DatabaseEntry& entry, const Source& live) {
  ASSIGN_OR_RETURN(const bool on_sqlite, is_sqlite(live));
  const std::string here = on_sqlite ? "sqlite" : "postgresql";
  if (entry.engine != here) {
    return base::failure(
        other_engine,
        "The backup's database " + entry.name + " is of " + entry.engine + "; this installation's is of " + here + ".",
        "Restore it into an installation whose databases are of " + entry.engine + ".");
  }
  const auto known = db::migrations_of(entry.name, on_sqlite ? db::Engine::sqlite : db::Engine::postgres);
  for (const std::uint64_t version : entry.migrations) {
    if (std::ranges::any_of(known, [&](const db::Migration& one) { return one.version == version; })) continue;
    return base::failure(newer,
                         "The backup's database " + entry.name + " has step " + std::to_string(version) +
                             " of its schema, which this program does not know.",
                         "Restore it with the version of the program that made the backup, or a later one.");
  }
  return {};
}

base::Result<fs::path> fetch_dump(const Workshop& shop, const Place& place, const Manifest& manifest,
                                  const DatabaseEntry& entry, const fs::path& into) {
  ASSIGN_OR_RETURN(const auto writer, FileWriter::create(into, {}));
  const ByteSink keep = [&](std::span<const char> bytes) -> base::Result<> {
    RETURN_IF_FAILED(shop.watch.check());
    return writer->add(bytes);
  };
  RETURN_IF_FAILED(place.read_stored(set_key(manifest.id, entry.file.name), entry.file,
                                     form_of(manifest.id, entry, manifest.is_sealed() ? shop.key : nullptr), keep));
  ASSIGN_OR_RETURN(const StoredFile raw, writer->finish());
  if (!entry.raw_sha256.empty() && raw.sha256 != entry.raw_sha256) {
    return not_the_same(entry, "its file is not the one that was backed up");
  }
  return into;
}

base::Result<std::unique_ptr<Scratch>> Scratch::restore(const Workshop& shop, const Place& place,
                                                        const Manifest& manifest, const DatabaseEntry& entry,
                                                        const Source& live, std::string_view purpose, bool is_beside) {
  RETURN_IF_FAILED(check_restorable(entry, live));
  ASSIGN_OR_RETURN(const db::DatabaseAddress address, db::parse_database_url(live.name, live.url));
  const std::string ending = std::string(purpose) + "_" + platform::crypto::random_letters(mark_size);
  std::unique_ptr<Scratch> scratch;
  if (address.engine == db::Engine::sqlite) {
    const std::string file =
        is_beside ? address.target + "." + ending : (shop.work / (live.name + "." + ending)).string();
    scratch.reset(new Scratch(live, {live.name, "sqlite:///" + file}, file, true));
    RETURN_IF_FAILED(scratch->fill_sqlite(shop, place, manifest, entry));
  } else {
    ASSIGN_OR_RETURN(scratch, on_server(live, ending));
    RETURN_IF_FAILED(scratch->fill_postgres(shop, place, manifest, entry));
  }
  RETURN_IF_FAILED(scratch->compare(entry, shop.watch));
  shop.watch.tell(live.name);
  return scratch;
}

base::Result<> Scratch::fill_sqlite(const Workshop& shop, const Place& place, const Manifest& manifest,
                                    const DatabaseEntry& entry) {
  RETURN_IF_FAILED(fetch_dump(shop, place, manifest, entry, name_));
  return {};
}

base::Result<std::unique_ptr<Scratch>> Scratch::on_server(const Source& live, const std::string& ending) {
  ASSIGN_OR_RETURN(const std::string own, name_on_server(live));
  const std::string name = beginning_of(own) + ending;
  ASSIGN_OR_RETURN(const auto server, maintenance_session(live));
  RETURN_IF_FAILED(store::create_like(*server, name, own));
  return std::unique_ptr<Scratch>(new Scratch(live, {live.name, db::url_with_database(live.url, name)}, name, false));
}

base::Result<> Scratch::pg_restore(const Workshop& shop, const fs::path& dump, const std::vector<std::string>& what) {
  std::vector<std::string> arguments{"--no-owner", "--no-privileges", "--no-comments", "--exit-on-error"};
  arguments.insert(arguments.end(), what.begin(), what.end());
  arguments.push_back(dump);
  return shop.tools.run("pg_restore", source_, std::move(arguments), shop.work, shop.watch);
}

base::Result<> Scratch::fill_postgres(const Workshop& shop, const Place& place, const Manifest& manifest,
                                      const DatabaseEntry& entry) {
  ASSIGN_OR_RETURN(const fs::path dump, fetch_dump(shop, place, manifest, entry, shop.work / (name_ + ".dump")));
  auto restored = pg_restore(shop, dump, {"--jobs=2"});
  std::error_code ignored;
  fs::remove(dump, ignored);
  return restored;
}

base::Result<std::unique_ptr<Scratch>> Scratch::restore_table(const Workshop& shop, const Place& place,
                                                              const Manifest& manifest, const DatabaseEntry& entry,
                                                              const Source& live, const std::string& table) {
  RETURN_IF_FAILED(check_restorable(entry, live));
  ASSIGN_OR_RETURN(auto scratch, on_server(live, "look_" + platform::crypto::random_letters(mark_size)));
  ASSIGN_OR_RETURN(const fs::path dump,
                   fetch_dump(shop, place, manifest, entry, shop.work / (scratch->name() + ".dump")));
  RETURN_IF_FAILED(scratch->pg_restore(shop, dump, {"--section=pre-data"}));
  ASSIGN_OR_RETURN(db::Database database, db::Database::open(live.name, scratch->source_.url));
  ASSIGN_OR_RETURN(const auto connection, database.connect());
  ASSIGN_OR_RETURN(const auto parts, store::parts_of_table(*connection, table));
  if (parts.empty()) return no_such_table(entry, table);
  std::vector<std::string> rows{"--data-only"};
  for (const std::string& part : parts) rows.push_back("--table=" + part);
  RETURN_IF_FAILED(scratch->pg_restore(shop, dump, rows));
  return scratch;
}

base::Result<> Scratch::compare(const DatabaseEntry& entry, const Watch& watch) {
  ASSIGN_OR_RETURN(db::Database database, db::Database::open(source_.name, source_.url));
  ASSIGN_OR_RETURN(const auto connection, database.connect());
  ASSIGN_OR_RETURN(const std::string wrong, store::integrity_of(*connection));
  if (!wrong.empty()) return not_the_same(entry, "SQLite finds it damaged: " + wrong);
  ASSIGN_OR_RETURN(const auto tables, store::tables_of(*connection, [&watch] { return watch.check(); }));
  if (tables.size() != entry.tables.size()) {
    return not_the_same(entry, "has " + std::to_string(tables.size()) + " tables where there were " +
                                   std::to_string(entry.tables.size()));
  }
  for (const TableEntry& expected : entry.tables) {
    const auto found = std::ranges::find(tables, expected.name, &TableEntry::name);
    if (found == tables.end()) return not_the_same(entry, "its table " + expected.name + " is missing");
    if (found->rows != expected.rows) {
      return not_the_same(entry, "its table " + expected.name + " has " + std::to_string(found->rows) +
                                     " rows where there were " + std::to_string(expected.rows));
    }
    if (found->digest != expected.digest) {
      return not_the_same(entry, "what its table " + expected.name + " says is not the same");
    }
    rows_ += found->rows;
  }
  tables_ = tables.size();
  return {};
}

Scratch::~Scratch() {
  if (is_kept_) return;
  if (is_sqlite_) {
    remove_sqlite(name_);
    return;
  }
  // What cannot be dropped now is met again by drop_left_scratches().
  if (const auto server = maintenance_session(live_)) static_cast<void>(store::drop(**server, name_));
}

base::Result<> drop_left_scratches(const Source& live, std::string_view purpose) {
  ASSIGN_OR_RETURN(const db::DatabaseAddress address, db::parse_database_url(live.name, live.url));
  if (address.engine == db::Engine::sqlite) {
    const fs::path file = address.target;
    const std::string beginning = file.filename().string() + "." + std::string(purpose) + "_";
    std::vector<std::string> left;
    std::error_code none;
    for (fs::directory_iterator entry(file.parent_path().empty() ? "." : file.parent_path(), none);
         !none && entry != fs::directory_iterator{}; entry.increment(none)) {
      if (entry->path().filename().string().starts_with(beginning)) left.push_back(entry->path());
    }
    for (const std::string& one : left) remove_sqlite(one);
    return {};
  }
  ASSIGN_OR_RETURN(const std::string own, name_on_server(live));
  ASSIGN_OR_RETURN(const auto server, maintenance_session(live));
  const std::string beginning = beginning_of(own) + std::string(purpose) + "_";
  ASSIGN_OR_RETURN(const auto names, store::named_like(*server, beginning));
  for (const std::string& name : names) {
    if (name.size() == beginning.size() + mark_size) RETURN_IF_FAILED(store::drop(*server, name));
  }
  return {};
}

}  // namespace backup
