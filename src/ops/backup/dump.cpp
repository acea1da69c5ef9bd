#include "ops/backup/dump.h"

#include <cerrno>

#include "ops/backup/snapshot_store.h"
#include "platform/db/database_url.h"
#include "platform/db/sqlite_copy.h"

namespace backup {
namespace {

namespace db = platform::db;
namespace fs = std::filesystem;

/// The file as it is, under the name and with the rights of those FileWriter makes.
base::Result<StoredFile> rename_to(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::permissions(from, fs::perms::owner_read | fs::perms::owner_write, error);
  if (!error) fs::rename(from, to, error);
  if (error) return not_written(to, error.value());
  StoredFile stored{to.filename(), {}};
  platform::crypto::Sha256 digest;
  RETURN_IF_FAILED(read_local(to, [&](std::span<const char> bytes) -> base::Result<> {
    digest.add({bytes.data(), bytes.size()});
    stored.bytes += bytes.size();
    return {};
  }));
  stored.sha256 = digest.hex();
  return stored;
}

/// Moves a file into its stored form.
base::Result<StoredFile> store_as(const fs::path& from, const fs::path& to, const Form& form) {
  if (form.packed == Packed::no && form.key == nullptr) return rename_to(from, to);
  ASSIGN_OR_RETURN(const auto writer, FileWriter::create(to, form));
  RETURN_IF_FAILED(read_local(from, [&writer](std::span<const char> bytes) { return writer->add(bytes); }));
  ASSIGN_OR_RETURN(StoredFile stored, writer->finish());
  std::error_code ignored;
  fs::remove(from, ignored);
  stored.name = to.filename();
  return stored;
}

base::Result<> describe(DatabaseEntry& entry, db::Connection& connection, const Watch& watch) {
  ASSIGN_OR_RETURN(entry.server, store::server_version(connection));
  ASSIGN_OR_RETURN(entry.raw_bytes, store::size_of(connection));
  ASSIGN_OR_RETURN(entry.migrations, store::migrations_of(connection));
  if (!entry.migrations.empty()) entry.schema_version = entry.migrations.back();
  ASSIGN_OR_RETURN(entry.tables, store::tables_of(connection, [&watch] { return watch.check(); }));
  return {};
}

base::Result<> dump_postgres(const Workshop& shop, const Source& source, const Form& form, DatabaseEntry& entry) {
  ASSIGN_OR_RETURN(db::Database database, db::Database::open(source.name, source.url));
  ASSIGN_OR_RETURN(const auto connection, database.connect());
  ASSIGN_OR_RETURN(const std::string snapshot, store::begin_snapshot(*connection));
  const fs::path raw = shop.work / (source.name + ".raw");
  std::vector<std::string> arguments{"--format=custom",       "--compress=4",  "--no-owner",
                                     "--no-privileges",       "--no-comments", "--snapshot=" + snapshot,
                                     "--file=" + raw.string()};
  ASSIGN_OR_RETURN(const auto extensions, store::own_extensions(*connection));
  for (const std::string& name : extensions) arguments.push_back("--extension=" + name);
  RETURN_IF_FAILED(shop.tools.run("pg_dump", source, arguments, shop.work, shop.watch));
  RETURN_IF_FAILED(describe(entry, *connection, shop.watch));
  ASSIGN_OR_RETURN(entry.file, store_as(raw, shop.work / entry.file.name, form));
  return {};
}

base::Result<> dump_sqlite(const Workshop& shop, const Source& source, const fs::path& live, const Form& form,
                           DatabaseEntry& entry) {
  const fs::path raw = shop.work / (source.name + ".raw");
  const auto copied = db::copy_sqlite(source.name, live, raw);
  if (!copied && copied.error().kind == &db::db_disk_full) return not_written(raw, ENOSPC);
  RETURN_IF_FAILED(copied);
  // Reading through a connection turns the file to WAL, so it is stored before it is looked into.
  ASSIGN_OR_RETURN(const auto writer, FileWriter::create(shop.work / entry.file.name, form));
  platform::crypto::Sha256 digest;
  const ByteSink keep = [&](std::span<const char> bytes) -> base::Result<> {
    RETURN_IF_FAILED(shop.watch.check());
    digest.add({bytes.data(), bytes.size()});
    return writer->add(bytes);
  };
  RETURN_IF_FAILED(read_local(raw, keep));
  entry.raw_sha256 = digest.hex();
  ASSIGN_OR_RETURN(StoredFile stored, writer->finish());
  stored.name = entry.file.name;
  entry.file = std::move(stored);
  ASSIGN_OR_RETURN(db::Database copy, db::Database::open(source.name, "sqlite:///" + raw.string()));
  ASSIGN_OR_RETURN(auto connection, copy.connect());
  RETURN_IF_FAILED(describe(entry, *connection, shop.watch));
  connection.reset();
  std::error_code ignored;
  fs::remove(raw, ignored);
  return {};
}

}  // namespace

Form form_of(std::string_view backup_id, std::string_view file, Packed packed, const SealKey* key) {
  return {packed, key, std::string(backup_id) + "/" + std::string(file)};
}

Form form_of(std::string_view backup_id, const DatabaseEntry& database, const SealKey* key) {
  return form_of(backup_id, database.file.name, database.engine == "sqlite" ? Packed::yes : Packed::no, key);
}

base::Result<DatabaseEntry> dump(const Workshop& shop, std::string_view backup_id, const Source& source) {
  ASSIGN_OR_RETURN(const db::DatabaseAddress address, db::parse_database_url(source.name, source.url));
  const bool is_sqlite = address.engine == db::Engine::sqlite;
  DatabaseEntry entry;
  entry.name = source.name;
  entry.engine = is_sqlite ? "sqlite" : "postgresql";
  entry.file.name = source.name + (is_sqlite ? ".sqlite.gz" : ".dump") + (shop.key == nullptr ? "" : ".sealed");
  const Form form = form_of(backup_id, entry, shop.key);
  if (is_sqlite) {
    RETURN_IF_FAILED(dump_sqlite(shop, source, address.target, form, entry));
  } else {
    RETURN_IF_FAILED(dump_postgres(shop, source, form, entry));
  }
  shop.watch.tell(source.name);
  return entry;
}

}  // namespace backup
